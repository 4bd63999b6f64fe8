import type { Clock } from '../base/clock.ts';
import { toInstant } from '../base/clock.ts';
import { assert } from '../base/assert.ts';
import { canonicalJson, type CanonicalValue } from '../base/canonical-json.ts';
import type { Store } from '../storage/store.ts';
import { ChainWriter, genesisHash } from './chain.ts';
import type { EventDraft, JournalHead, RecordedEvent } from './event.ts';
import { checkDraft } from './event-check.ts';

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

interface EventRow {
  readonly seq: number;
  readonly body: string;
  readonly hash: Buffer;
}

/** The append-only, hash-chained journal over one store. One instance per open store; it caches the head it wrote. */
export class Journal {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #chain = new ChainWriter();
  #epoch: number;
  readonly #statements;

  constructor(store: Store, clock: Clock, epoch: number) {
    this.#store = store;
    this.#clock = clock;
    this.#epoch = epoch;
    const { sqlite } = store;
    this.#statements = {
      head: sqlite.prepare<[], EventRow>('SELECT seq, body, hash FROM events ORDER BY seq DESC LIMIT 1'),
      insert: sqlite.prepare(
        // The sequence is left to SQLite (the last one plus one), and nothing may have to undo this statement alone: see the
        // trigger in 0001-journal.sql. The body is bound as bytes, which are there already, and stored as text.
        `INSERT OR FAIL INTO events (type, aggregate_id, aggregate_version, idempotency_key, correlation_id, epoch, body, hash)
         VALUES (?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?) ON CONFLICT DO NOTHING`,
      ),
      byKey: sqlite.prepare<[string], EventRow>(
        'SELECT seq, body, hash FROM events WHERE idempotency_key = ?',
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
        `SELECT seq, body, hash FROM events WHERE correlation_id = :id AND correlation_id <> aggregate_id
         UNION ALL
         SELECT seq, body, hash FROM events WHERE aggregate_id = :id AND correlation_id = aggregate_id
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
    let previous = last?.hash ?? genesisHash;
    const recordedAt = toInstant(this.#clock.now());
    return drafts.map((draft) => {
      checkDraft(draft);
      const event = recorded(draft, seq + 1, recordedAt);
      const link = this.#chain.link(previous, event);
      const { changes, lastInsertRowid } = this.#statements.insert.run(
        event.type,
        event.aggregateId,
        event.aggregateVersion,
        event.idempotencyKey,
        event.correlationId,
        this.#epoch,
        link.body,
        link.hash,
      );
      if (changes === 0) return this.#alreadyThere(draft);
      assert(lastInsertRowid === event.seq, `event ${event.seq} was stored as ${lastInsertRowid}`);
      seq = event.seq;
      previous = link.hash;
      return { kind: 'appended', event };
    });
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
    const row = this.#statements.byKey.get(idempotencyKey);
    return row ? parseRow(row) : null;
  }

  #alreadyThere(draft: EventDraft): AppendOutcome {
    const sameKey = this.#statements.byKey.get(draft.idempotencyKey);
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
