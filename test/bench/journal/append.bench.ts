import { join } from 'node:path';
import Database from 'better-sqlite3';
import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import { createSystemClock } from '#core/host/system-clock.ts';
import type { EventDraft } from '#core/journal/event.ts';
import { Journal } from '#core/journal/journal.ts';
import { startEpoch } from '#core/storage/owner-lock.ts';
import { openStore, type Store } from '#core/storage/store.ts';
import { inDiskFolder } from './disk-folder.ts';
import { sampleEvents } from './sample-events.ts';

/*
 * Appending to the journal against bare inserts. Ours: drafts fresh from JSON.parse, validated, canonical bytes, SHA-256
 * chain, every index and trigger. Bare: the same canonical bytes, encoded beforehand, as one blob in a table with nothing
 * but a rowid, through one prepared statement. Both on one file system with the same pragmas and the same transactions,
 * batch by batch in turn, the last checkpoint included.
 */

const batchSize = 1_000;
const holder = { name: 'bench', processId: process.pid, since: '2026-01-01T00:00:00.000Z' };

interface Contestant {
  /** Inserts prepared rows in one transaction. */
  readonly insert: (rows: readonly string[]) => number;
  readonly checkpoint: () => number;
  readonly close: () => void;
}

function timed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function journalAt(path: string): Contestant & { readonly store: Store } {
  const opened = openStore(path);
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  store.sqlite
    .prepare(
      "INSERT INTO workspace (one, workspace_id, created_at, settings) VALUES (1, 'ws_bench', '', '{}')",
    )
    .run();
  const journal = new Journal(store, createSystemClock(), startEpoch(store, holder));
  return {
    store,
    insert: (rows) => {
      const drafts = rows.map((text) => JSON.parse(text) as EventDraft);
      return timed(() => {
        const outcomes = store.transact(() => journal.append(drafts));
        if (outcomes.some(({ kind }) => kind !== 'appended')) throw new Error('an event was not appended');
      });
    },
    checkpoint: () => timed(() => store.sqlite.pragma('wal_checkpoint(TRUNCATE)')),
    close: () => store.close(),
  };
}

const settings = [
  'page_size',
  'wal_autocheckpoint',
  'synchronous',
  'mmap_size',
  'cache_size',
  'foreign_keys',
];

/** A bare table under the settings that `like` has. */
function bareAt(path: string, like: Store): Contestant {
  const sqlite = new Database(path);
  for (const name of settings) {
    const value = like.sqlite.pragma(name, { simple: true });
    if (value !== undefined) sqlite.pragma(`${name} = ${String(value)}`);
    if (name === 'page_size') sqlite.pragma('journal_mode = WAL');
  }
  for (const name of [...settings, 'journal_mode']) {
    const [bare, ours] = [sqlite, like.sqlite].map((database) => database.pragma(name, { simple: true }));
    if (bare !== ours) throw new Error(`${name} is ${String(bare)} and not ${String(ours)}`);
  }
  sqlite.exec('CREATE TABLE bare (seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT');
  const insert = sqlite.prepare('INSERT INTO bare (body) VALUES (?)');
  const [begin, commit] = ['BEGIN IMMEDIATE', 'COMMIT'].map((text) => sqlite.prepare(text));
  let seq = 0;
  return {
    insert: (rows) => {
      const blobs = rows.map((text) => bytesOf(text, (seq += 1)));
      return timed(() => {
        begin?.run();
        for (const blob of blobs) insert.run(blob);
        commit?.run();
      });
    },
    checkpoint: () => timed(() => sqlite.pragma('wal_checkpoint(TRUNCATE)')),
    close: () => sqlite.close(),
  };
}

/** The bytes that the journal stores for a draft. */
function bytesOf(text: string, seq: number): Buffer {
  const draft = JSON.parse(text) as { readonly [key: string]: CanonicalValue };
  return Buffer.from(
    canonicalJson({
      causationSeq: null,
      legalEntity: null,
      source: null,
      ...draft,
      recordedAt: '2026-01-05T08:00:00.000Z',
      schemaVersion: 1,
      seq,
    }),
  );
}

interface Sums {
  readonly ours: number;
  readonly bare: number;
}

function alternate(ours: Contestant, bare: Contestant, pages: readonly (readonly string[])[]): Sums {
  const sums = { ours: 0, bare: 0 };
  for (const [index, page] of pages.entries()) {
    const order = index % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
    for (const who of order) sums[who] += (who === 'ours' ? ours : bare).insert(page);
  }
  sums.bare += bare.checkpoint();
  sums.ours += ours.checkpoint();
  return sums;
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] as number;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function report(name: string, unit: string, rounds: readonly Sums[], min: number): void {
  const ratios = rounds.map(({ ours, bare }) => bare / ours);
  const line = {
    name,
    measured: rounded(median(ratios), 3),
    unit,
    target: { min },
    ours_ms: rounded(median(rounds.map(({ ours }) => ours)), 1),
    baseline_ms: rounded(median(rounds.map(({ bare }) => bare)), 1),
    ratio: rounded(median(ratios), 3),
    ratios: ratios.map((ratio) => rounded(ratio, 3)),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function compare(name: string, min: number, plan: { rounds: number; pages: number; pageSize: number }): void {
  inDiskFolder((folder) => {
    const ours = journalAt(join(folder, 'ours.db'));
    const bare = bareAt(join(folder, 'bare.db'), ours.store);
    const events = sampleEvents(1);
    const pages = () => Array.from({ length: plan.pages }, () => events.next(plan.pageSize));
    alternate(ours, bare, pages());
    const rounds = Array.from({ length: plan.rounds }, () => alternate(ours, bare, pages()));
    report(name, '× the speed of bare inserts', rounds, min);
    ours.close();
    bare.close();
  });
}

/** The tenth 100,000 rows against the first of a new journal, batch by batch in turn, so that both see the same machine. */
function compareTenth(): void {
  inDiskFolder((folder) => {
    const full = journalAt(join(folder, 'full.db'));
    const events = sampleEvents(2);
    const fresh = sampleEvents(3);
    for (let batch = 0; batch < 900; batch += 1) full.insert(events.next(batchSize));
    full.checkpoint();
    const rounds = Array.from({ length: 3 }, (_, round) => {
      const sums = { ours: 0, bare: 0 };
      const empty = journalAt(join(folder, `empty-${round}.db`));
      for (let batch = 0; batch < 100; batch += 1) {
        sums.ours += full.insert(events.next(batchSize));
        sums.bare += empty.insert(fresh.next(batchSize));
      }
      sums.ours += full.checkpoint();
      sums.bare += empty.checkpoint();
      empty.close();
      return sums;
    });
    report('journal append, tenth 100,000 rows', '× the speed of the first 100,000', rounds, 0.9);
    full.close();
  });
}

compare('journal append, batches of 1,000', 0.45, { rounds: 9, pages: 20, pageSize: batchSize });
if (process.argv[2] !== 'quick')
  compare('journal append, one row a transaction', 0.8, { rounds: 7, pages: 300, pageSize: 1 });
if (process.argv[2] !== 'quick') compareTenth();
