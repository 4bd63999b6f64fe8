import type { CancelSignal, Clock } from '#core/base/clock.ts';
import type { Area } from '#core/contract/api.ts';
import { areasOf } from './changed-areas.ts';

export interface Changed {
  readonly cursor: string;
  readonly areas: readonly Area[];
}

interface Source {
  onAppended(listener: (events: readonly { readonly type: string }[]) => void): void;
}

/**
 * What changed since someone last asked: areas, never data. It is kept in memory alone, so a cursor of another process is
 * answered with every area that ever changes.
 */
export class ChangeFeed {
  readonly #clock: Clock;
  /** Tells this feed from that of an earlier process. */
  readonly #name: string;
  #revision = 0;
  readonly #changedIn = new Map<Area, number>();
  readonly #areasOfType = new Map<string, readonly Area[]>();
  readonly #waiting = new Set<() => void>();

  constructor(source: Source, clock: Clock, name: string) {
    this.#clock = clock;
    this.#name = name;
    // Called inside the transaction. Whoever waits is answered after it, since it ends before anything else can run; one that
    // is rolled back makes someone ask once too often.
    source.onAppended((events) => {
      const areas = new Set<Area>();
      for (const { type } of events) for (const area of this.#areasOf(type)) areas.add(area);
      this.touch(...areas);
    });
  }

  /** Says that these areas may answer differently from now on. */
  touch(...areas: readonly Area[]): void {
    this.#revision += 1;
    for (const area of areas) this.#changedIn.set(area, this.#revision);
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** What changed after the cursor; waits for something at most so long. */
  async since(cursor: string, waitMs: number, signal?: AbortSignal): Promise<Changed> {
    const after = this.#revisionOf(cursor);
    if (after !== null && after === this.#revision && waitMs > 0) await this.#change(waitMs, signal);
    const changed = [...this.#changedIn].filter(([, revision]) => after === null || revision > after);
    return { cursor: `${this.#name}.${this.#revision}`, areas: changed.map(([area]) => area) };
  }

  /** How many wait at the moment. */
  get waiting(): number {
    return this.#waiting.size;
  }

  #change(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    const timer = new AbortController();
    const timedOut = this.#clock.sleep(waitMs, timer.signal as CancelSignal).catch(() => {});
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        timer.abort();
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake);
      if (signal?.aborted) wake();
      void timedOut.then(wake);
    });
  }

  #revisionOf(cursor: string): number | null {
    const [name, revision] = cursor.split('.');
    if (name !== this.#name || revision === undefined || !/^\d{1,15}$/.test(revision)) return null;
    return Number(revision) <= this.#revision ? Number(revision) : null;
  }

  #areasOf(type: string): readonly Area[] {
    const known = this.#areasOfType.get(type);
    if (known) return known;
    const areas = areasOf(type);
    this.#areasOfType.set(type, areas);
    return areas;
  }
}
