import type { Readable, Writable } from 'node:stream';

/** What a command may touch of the world it was started in. */
export interface Terminal {
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
}
