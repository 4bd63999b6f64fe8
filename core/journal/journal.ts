import type { RunResult } from 'better-sqlite3';
import type { Clock } from '../base/clock.ts';
import { toInstant } from '../base/clock.ts';
import { assert } from '../base/assert.ts';
import { canonicalJson, type CanonicalValue } from '../base/canonical-json.ts';
import { splitOwnKey } from '../storage/repositories/event-keys.ts';
import type { Store } from '../storage/store.ts';
import { ChainWriter, genesisHash } from './chain.ts';
import type { EventDraft, JournalHead, RecordedEvent } from './event.ts';
import { checkDraft, hasOwnKey } from './event-check.ts';

export type AppendOutcome =
  | { readonly kind: 'appended'; readonly event: RecordedEvent }
  | { readonly kind: 'duplicate'; readonly seq: number }
  | { readonly kind: 'conflict'; readonly conflict: AppendConflict };

/** The key or the version is taken by something else; both sides are shown. */
export interface AppendConflict {
  readonly code: 'KEY_REUSED' | 'VERSION_TAKEN';
  readonly existing: RecordedEvent;
  readonly offered: EventDraft;
}

const schemaVersion = 1;

interface HeadRow {
  readonly seq: number;
  readonly hash: Buffer;
}

interface EventRow extends HeadRow {
  readonly body: string;
}

/** The append-only, hash-chained journal over one store, written under one epoch. */
export class Journal {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #chain = new ChainWriter();
  readonly #statements;

  constructor(store: Store, clock: Clock, epoch: number) {
    this.#store = store;
    this.#clock = clock;
    assert(Number.isSafeInteger(epoch), `not an epoch: ${epoch}`);
    const { sqlite } = store;
    this.#statements = {
      head: sqlite.prepare<[], HeadRow>('SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1'),
      insert: sqlite.prepare(insertInto('type, aggregate_id, aggregate_version, body, hash', epoch)),
      insertCorrelated: sqlite.prepare(
        insertInto('type, aggregate_id, aggregate_version, correlation_id, body, hash', epoch),
      ),
      insertWithKey: sqlite.prepare(
        insertInto(
          'type, aggregate_id, aggregate_version, correlation_id, idempotency_key, body, hash',
          epoch,
        ),
      ),
      byOtherKey: sqlite.prepare<[string], EventRow>(
        'SELECT seq, body, hash FROM events WHERE idempotency_key = ?',
      ),
      byOwnKey: sqlite.prepare<[string, number], EventRow>(
        `SELECT seq, body, hash FROM events
         WHERE aggregate_id = ? AND aggregate_version = ? AND idempotency_key IS NULL`,
      ),
      byVersion: sqlite.prepare<[string, number], EventRow>(
        'SELECT seq, body, hash FROM events WHERE aggregate_id = ? AND aggregate_version = ?',
      ),
      after: sqlite.prepare<[number, number], EventRow>(
        'SELECT seq, body, hash FROM events WHERE seq > ? ORDER BY seq LIMIT ?',
      ),
      byAggregate: sqlite.prepare<[string], EventRow>(
        'SELECT seq, body, hash FROM events WHERE aggregate_id = +? ORDER BY aggregate_version',
      ),
      byCorrelation: sqlite.prepare<[{ readonly id: string }], EventRow>(
        `SELECT seq, body, hash FROM events WHERE correlation_id = :id
         UNION ALL
         SELECT seq, body, hash FROM events WHERE aggregate_id = :id AND correlation_id IS NULL
         ORDER BY seq`,
      ),
      maxVersion: sqlite
        .prepare<[string], number | null>('SELECT max(aggregate_version) FROM events WHERE aggregate_id = +?')
        .pluck(),
    };
  }

  /** Count and hash of what is in the database now. */
  head(): JournalHead {
    const row = this.#statements.head.get();
    return row
      ? { seq: row.seq, hash: row.hash.toString('hex') }
      : { seq: 0, hash: genesisHash.toString('hex') };
  }

  /** The version that the next event of this aggregate must carry. */
  nextVersion(aggregateId: string): number {
    return ((this.#statements.maxVersion.get(aggregateId) as number | null) ?? 0) + 1;
  }

  /**
   * Appends in the caller's transaction, so that source record, events, projections, cursor and outbox stand or fall
   * together. Each draft is answered: appended, already there, or in conflict with what is there.
   */
  append(drafts: readonly EventDraft[]): AppendOutcome[] {
    assert(this.#store.sqlite.inTransaction, 'events are appended inside a transaction');
    const last = this.#statements.head.get();
    let seq = last?.seq ?? 0;
    this.#chain.startAfter(last?.hash ?? genesisHash);
    const recordedAt = toInstant(this.#clock.now());
    return drafts.map((draft) => {
      checkDraft(draft);
      const event = recorded(draft, seq + 1, recordedAt);
      const { changes, lastInsertRowid } = this.#insert(event, hasOwnKey(draft));
      if (changes === 0) return this.#alreadyThere(draft);
      assert(lastInsertRowid === event.seq, `event ${event.seq} was stored as ${lastInsertRowid}`);
      this.#chain.accept();
      seq = event.seq;
      return { kind: 'appended', event };
    });
  }

  /** Inserts with as few columns as say everything: what repeats the aggregate stays null. */
  #insert(event: RecordedEvent, isOwnKey: boolean): RunResult {
    const { type, aggregateId: id, aggregateVersion: version, correlationId } = event;
    const { body, hash } = this.#chain.link(event);
    const correlated = correlationId === id ? null : correlationId;
    const { insert, insertCorrelated, insertWithKey } = this.#statements;
    if (!isOwnKey) return insertWithKey.run(type, id, version, correlated, event.idempotencyKey, body, hash);
    if (correlated === null) return insert.run(type, id, version, body, hash);
    return insertCorrelated.run(type, id, version, correlated, body, hash);
  }

  /** Events after `seq`, oldest first. */
  read(afterSeq: number, limit: number): RecordedEvent[] {
    return this.#statements.after.all(afterSeq, limit).map(parseRow);
  }

  ofAggregate(aggregateId: string): RecordedEvent[] {
    return this.#statements.byAggregate.all(aggregateId).map(parseRow);
  }

  ofCorrelation(correlationId: string): RecordedEvent[] {
    return this.#statements.byCorrelation.all({ id: correlationId }).map(parseRow);
  }

  findByKey(idempotencyKey: string): RecordedEvent | null {
    const row = this.#byKey(idempotencyKey);
    return row ? parseRow(row) : null;
  }

  #byKey(idempotencyKey: string): EventRow | undefined {
    const own = splitOwnKey(idempotencyKey);
    return own
      ? this.#statements.byOwnKey.get(own.aggregateId, own.aggregateVersion)
      : this.#statements.byOtherKey.get(idempotencyKey);
  }

  #alreadyThere(draft: EventDraft): AppendOutcome {
    const sameKey = this.#byKey(draft.idempotencyKey);
    if (sameKey) {
      const existing = parseRow(sameKey);
      if (contentOf(existing) === contentOf(draft)) return { kind: 'duplicate', seq: sameKey.seq };
      return { kind: 'conflict', conflict: { code: 'KEY_REUSED', existing, offered: draft } };
    }
    const sameVersion = this.#statements.byVersion.get(draft.aggregateId, draft.aggregateVersion);
    assert(sameVersion, `event neither inserted nor found: ${draft.idempotencyKey}`);
    return {
      kind: 'conflict',
      conflict: { code: 'VERSION_TAKEN', existing: parseRow(sameVersion), offered: draft },
    };
  }
}

