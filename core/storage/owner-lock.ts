import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import type { Store } from './store.ts';

export interface Holder {
  readonly name: string;
  readonly processId: number;
  readonly since: string;
}

export type OwnerFailure = Failure<'WORKSPACE_IN_USE'> & { readonly holder: Holder | null };

export interface OwnerLock {
  release(): void;
}

/**
 * One workspace has one owner. The lock is an exclusive SQLite transaction on a file of its own, so the operating
 * system releases it when the owner dies, however it dies; the epoch in the journal then refuses a writer that still
 * believes it is the owner.
 */
export function takeOwnerLock(folder: string, holder: Holder): Result<OwnerLock, OwnerFailure> {
  const note = join(folder, 'owner.json');
  const lock = new Database(join(folder, 'owner.lock'), { timeout: 250 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (!(cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY'))) throw cause;
    const other = readHolder(note);
    return err({
      code: 'WORKSPACE_IN_USE',
      message: other
        ? `The workspace is open in ${other.name} (process ${other.processId}) since ${other.since}.`
        : 'The workspace is open in another program.',
      where: folder,
      fix: 'Use that one, or close it first.',
      holder: other,
    });
  }
  writeFileSync(note, `${JSON.stringify(holder)}\n`);
  return ok({ release: () => lock.close() });
}

function readHolder(note: string): Holder | null {
  try {
    return JSON.parse(readFileSync(note, 'utf8')) as Holder;
  } catch (cause) {
    // The note is a courtesy; without it the refusal still stands, only nameless.
    if (cause instanceof SyntaxError || (cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

/** Starts a new epoch: from here on every writer of an older one is refused by the database. */
export function startEpoch(store: Store, holder: Holder): number {
  return store.transact(() => {
    const epoch = store.sqlite
      .prepare('UPDATE workspace SET epoch = epoch + 1, holder = ? RETURNING epoch')
      .pluck()
      .get(holder.name) as number;
    store.reached('W34');
    return epoch;
  });
}
