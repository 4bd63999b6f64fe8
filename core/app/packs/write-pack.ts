import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { WritePointWatcher } from '#core/storage/write-points.ts';
import { onPackThread } from './pack-thread.ts';
import type { WriteWork } from './pack-work.ts';

export interface PackPlace {
  readonly path: string;
  readonly signal: AbortSignal;
  readonly reached: WritePointWatcher;
  /** Runs when the file is whole and before it has its name, so that no pack goes by its name that the journal does not know. */
  readonly beforeNamed: (bytes: number) => void;
}

/** Puts a pack into its place, whole or not at all: written beside it, proved as any reader would, and only then given its name. */
export async function writePack(
  parts: Omit<WriteWork, 'kind' | 'path'>,
  { path, signal, reached, beforeNamed }: PackPlace,
): Promise<void> {
  const part = `${path}.part`;
  try {
    const { bytes } = await onPackThread({ kind: 'write', path: part, ...parts }, signal);
    reached('W35');
    beforeNamed(bytes);
    renameSync(part, path);
    syncFolder(dirname(path));
    reached('W36');
  } finally {
    rmSync(part, { force: true });
  }
}

/** The new name survives a power cut only once the folder is on the disk; Windows has no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  fsyncSync(opened);
  closeSync(opened);
}
