import type { Store } from '../store.ts';

/** Stands for "everything that is blocked": set when something moved that many subjects may wait for. */
export const everythingBlocked = '*';

/** The queue of subjects to be decided, and what the undecidable ones wait for. */
export class EvaluationRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    this.#statements = {
      mark: sqlite.prepare(
        'INSERT INTO evaluations (subject_id, lane, marked_seq) VALUES (?, ?, ?) ON CONFLICT (subject_id) DO NOTHING',
      ),
      next: sqlite
        .prepare<[number], string>(
          'SELECT subject_id FROM evaluations ORDER BY lane, marked_seq, subject_id LIMIT +?',
        )
        .pluck(),
      done: sqlite.prepare('DELETE FROM evaluations WHERE subject_id = ?'),
      count: sqlite.prepare<[], number>('SELECT count(*) FROM evaluations').pluck(),
      waiters: sqlite.prepare<[string], string>('SELECT subject_id FROM waits WHERE on_key = ?').pluck(),
      wait: sqlite.prepare('INSERT INTO waits (on_key, subject_id) VALUES (?, ?) ON CONFLICT DO NOTHING'),
      stopWaiting: sqlite.prepare('DELETE FROM waits WHERE subject_id = ?'),
      waits: sqlite
        .prepare<[string], string>('SELECT on_key FROM waits WHERE subject_id = +? ORDER BY on_key')
        .pluck(),
      markUnsettled: sqlite.prepare(
        `INSERT INTO evaluations (subject_id, lane, marked_seq)
         SELECT subject_id, coalesce((SELECT value FROM json_each(?) WHERE key = substr(subject_id, 1, 3)), ?), 0
         FROM (SELECT subject_id FROM exceptions WHERE state = 'open' UNION SELECT subject_id FROM waits
           UNION SELECT subject_id FROM postings WHERE state IN ('HELD', 'APPROVED', 'SHADOW'))
         WHERE true ON CONFLICT (subject_id) DO NOTHING`,
      ),
    };
  }

  mark(subjectId: string, lane: number, seq: number): void {
    this.#statements.mark.run(subjectId, lane, seq);
  }

  next(limit: number): string[] {
    return this.#statements.next.all(limit);
  }

  done(subjectId: string): void {
    this.#statements.done.run(subjectId);
  }

  count(): number {
    return this.#statements.count.get() as number;
  }

  waiters(onKey: string): string[] {
    return this.#statements.waiters.all(onKey);
  }

  /** Replaces what a subject waits for. */
  setWaits(subjectId: string, keys: readonly string[]): void {
    this.#statements.stopWaiting.run(subjectId);
    for (const key of keys) this.#statements.wait.run(key, subjectId);
  }

  waitsOf(subjectId: string): string[] {
    return this.#statements.waits.all(subjectId);
  }

  /**
   * Marks what is blocked, what waits and what is held but not sent, in the database alone: there may be any number.
   * Lanes are by the first three letters of a subject's id.
   */
  markUnsettled(lanes: Readonly<Record<string, number>>, lastLane: number): void {
    this.#statements.markUnsettled.run(JSON.stringify(lanes), lastLane);
  }
}
