import { closeSync, constants, copyFileSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandFailure } from './command-failure.ts';

/** Gives a file another place, whole or not at all, on the same disk or another one. Whatever is there already stays. */
export function moveFile(from: string, to: string): void {
  try {
    if (isSameDisk(from, to)) return;
    const part = `${to}.part`;
    copyFileSync(from, part, constants.COPYFILE_EXCL);
    const file = openSync(part, 'r+');
    fsyncSync(file);
    closeSync(file);
    renameSync(part, to);
    rmSync(from);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (!/^E[A-Z]+$/.test(String(code))) throw cause;
    throw new CommandFailure({
      code: 'OUTPUT_UNWRITABLE',
      message: `${dirname(to)} cannot be written: ${message}`,
      where: to,
      fix: `Choose another place; the file is at ${from}.`,
    });
  }
}

function isSameDisk(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EXDEV') return false;
    throw cause;
  }
}
