import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AssertionError } from '../base/assert.ts';
import { canonicalJson, type CanonicalValue } from '../base/canonical-json.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { startEpoch } from '../storage/owner-lock.ts';
import { readEventRows } from '../storage/repositories/events.ts';
import { WorkspaceRepository } from '../storage/repositories/workspace.ts';
import { openStore, type Store } from '../storage/store.ts';
import { chainHash } from './digest.ts';
import type { EventDraft } from './event.ts';
import { Journal } from './journal.ts';
import { type Projector, Recorder } from './projection.ts';
import { rebuildProjections, verifyJournal } from './verify.ts';

const holder = { name: 'test', processId: 1, since: '2026-09-01T00:00:00Z' };

let store: Store;
let journal: Journal;

function open(): Store {
  const opened = openStore(':memory:');
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

beforeEach(() => {
  store = open();
  new WorkspaceRepository(store).create('ws_1', '2026-09-01T00:00:00Z', '{}');
  journal = new Journal(store, new ManualClock(Date.UTC(2026, 8, 1)), startEpoch(store, holder));
});

afterEach(() => store.close());

function draft(aggregate: string, version: number, more: Partial<EventDraft> = {}): EventDraft {
  return {
    type: 'access.refused',
    aggregateId: aggregate,
    aggregateVersion: version,
    idempotencyKey: `${aggregate}/${version}`,
    correlationId: aggregate,
    actor: 'ana',
    effectiveOn: '2026-09-01',
    payload: refusal(`${aggregate} ${version}`),
    ...more,
  };
}

/** Payload of an event that no projection of these tests minds. */
function refusal(subject: string): EventDraft['payload'] {
  return { action: 'posting.approve', code: 'ROLE_MISSING', legalEntity: 'NW-US', message: 'no', subject };
}

function append(...drafts: EventDraft[]) {
  return store.transact(() => journal.append(drafts));
}

const recorderOf = (projectors: readonly Projector[] = []) => new Recorder(store, journal, projectors);
const verify = () => verifyJournal(store, recorderOf(), { workspaceId: 'ws_1', anchors: [] });

describe('the journal', () => {
  it('gives the same fact once, and shows both sides of a contradiction', () => {
    expect(append(draft('a', 1))[0]?.kind).toBe('appended');
    expect(append(draft('a', 1))[0]).toEqual({ kind: 'duplicate', seq: 1 });
    const reused = append(draft('a', 1, { payload: refusal('other') }))[0];
    expect(reused).toMatchObject({ kind: 'conflict', conflict: { code: 'KEY_REUSED' } });
    const taken = append(draft('a', 1, { idempotencyKey: 'other' }))[0];
    expect(taken).toMatchObject({
      kind: 'conflict',
      conflict: { code: 'VERSION_TAKEN', existing: { seq: 1 } },
    });
    expect(journal.head().seq).toBe(1);
  });

  it('tells keys of another form from own ones, and finds an event by either', () => {
    append(draft('a', 1), draft('a', 12), draft('b', 1, { idempotencyKey: 'use:b' }));
    append(draft('c', 1, { idempotencyKey: 'c/01' }));
    expect(journal.findByKey('a/12')?.seq).toBe(2);
    expect(journal.findByKey('use:b')?.seq).toBe(3);
    expect(journal.findByKey('c/01')?.seq).toBe(4);
    expect(['b/1', 'c/1', 'a/2', 'use:c'].map((key) => journal.findByKey(key))).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(append(draft('d', 1, { idempotencyKey: 'use:b' }))[0]).toMatchObject({
      kind: 'conflict',
      conflict: { code: 'KEY_REUSED', existing: { seq: 3 } },
    });
    expect(append(draft('b', 1))[0]).toMatchObject({
      conflict: { code: 'VERSION_TAKEN', existing: { seq: 3 } },
    });
    // Were it stored, the event whose own key this is would be appended beside it.
    expect(() => append(draft('d', 1, { idempotencyKey: 'e/1' }))).toThrow(AssertionError);
    expect(verify().problems).toEqual([]);
  });

  it('finds what correlates with an id, under it or under another', () => {
    append(
      draft('a', 1),
      draft('b', 1, { correlationId: 'a' }),
      draft('c', 1),
      draft('a', 2, { correlationId: 'c' }),
    );
    expect(journal.ofCorrelation('a').map(({ seq }) => seq)).toEqual([1, 2]);
    expect(journal.ofCorrelation('c').map(({ seq }) => seq)).toEqual([3, 4]);
  });

  it('appends nothing outside a transaction, and nothing of one that fails', () => {
    expect(() => journal.append([draft('a', 1)])).toThrow(AssertionError);
    expect(() =>
      store.transact(() => {
        journal.append([draft('a', 1)]);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(journal.head().seq).toBe(0);
  });

  it.each([
    ['UPDATE events SET body = body', 'JOURNAL_IS_APPEND_ONLY'],
    ['DELETE FROM events', 'JOURNAL_IS_APPEND_ONLY'],
    ['UPDATE workspace SET epoch = epoch - 1', 'EPOCH_FALLS'],
    ["UPDATE workspace SET workspace_id = 'ws_2'", 'WORKSPACE_ID_IS_FIXED'],
    ['DELETE FROM workspace', 'WORKSPACE_IS_PERMANENT'],
  ])('refuses raw SQL: %s', (sql, message) => {
    append(draft('a', 1));
    expect(() => store.sqlite.exec(sql)).toThrow(message);
  });

  it('refuses a writer of an older epoch and a gap in the sequence', () => {
    append(draft('a', 1));
    startEpoch(store, holder);
    expect(() => append(draft('a', 2))).toThrow('STALE_EPOCH');
    const insert = `INSERT INTO events (seq, type, aggregate_id, aggregate_version, idempotency_key, correlation_id, epoch, body, hash)
      VALUES (7, 'a.b', 'x', 1, 'k', 'x', (SELECT epoch FROM workspace), '{}', zeroblob(32))`;
    expect(() => store.sqlite.exec(insert)).toThrow('JOURNAL_SEQUENCE_GAP');
  });

  it('stores the canonical text of each event and chains its hash to the one before', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), (subjects) => {
        const version = journal.nextVersion('p');
        append(
          ...subjects.map((subject, index) => draft('p', version + index, { payload: refusal(subject) })),
        );
        let previous: Buffer = Buffer.alloc(32);
        for (const row of readEventRows(store, 0, 100_000)) {
          expect(row.body).toBe(canonicalJson(JSON.parse(row.body) as CanonicalValue));
          expect(row.hash.equals(chainHash(previous, row.body))).toBe(true);
          previous = row.hash;
        }
      }),
      { numRuns: 25 },
    );
    expect(verify().problems).toEqual([]);
  });
});

