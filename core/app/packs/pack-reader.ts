import { fstatSync, readSync } from 'node:fs';
import type { PackReader } from '#core/close/pack-bytes.ts';

/** The bytes of an open file. */
export function readerOf(file: number): PackReader {
  return {
    size: fstatSync(file).size,
    read(offset, length) {
      const bytes = Buffer.alloc(length);
      let filled = 0;
      while (filled < length) {
        const read = readSync(file, bytes, filled, length - filled, offset + filled);
        if (read === 0) break;
        filled += read;
      }
      return bytes.subarray(0, filled);
    },
  };
}
