import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AssertionError } from '#core/base/assert.ts';
import { provePack } from '#core/close/pack-bytes.ts';
import { packChunkBytes } from '#core/domain/sealed-pack.ts';
import type { WritePointWatcher } from '#core/storage/write-points.ts';
import { readerOf } from './pack-reader.ts';

export interface PackParts {
  readonly header: string;
  readonly manifest: string;
  readonly signature: Uint8Array;
  readonly list: Uint8Array;
  /** The file of the content. */
  readonly contentPath: string;
}

/**
 * Puts a pack into its place, whole or not at all: written beside it, proved as any reader would, and only then given its name.
 * `beforeNamed` runs between the two, so that no pack goes by its name that the journal does not know.
 */
export function writePack(
  path: string,
  parts: PackParts,
  reached: WritePointWatcher,
  beforeNamed: (bytes: number) => void,
): void {
  const part = `${path}.part`;
  try {
    const bytes = writeParts(part, parts);
    reached('W35');
    beforeNamed(bytes);
    renameSync(part, path);
    syncFolder(dirname(path));
    reached('W36');
  } finally {
    rmSync(part, { force: true });
  }
}

function writeParts(part: string, { header, manifest, signature, list, contentPath }: PackParts): number {
  const file = openSync(part, 'w+', 0o600);
  const content = openSync(contentPath, 'r');
  try {
    for (const bytes of [Buffer.from(header), Buffer.from(manifest), signature, list]) writeAll(file, bytes);
    const whole = readerOf(content);
    for (let at = 0; at < whole.size; at += packChunkBytes) writeAll(file, whole.read(at, packChunkBytes));
    fsyncSync(file);
    const reader = readerOf(file);
    const proved = provePack(reader);
    if (!proved.ok) throw new AssertionError(`a pack that was just written proves: ${proved.error.message}`);
    return reader.size;
  } finally {
    closeSync(content);
    closeSync(file);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** The new name survives a power cut only once the folder is on the disk; Windows has no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  fsyncSync(opened);
  closeSync(opened);
}
