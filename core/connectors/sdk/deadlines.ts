import type { Clock } from '#core/base/clock.ts';

interface Deadline {
  readonly atMs: number;
  readonly reached: () => void;
}

/** Made once: a reason with a stack for each sleep that is cut short would cost more than the sleep. */
const notNeeded = new Error('no deadline is left');

/** The time limits of all exchanges of one client, kept with a single sleep: a timer for each is dear at thousands a second. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #open = new Set<Deadline>();
  #sleep: AbortController | null = null;
  #wakeAtMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `reached` after the delay unless the returned function is called before. */
  add(delayMs: number, reached: () => void): () => void {
    const deadline = { atMs: this.#clock.monotonicMs() + delayMs, reached };
    this.#open.add(deadline);
    if (deadline.atMs < this.#wakeAtMs) this.#sleepUntil(deadline.atMs);
    return () => {
      if (this.#open.delete(deadline) && this.#open.size === 0) this.#stop();
    };
  }

  #sleepUntil(atMs: number): void {
    this.#stop();
    const sleep = new AbortController();
    this.#sleep = sleep;
    this.#wakeAtMs = atMs;
    this.#clock.sleep(Math.max(0, atMs - this.#clock.monotonicMs()), sleep.signal).then(
      () => this.#wake(sleep),
      () => {},
    );
  }

  #wake(sleep: AbortController): void {
    if (this.#sleep !== sleep) return;
    this.#sleep = null;
    this.#wakeAtMs = Number.POSITIVE_INFINITY;
    const nowMs = this.#clock.monotonicMs();
    for (const deadline of this.#open) {
      if (deadline.atMs > nowMs) continue;
      this.#open.delete(deadline);
      deadline.reached();
    }
    if (this.#open.size === 0) return;
    const nextMs = Math.min(...[...this.#open].map(({ atMs }) => atMs));
    if (nextMs < this.#wakeAtMs) this.#sleepUntil(nextMs);
  }

  #stop(): void {
    this.#sleep?.abort(notNeeded);
    this.#sleep = null;
    this.#wakeAtMs = Number.POSITIVE_INFINITY;
  }
}
