import { chmodSync, closeSync, fsyncSync, openSync } from 'node:fs';
import { assert } from '../base/assert.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { JournalEntryRepository } from './repositories/journal-entries.ts';
import { openStore } from './store.ts';

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
  const opened = openStore(path);
  if (!opened.ok) return err(opened.error);
  const { value: store } = opened;
  const { sqlite } = store;
  try {
    new JournalEntryRepository(store).catchUp();
    store.transact(() => {
      for (const table of emptied) sqlite.prepare(`DELETE FROM ${table}`).run();
      sqlite.prepare(`UPDATE connections SET settings = '{}'`).run();
      sqlite.prepare(`UPDATE workspace SET holder = ''`).run();
    });
    const head = sqlite
      .prepare<[], { seq: number; hash: Buffer }>('SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1')
      .get();
    assert(head !== undefined, 'a workspace that is sealed has a journal');
    const mode = sqlite.pragma('journal_mode = DELETE', { simple: true });
    assert(mode === 'delete', `the copy stays in ${String(mode)} mode`);
    // Written anew, so that nothing that was taken out is left in a free page.
    sqlite.prepare('VACUUM').run();
    const schema = sqlite.pragma('user_version', { simple: true }) as number;
    return ok({ schema, asOf: { seq: head.seq, hash: head.hash.toString('hex') } });
  } finally {
    store.close();
    chmodSync(path, 0o600);
    const file = openSync(path, 'r+');
    fsyncSync(file);
    closeSync(file);
  }
}
