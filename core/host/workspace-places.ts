import { join, resolve } from 'node:path';
import type { Arguments } from './arguments.ts';
import { usageFailure } from './command-failure.ts';
import type { Terminal } from './terminal.ts';

/** Files of one workspace: its folder, and beside it the folder of private keys and secrets. */
export interface WorkspacePlaces {
  readonly folder: string;
  readonly keys: string;
  readonly secrets: string;
}

export function placesOf(args: Arguments, terminal: Terminal): WorkspacePlaces {
  const fromEnvironment = (name: string): string | undefined => {
    const value = terminal.env[name];
    return value === undefined || value === '' ? undefined : resolve(terminal.workingFolder, value);
  };
  const folder = args.path('workspace') ?? fromEnvironment('TIEOUT_WORKSPACE');
  if (folder === undefined) {
    throw usageFailure(
      'No workspace is named.',
      '--workspace',
      'Give --workspace DIR, or set TIEOUT_WORKSPACE.',
    );
  }
  const keys = args.path('keys') ?? fromEnvironment('TIEOUT_KEYS') ?? `${folder}.keys`;
  return { folder, keys, secrets: join(keys, 'secrets') };
}
