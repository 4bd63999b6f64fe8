import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { AssertionError, present } from '#core/base/assert.ts';
import { provePack } from '#core/close/pack-bytes.ts';
import { packChunkBytes } from '#core/domain/sealed-pack.ts';
import { makeSealedCopy } from '#core/storage/sealed-copy.ts';
import { readerOf } from './pack-reader.ts';
import type { PackWord, PackWork, WriteWork } from './pack-work.ts';

const port = present(parentPort, 'the thread that asked');
const say = (word: PackWord): void => port.postMessage(word);

const work = workerData as PackWork;
say(work.kind === 'prepare' ? prepared(work.contentPath) : written(work));

function prepared(path: string): PackWord {
  const made = makeSealedCopy(path);
  if (!made.ok) return { kind: 'failed', failure: made.error };
  return { kind: 'prepared', copy: made.value, ...hashesOf(path) };
}

function hashesOf(path: string): { readonly bytes: number; readonly list: Uint8Array } {
  const opened = openSync(path, 'r');
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

function written({ path, header, manifest, signature, list, contentPath }: WriteWork): PackWord {
  const file = openSync(path, 'w+', 0o600);
  const content = openSync(contentPath, 'r');
  try {
    for (const bytes of [Buffer.from(header), Buffer.from(manifest), signature, list]) writeAll(file, bytes);
    const whole = readerOf(content);
    for (let at = 0; at < whole.size; at += packChunkBytes) writeAll(file, whole.read(at, packChunkBytes));
    fsyncSync(file);
    const reader = readerOf(file);
    const proved = provePack(reader);
    if (!proved.ok) throw new AssertionError(`a pack that was just written proves: ${proved.error.message}`);
    return { kind: 'written', bytes: reader.size };
  } finally {
    closeSync(content);
    closeSync(file);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