/** Counts events per aggregate: the smallest projection there is. */
function counting(over: Store): Projector {
  const up = over.sqlite.prepare(
    'INSERT INTO counts (id, n) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET n = n + 1',
  );
  return {
    name: 'counts',
    tables: ['counts'],
    handles: ['access.'],
    apply: (event) => up.run(event.aggregateId),
  };
}

describe('verify', () => {
  beforeEach(() => {
    append(...Array.from({ length: 20 }, (_, index) => draft(`a${index % 4}`, Math.floor(index / 4) + 1)));
  });

  /** What someone with the file and an editor can do: the triggers are theirs to drop. */
  function tamper(sql: string): void {
    for (const trigger of ['events_are_never_updated', 'events_are_never_deleted']) {
      store.sqlite.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
    }
    store.sqlite.exec(sql);
  }

  it.each([
    [
      'an edited body',
      `UPDATE events SET body = replace(body, 'ana', 'eve') WHERE seq = 7`,
      'HASH_DIFFERS',
      'seq 7',
    ],
    ['an edited hash', 'UPDATE events SET hash = zeroblob(32) WHERE seq = 9', 'HASH_DIFFERS', 'seq 9'],
    ['a deleted event', 'DELETE FROM events WHERE seq = 5', 'SEQUENCE_GAP', 'seq 5'],
    ['an edited column', `UPDATE events SET type = 'a.b' WHERE seq = 3`, 'COLUMN_DIFFERS', 'seq 3'],
    ['an edited key', `UPDATE events SET idempotency_key = 'k' WHERE seq = 6`, 'COLUMN_DIFFERS', 'seq 6'],
    [
      'a key kept twice',
      `UPDATE events SET idempotency_key = 'a1/2' WHERE seq = 6`,
      'COLUMN_DIFFERS',
      'seq 6',
    ],
    [
      'an edited correlation',
      `UPDATE events SET correlation_id = 'k' WHERE seq = 2`,
      'COLUMN_DIFFERS',
      'seq 2',
    ],
    [
      'two swapped events',
      `UPDATE events SET seq = 99 WHERE seq = 4; UPDATE events SET seq = 4 WHERE seq = 8; UPDATE events SET seq = 8 WHERE seq = 99`,
      'HASH_DIFFERS',
      'seq 4',
    ],
  ])('names the first bad record: %s', (_name, sql, code, where) => {
    tamper(sql);
    expect(verify().problems[0]).toMatchObject({ code, where });
  });

  it('sees a cut tail only by the anchor, and says how much is missing', () => {
    const head = journal.head();
    tamper('DELETE FROM events WHERE seq > 15');
    expect(verify().problems).toEqual([]);
    const anchors = [{ workspaceId: 'ws_1', at: '2026-09-01T00:00:00Z', ...head }];
    const report = verifyJournal(store, recorderOf(), { workspaceId: 'ws_1', anchors });
    expect(report.problems).toMatchObject([
      { code: 'JOURNAL_SHORTER_THAN_ANCHOR', message: expect.stringContaining('5 events') },
    ]);
  });

  it('sees a chain that was made anew by the anchor', () => {
    const anchors = [{ workspaceId: 'ws_1', at: '2026-09-01T00:00:00Z', ...journal.head() }];
    tamper('SELECT 1');
    let previous: Buffer = Buffer.alloc(32);
    for (const row of readEventRows(store, 0, 100)) {
      const body = row.body.replace('ana', 'eve');
      previous = chainHash(previous, body);
      store.sqlite.prepare('UPDATE events SET body = ?, hash = ? WHERE seq = ?').run(body, previous, row.seq);
    }
    expect(verify().problems).toEqual([]);
    const report = verifyJournal(store, recorderOf(), { workspaceId: 'ws_1', anchors });
    expect(report.problems.map(({ code }) => code)).toEqual(['JOURNAL_DIFFERS_FROM_ANCHOR']);
  });

  it('finds a projection that says something else, and a rebuild mends it', () => {
    store.sqlite.exec('CREATE TABLE counts (id TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT');
    const recorder = recorderOf([counting(store)]);
    expect(rebuildProjections(store, recorder)).toBe(20);
    const check = () => verifyJournal(store, recorder, { workspaceId: 'ws_1', anchors: [] }).problems;
    expect(check()).toEqual([]);
    store.sqlite.exec(`UPDATE counts SET n = n + 1 WHERE id = 'a2'`);
    expect(check()).toMatchObject([{ code: 'PROJECTION_DIFFERS', where: 'counts' }]);
    rebuildProjections(store, recorder);
    expect(check()).toEqual([]);
  });

  it('rebuilds what recording built, whatever was recorded', () => {
    store.sqlite.exec('CREATE TABLE counts (id TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT');
    const recorder = recorderOf([counting(store)]);
    rebuildProjections(store, recorder);
    const ids = fc.array(fc.constantFrom('a0', 'a1', 'b'), { maxLength: 12 });
    fc.assert(
      fc.property(ids, (aggregates) => {
        for (const id of aggregates) recorder.recordAll([draft(id, journal.nextVersion(id))]);
        const live = store.sqlite.prepare('SELECT id, n FROM counts ORDER BY id').all();
        rebuildProjections(store, recorder);
        expect(store.sqlite.prepare('SELECT id, n FROM counts ORDER BY id').all()).toEqual(live);
      }),
      { numRuns: 20 },
    );
  });
});
