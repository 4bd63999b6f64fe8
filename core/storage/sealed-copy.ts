import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { assert } from '../base/assert.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { JournalEntryRepository } from './repositories/journal-entries.ts';

/** Tables that are nobody's business but their person's: emptied in a copy that leaves the house. */
const emptied = ['preferences'] as const;

/** What is not in a sealed copy, in words. */
export const leftOutOfSealedCopies: readonly string[] = [
  'secrets and private keys (never in the database)',
  'settings of connections',
  'preferences of people',
];

export interface SealedCopy {
  readonly schema: number;
  readonly asOf: { readonly seq: number; readonly hash: string };
}

/**
 * Makes a copy of a workspace fit to be sealed: what is not for an auditor is taken out for good, indices are brought up to date,
 * and the file is one that opens without another beside it (no write-ahead log).
 */
export function makeSealedCopy(path: string): Result<SealedCopy, Failure> {
  const sqlite = new Database(path, { fileMustExist: true });
  const transact = <T>(work: () => T): T => sqlite.transaction(work)();
  try {
    new JournalEntryRepository({ sqlite, transact }).catchUp();
    transact(() => {
      for (const table of emptied) sqlite.prepare(`DELETE FROM ${table}`).run();
      sqlite.prepare(`UPDATE connections SET settings = '{}'`).run();
      sqlite.prepare(`UPDATE workspace SET holder = ''`).run();
    });
    const mode = sqlite.pragma('journal_mode = DELETE', { simple: true });
    assert(mode === 'delete', `the copy stays in ${String(mode)} mode`);
    // Written anew, so that nothing that was taken out is left in a free page.
    sqlite.prepare('VACUUM').run();
    return ok({ schema: sqlite.pragma('user_version', { simple: true }) as number, asOf: headOf(sqlite) });
  } catch (cause) {
    if (!(cause instanceof Database.SqliteError)) throw cause;
    return err({
      code: 'PACK_NOT_WRITTEN',
      message: `The copy of the workspace cannot be made: ${cause.message}`,
      where: path,
      fix: 'Make room on the disk, then seal again; nothing half-made is left.',
    });
  } finally {
    sqlite.close();
    syncFile(path);
  }
}

function headOf(sqlite: Database.Database): SealedCopy['asOf'] {
  const head = sqlite
    .prepare<[], { seq: number; hash: Buffer }>('SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1')
    .get();
  assert(head !== undefined, 'a workspace that is sealed has a journal');
  return { seq: head.seq, hash: head.hash.toString('hex') };
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
