import type { ActivityRepository, TimedFacts, TimingRow } from '../storage/repositories/activity.ts';

/** What is timed and counted while it waits; see `service-levels.ts` for what people read from it. */
export type Measure = 'posting' | 'held' | 'queued' | 'exception' | 'expected';

/** The instant of an event: as the journal wrote it, and its day. */
export interface Moment {
  readonly ms: number;
  readonly day: string;
}

export function momentOf(recordedAt: string): Moment {
  return { ms: Date.parse(recordedAt), day: recordedAt.slice(0, 10) };
}

/**
 * Opens and closes waiting things, and counts each coming and going on its day. Opening what is open and closing what is
 * closed change nothing, so the days of a measure always add up to how many wait.
 */
export class ActivityLedger {
  readonly #rows: ActivityRepository;

  constructor(rows: ActivityRepository) {
    this.#rows = rows;
  }

  factsOf(measure: Measure, itemId: string): TimingRow | null {
    return this.#rows.get(measure, itemId);
  }

  open(measure: Measure, itemId: string, facts: TimedFacts, at: Moment, startedMs = at.ms): void {
    const before = this.#rows.get(measure, itemId);
    if (before !== null && before.endedMs === null) return this.#restate(before, facts, at);
    this.#rows.save({ measure, itemId, ...facts, startedMs, endedMs: null });
    this.#count(measure, facts, at, 1, facts.amountMinor);
  }

  close(measure: Measure, itemId: string, at: Moment): void {
    const open = this.#rows.get(measure, itemId);
    if (open === null || open.endedMs !== null) return;
    this.#rows.save({ ...open, endedMs: Math.max(at.ms, open.startedMs) });
    this.#count(measure, open, at, -1, -open.amountMinor);
  }

  /** It never came to an end that counts: taken back, or refused by a person. */
  drop(measure: Measure, itemId: string, at: Moment): void {
    const row = this.#rows.get(measure, itemId);
    if (row === null) return;
    if (row.endedMs === null) this.#count(measure, row, at, -1, -row.amountMinor);
    this.#rows.remove(measure, itemId);
  }

  restate(measure: Measure, itemId: string, facts: Partial<TimedFacts>, at: Moment): void {
    const open = this.#rows.get(measure, itemId);
    if (open !== null && open.endedMs === null) this.#restate(open, { ...open, ...facts }, at);
  }

  /** Something that happens and does not wait: a document posted, a repeated attempt. */
  happened(measure: string, facts: TimedFacts, at: Moment): void {
    this.#count(measure, facts, at, 1, facts.amountMinor);
  }

  /** Makes the days of a period add up to a new count, such as the breaks of its newest reconciliation. */
  standsAt(measure: string, period: string, wanted: readonly TimedFacts[], at: Moment): void {
    for (const before of this.#rows.stand(measure, period)) {
      if (before.count === 0 && before.amountMinor === 0) continue;
      this.#count(measure, { ...before, period }, at, -before.count, -before.amountMinor);
    }
    for (const facts of wanted) this.#count(measure, facts, at, 1, facts.amountMinor);
  }

  #restate(open: TimingRow, facts: TimedFacts, at: Moment): void {
    const { measure, itemId, startedMs } = open;
    this.#count(measure, open, at, -1, -open.amountMinor);
    this.#rows.save({ measure, itemId, ...facts, startedMs, endedMs: null });
    this.#count(measure, facts, at, 1, facts.amountMinor);
  }

  #count(
    measure: string,
    facts: Pick<TimedFacts, 'kind' | 'legalEntity' | 'period' | 'currency'>,
    { day }: Moment,
    count: number,
    amountMinor: number,
  ): void {
    this.#rows.count({ measure, day, facts, count, amountMinor });
  }
}
