import type { RecordedEvent } from '#core/journal/event.ts';

/** Times of one kind of step, to compare the speed at the beginning with the speed at the end. */
class StepTimes {
  readonly #atMs: number[] = [];

  note(): void {
    this.#atMs.push(performance.now());
  }

  get count(): number {
    return this.#atMs.length;
  }

  /** Speed of the last third of the steps in units of the speed of the first third; NaN with too few. */
  lastThirdAgainstFirst(): number {
    const third = Math.floor(this.#atMs.length / 3);
    if (third < 2) return Number.NaN;
    const at = (index: number): number => this.#atMs.at(index) as number;
    return (at(third - 1) - at(0)) / (at(-1) - at(-third));
  }
}

const weighEveryMs = 500;

/** Counts what happens to invoices while a workspace synchronises, and how long each kind of work takes. */
export class ProgressMeter {
  readonly pulled = new StepTimes();
  readonly decided = new StepTimes();
  readonly posted = new StepTimes();
  readonly millis: Record<string, number> = { pull: 0, decide: 0, send: 0, wait: 0 };
  events = 0;
  /** Resident memory twice a second. */
  readonly #resident: number[] = [];
  #lastMs = performance.now();
  #weighedMs = 0;

  /** Called with the events of each transaction. */
  follow(events: readonly RecordedEvent[]): void {
    this.events += events.length;
    for (const { type, correlationId } of events) {
      if (type === 'invoice.issued' || type === 'invoice.voided') this.pulled.note();
      else if (!correlationId.startsWith('inv')) continue;
      else if (type === 'posting.held' || type === 'posting.adopted') this.decided.note();
      else if (type === 'posting.posted') this.posted.note();
    }
    this.#weigh();
  }

  /** Asking for the resident memory takes a tenth of a millisecond: too long to ask with every event. */
  #weigh(): void {
    const nowMs = performance.now();
    if (nowMs - this.#weighedMs < weighEveryMs) return;
    this.#weighedMs = nowMs;
    this.#resident.push(process.memoryUsage.rss());
  }

  /** Largest resident memory in the first, the second and the last third of the time; NaN where none was taken. */
  residentPeaks(): readonly [number, number, number] {
    const third = Math.ceil(this.#resident.length / 3);
    const peak = (part: number): number => {
      const taken = this.#resident.slice(part * third, (part + 1) * third);
      return taken.length === 0 ? Number.NaN : Math.max(...taken);
    };
    return [peak(0), peak(1), peak(2)];
  }

  /** The time since the call before was spent on this. */
  spent(what: string): void {
    const nowMs = performance.now();
    this.millis[what] = (this.millis[what] ?? 0) + nowMs - this.#lastMs;
    this.#lastMs = nowMs;
  }
}
