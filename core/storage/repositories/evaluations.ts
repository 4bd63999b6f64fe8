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
          'SELECT subject_id FROM evaluations ORDER BY lane, marked_seq, subject_id LIMIT ?',
        )
        .pluck(),
      done: sqlite.prepare('DELETE FROM evaluations WHERE subject_id = ?'),
      count: sqlite.prepare<[], number>('SELECT count(*) FROM evaluations').pluck(),
      waiters: sqlite.prepare<[string], string>('SELECT subject_id FROM waits WHERE on_key = ?').pluck(),
      wait: sqlite.prepare('INSERT INTO waits (on_key, subject_id) VALUES (?, ?) ON CONFLICT DO NOTHING'),
      stopWaiting: sqlite.prepare('DELETE FROM waits WHERE subject_id = ?'),
      waits: sqlite
        .prepare<[string], string>('SELECT on_key FROM waits WHERE subject_id = ? ORDER BY on_key')
        .pluck(),
      waiting: sqlite
        .prepare<[], string>('SELECT DISTINCT subject_id FROM waits ORDER BY subject_id')
        .pluck(),
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

  waitingSubjects(): string[] {
    return this.#statements.waiting.all();
  }
}
