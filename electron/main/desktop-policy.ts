import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const policySchema = z.strictObject({
  updates: z
    .strictObject({
      enabled: z.boolean(),
      /** The internal server that IT runs; https only. */
      url: z.url({ protocol: /^https$/ }).optional(),
    })
    .optional(),
});

export interface DesktopPolicy {
  readonly updates: { readonly isOn: boolean; readonly url: string | null; readonly why: string };
}

/** Where IT puts the policy: a place that only an administrator can write. */
export function policyPath(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (platform === 'win32') return join(env['ProgramData'] ?? 'C:\\ProgramData', 'Tieout', 'policy.json');
  return platform === 'darwin'
    ? '/Library/Application Support/Tieout/policy.json'
    : '/etc/tieout/policy.json';
}

/** Reads the policy; one that cannot be read or understood switches off what it could have switched off. */
export function readPolicy(path: string): DesktopPolicy {
  const off = (why: string): DesktopPolicy => ({ updates: { isOn: false, url: null, why } });
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing) return { updates: { isOn: true, url: null, why: '' } };
    return off('The policy of this machine cannot be read, so updates are off.');
  }
  try {
    const { updates } = policySchema.parse(JSON.parse(text));
    if (updates?.enabled === false) return off('Updates are switched off by the policy of this machine.');
    return { updates: { isOn: true, url: updates?.url ?? null, why: '' } };
  } catch {
    return off('The policy of this machine is not understood, so updates are off.');
  }
}
