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

  /** Speed of the last tenth of the steps in units of the speed of the first tenth; NaN with too few. */
  lastTenthAgainstFirst(): number {
    const tenth = Math.floor(this.#atMs.length / 10);
    if (tenth < 2) return Number.NaN;
    const at = (index: number): number => this.#atMs.at(index) as number;
    return (at(tenth - 1) - at(0)) / (at(-1) - at(-tenth));
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
  /** Largest resident memory, and largest until a tenth of the invoices was there. */
  residentPeak = 0;
  residentEarly = 0;
  readonly #invoices: number;
  #lastMs = performance.now();
  #weighedMs = 0;

  constructor(invoices: number) {
    this.#invoices = invoices;
  }

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
    this.residentPeak = Math.max(this.residentPeak, process.memoryUsage.rss());
    if (this.pulled.count < this.#invoices / 10) this.residentEarly = this.residentPeak;
  }

  /** The time since the call before was spent on this. */
  spent(what: string): void {
    const nowMs = performance.now();
    this.millis[what] = (this.millis[what] ?? 0) + nowMs - this.#lastMs;
    this.#lastMs = nowMs;
  }
}
