import { readFileSync } from 'node:fs';
import { CommandFailure } from './command-failure.ts';

/** The text of a file that the command line names. */
export function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (cause) {
    const isText = !(cause instanceof TypeError);
    throw new CommandFailure({
      code: 'FILE_UNREADABLE',
      message: isText ? `The file cannot be read: ${reasonOf(cause)}` : 'The file is not UTF-8 text.',
      where: path,
      fix: isText ? 'Check the path and that you may read it.' : 'Save it as UTF-8.',
    });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
