import { join, resolve } from 'node:path';

export interface StartOptions {
  readonly isSample: boolean;
  readonly places: { readonly folder: string; readonly keys: string; readonly secrets: string };
}

/**
 * What to open: `--workspace=DIR` (with `--keys=DIR` where the keys are elsewhere), or else the sample company, which needs nothing.
 * Other arguments are the system's and Chromium's.
 */
export function startOptions(argv: readonly string[], workingFolder: string, userData: string): StartOptions {
  const given = (name: string): string | null => {
    const prefix = `--${name}=`;
    const found = argv.find((argument) => argument.startsWith(prefix));
    return found === undefined || found === prefix
      ? null
      : resolve(workingFolder, found.slice(prefix.length));
  };
  const workspace = given('workspace');
  const isSample = workspace === null || argv.includes('--sample');
  const folder = workspace ?? join(userData, 'sample');
  const keys = given('keys') ?? `${folder}.keys`;
  return { isSample, places: { folder, keys, secrets: join(keys, 'secrets') } };
}
