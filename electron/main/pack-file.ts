import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { packHeaderBytes, packMaxBytes, packVersion, readPackBeginning } from '#core/domain/sealed-pack.ts';
import type { OpenedFile } from '../bridge/desktop-bridge.ts';

/**
 * Looks at a file that was opened with the application: whether it is a sealed pack at all, and of which format. It is opened for
 * reading, only its first line is read, and nothing of it is believed: a core process of its own proves the seal before anything
 * in it is shown.
 */
export function inspectPackFile(path: string): OpenedFile {
  const name = shownName(path);
  const no = (detail: string): OpenedFile => ({ name, isSealedPack: false, detail });
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    return no(code === 'ENOENT' ? 'The file is not there any more.' : `The file cannot be read (${code}).`);
  }
  try {
    const facts = fstatSync(file);
    if (!facts.isFile()) return no('This is not a file.');
    if (facts.size > packMaxBytes) return no('The file is longer than any sealed pack.');
    const line = Buffer.alloc(packHeaderBytes);
    const read = readSync(file, line, 0, line.length, 0);
    const beginning = readPackBeginning(line.toString('latin1', 0, read));
    if (beginning.kind === 'not-a-pack')
      return no('The file is not a sealed pack: it does not begin like one.');
    if (beginning.kind === 'malformed') return no('The file begins like a sealed pack, but is not whole.');
    if (beginning.kind === 'other-format') {
      return no(
        `The file is a sealed pack of format ${beginning.version}, which this version does not know.`,
      );
    }
    return { name, isSealedPack: true, detail: `A sealed pack of format ${packVersion}.` };
  } finally {
    closeSync(file);
  }
}

/** The name for people: no folder, nothing that changes how the rest is read. */
export function shownName(path: string): string {
  return basename(path)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\u{fffd}')
    .slice(0, 120);
}
