import { assert } from './assert.ts';
import type { CancelSignal, Clock, EpochMs } from './clock.ts';

interface Sleeper {
  readonly wakeAtMs: number;
  readonly wake: () => void;
}

/** A clock that moves only when told to: for tests, simulations and the sandbox's virtual time. */
export class ManualClock implements Clock {
  #nowMs: EpochMs;
  #elapsedMs = 0;
  #sleepers: Sleeper[] = [];

  constructor(startAtMs: EpochMs) {
    this.#nowMs = startAtMs;
  }

  now(): EpochMs {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  /** Moves time forward and wakes sleepers in the order of their wake time. */
  advance(byMs: number): void {
    assert(byMs >= 0, 'a clock is advanced by a non-negative time');
    this.#nowMs += byMs;
    this.#elapsedMs += byMs;
    this.#wakeDue();
  }

  /** Sets wall time (it may go backwards); monotonic time stays. */
  setWallTime(epochMs: EpochMs): void {
    this.#nowMs = epochMs;
  }

  sleep(delayMs: number, signal?: CancelSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const sleeper: Sleeper = { wakeAtMs: this.#elapsedMs + Math.max(0, delayMs), wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal.reason);
      });
      this.#wakeDue();
    });
  }

  /** Milliseconds until the next sleeper wakes, or null when nobody sleeps. */
  nextWakeInMs(): number | null {
    if (this.#sleepers.length === 0) return null;
    return Math.max(0, Math.min(...this.#sleepers.map((sleeper) => sleeper.wakeAtMs)) - this.#elapsedMs);
  }

  #wakeDue(): void {
    const due = this.#sleepers.filter((sleeper) => sleeper.wakeAtMs <= this.#elapsedMs);
    if (due.length === 0) return;
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.wakeAtMs > this.#elapsedMs);
    for (const sleeper of due.sort((a, b) => a.wakeAtMs - b.wakeAtMs)) sleeper.wake();
  }
}
