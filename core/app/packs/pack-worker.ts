import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { present } from '#core/base/assert.ts';
import { packChunkBytes } from '#core/domain/sealed-pack.ts';
import { makeSealedCopy } from '#core/storage/sealed-copy.ts';
import { readerOf } from './pack-reader.ts';
import type { CopyWord } from './prepare-content.ts';

// Makes a copy of a workspace fit to be sealed and hashes it, on a thread of its own.

const { path } = workerData as { readonly path: string };
const port = present(parentPort, 'the thread that asked');
const say = (word: CopyWord): void => port.postMessage(word);

const made = makeSealedCopy(path);
if (made.ok) say({ kind: 'made', copy: made.value, ...hashesOf(path) });
else say({ kind: 'failed', failure: made.error });

function hashesOf(file: string): { readonly bytes: number; readonly list: Uint8Array } {
  const opened = openSync(file, 'r');
  try {
    const content = readerOf(opened);
    const hashes: Buffer[] = [];
    for (let at = 0; at < content.size; at += packChunkBytes) {
      hashes.push(createHash('sha256').update(content.read(at, packChunkBytes)).digest());
    }
    return { bytes: content.size, list: new Uint8Array(Buffer.concat(hashes)) };
  } finally {
    closeSync(opened);
  }
}
