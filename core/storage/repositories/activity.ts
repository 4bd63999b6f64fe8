import type { Store } from '../store.ts';

/** What a measured thing is about. Empty text where there is none. */
export interface TimedFacts {
  readonly kind: string;
  readonly legalEntity: string;
  readonly period: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly label: string;
}

export interface TimingRow extends TimedFacts {
  readonly measure: string;
  readonly itemId: string;
  readonly startedMs: number;
  readonly endedMs: number | null;
}

/** A change of how many there are, and of how much, on one day. */
export interface DayDelta {
  readonly measure: string;
  readonly day: string;
  readonly facts: Pick<TimedFacts, 'kind' | 'legalEntity' | 'period' | 'currency'>;
  readonly count: number;
  readonly amountMinor: number;
}

export interface SnapshotRow {
  readonly kind: string;
  readonly legalEntity: string;
  readonly currency: string;
  readonly count: number;
  readonly amountMinor: number;
}

const columns = `measure, item_id AS itemId, kind, legal_entity AS legalEntity, period, currency,
  amount_minor AS amountMinor, label, started_ms AS startedMs, ended_ms AS endedMs`;

/** Keeps what waits and what came and went. Written by the activity projector alone. */
export class ActivityRepository {
  readonly #statements;

  constructor({ sqlite }: Store) {
    this.#statements = {
      get: sqlite.prepare<[string, string], TimingRow>(
        `SELECT ${columns} FROM timings WHERE measure = ? AND item_id = ?`,
      ),
      save: sqlite.prepare(
        `INSERT INTO timings (measure, item_id, kind, legal_entity, period, currency, amount_minor, label, started_ms, ended_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (measure, item_id) DO UPDATE SET kind = excluded.kind,
           legal_entity = excluded.legal_entity, period = excluded.period, currency = excluded.currency,
           amount_minor = excluded.amount_minor, label = excluded.label, started_ms = excluded.started_ms,
           ended_ms = excluded.ended_ms`,
      ),
      remove: sqlite.prepare('DELETE FROM timings WHERE measure = ? AND item_id = ?'),
      count: sqlite.prepare(
        `INSERT INTO measure_days (measure, day, kind, legal_entity, period, currency, count_delta, amount_delta_minor)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (measure, day, kind, legal_entity, period, currency)
         DO UPDATE SET count_delta = count_delta + excluded.count_delta,
           amount_delta_minor = amount_delta_minor + excluded.amount_delta_minor`,
      ),
      stand: sqlite.prepare<[string, string], SnapshotRow>(
        `SELECT kind, legal_entity AS legalEntity, currency, sum(count_delta) AS count,
           sum(amount_delta_minor) AS amountMinor FROM measure_days WHERE measure = ? AND period = ?
         GROUP BY kind, legal_entity, currency`,
      ),
      firstRecordedAt: sqlite
        .prepare<[string], string>(
          `SELECT json_extract(body, '$.recordedAt') FROM events WHERE aggregate_id = ? AND aggregate_version = 1`,
        )
        .pluck(),
    };
  }

  get(measure: string, itemId: string): TimingRow | null {
    return this.#statements.get.get(measure, itemId) ?? null;
  }

  save(row: TimingRow): void {
    const { measure, itemId, kind, legalEntity, period, currency, amountMinor, label, startedMs, endedMs } =
      row;
    this.#statements.save.run(
      measure,
      itemId,
      kind,
      legalEntity,
      period,
      currency,
      amountMinor,
      label,
      startedMs,
      endedMs,
    );
  }

  remove(measure: string, itemId: string): void {
    this.#statements.remove.run(measure, itemId);
  }

  count({ measure, day, facts, count, amountMinor }: DayDelta): void {
    const { kind, legalEntity, period, currency } = facts;
    this.#statements.count.run(measure, day, kind, legalEntity, period, currency, count, amountMinor);
  }

  /** What the days of a measure add up to for a period. */
  stand(measure: string, period: string): SnapshotRow[] {
    return this.#statements.stand.all(measure, period);
  }

  /** When the journal first heard of something; entries never change, so a replay reads the same. */
  firstRecordedAt(aggregateId: string): string | null {
    return this.#statements.firstRecordedAt.get(aggregateId) ?? null;
  }
}