/**
 * The statement that appends these columns, the last two of which are body and hash. The sequence is left to SQLite (the
 * last one plus one), and nothing may have to undo this statement alone: see the trigger in 0001-journal.sql. The body is
 * bound as bytes, which are there already, and stored as text.
 */
function insertInto(columns: string, epoch: number): string {
  const values = columns.split(', ').map((name) => (name === 'body' ? 'CAST(? AS TEXT)' : '?'));
  return `INSERT OR FAIL INTO events (epoch, ${columns}) VALUES (${epoch}, ${values.join(', ')}) ON CONFLICT DO NOTHING`;
}

function recorded(draft: EventDraft, seq: number, recordedAt: string): RecordedEvent {
  // Members in canonical order already, so that writing them sorts nothing.
  return {
    actor: draft.actor,
    aggregateId: draft.aggregateId,
    aggregateVersion: draft.aggregateVersion,
    causationSeq: draft.causationSeq ?? null,
    correlationId: draft.correlationId,
    effectiveOn: draft.effectiveOn,
    idempotencyKey: draft.idempotencyKey,
    legalEntity: draft.legalEntity ?? null,
    payload: draft.payload,
    recordedAt,
    schemaVersion,
    seq,
    source: draft.source ?? null,
    type: draft.type,
  };
}

/** What makes two events the same fact: everything but sequence, time, cause and who noticed. */
function contentOf(event: EventDraft | RecordedEvent): string {
  return canonicalJson({
    type: event.type,
    aggregateId: event.aggregateId,
    effectiveOn: event.effectiveOn,
    legalEntity: event.legalEntity ?? null,
    payload: event.payload as CanonicalValue,
  });
}

function parseRow(row: EventRow): RecordedEvent {
  return JSON.parse(row.body) as RecordedEvent;
}
