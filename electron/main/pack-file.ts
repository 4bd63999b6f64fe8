import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { OpenedFile } from '../bridge/desktop-bridge.ts';

/** The first bytes of a sealed pack, then the version of its format in two digits. */
const magic = Buffer.from('TIEOUT-PACK-');
const knownVersions: readonly string[] = [];
const maxBytes = 4 * 1024 ** 3;

/**
 * Looks at a file that was opened with the application: whether it is a sealed pack at all, and of which format. It is opened for
 * reading, only its first bytes are read, and nothing of it is believed: a pack's seal is verified before anything in it is shown.
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
    if (facts.size > maxBytes) return no('The file is longer than any sealed pack.');
    const head = Buffer.alloc(magic.length + 2);
    const read = readSync(file, head, 0, head.length, 0);
    if (read < head.length || !head.subarray(0, magic.length).equals(magic)) {
      return no('The file is not a sealed pack: it does not begin like one.');
    }
    const version = head.subarray(magic.length).toString('latin1');
    if (!/^\d\d$/.test(version))
      return no('The file begins like a sealed pack, but its format has no version.');
    if (!knownVersions.includes(version)) {
      return no(`The file is a sealed pack of format ${version}, which this version does not know.`);
    }
    return { name, isSealedPack: true, detail: `A sealed pack of format ${version}.` };
  } finally {
    closeSync(file);
  }
}

/** The name for people: no folder, nothing that changes how the rest is read. */
function shownName(path: string): string {
  return basename(path)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\u{fffd}')
    .slice(0, 120);
}
