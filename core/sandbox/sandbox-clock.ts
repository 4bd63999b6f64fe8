import { assert } from '#core/base/assert.ts';
import type { CancelSignal, Clock, EpochMs } from '#core/base/clock.ts';

interface Sleeper {
  readonly wakeAtMs: number;
  readonly wake: () => void;
}

/** A clock that starts at an instant of its own, runs along with a given one, and can be moved forward. */
export class SandboxClock implements Clock {
  readonly #base: Clock;
  #offsetMs: number;
  #advancedMs = 0;
  readonly #sleepers = new Set<Sleeper>();

  constructor(base: Clock, startAtMs: EpochMs) {
    this.#base = base;
    this.#offsetMs = startAtMs - base.now();
  }

  now(): EpochMs {
    return this.#base.now() + this.#offsetMs;
  }

  monotonicMs(): number {
    return this.#base.monotonicMs() + this.#advancedMs;
  }

  /** Milliseconds from the base clock to this one: what another process adds to its own clock to agree. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Moves time forward and wakes those whose time has come, in the order of their times. */
  advance(byMs: number): void {
    assert(byMs >= 0, 'a clock is advanced by a non-negative time');
    this.#offsetMs += byMs;
    this.#advancedMs += byMs;
    const due = [...this.#sleepers].filter((sleeper) => sleeper.wakeAtMs <= this.monotonicMs());
    for (const sleeper of due.sort((a, b) => a.wakeAtMs - b.wakeAtMs)) sleeper.wake();
  }

  async sleep(delayMs: number, signal?: CancelSignal): Promise<void> {
    const cut = new AbortController();
    const sleeper: Sleeper = {
      wakeAtMs: this.monotonicMs() + Math.max(0, delayMs),
      wake: () => cut.abort(WOKEN),
    };
    if (signal?.aborted) throw signal.reason;
    signal?.addEventListener('abort', () => cut.abort(signal.reason));
    this.#sleepers.add(sleeper);
    try {
      await this.#base.sleep(delayMs, cut.signal);
    } catch (error) {
      if (error !== WOKEN) throw error;
    } finally {
      this.#sleepers.delete(sleeper);
    }
  }
}

/** Reason of a sleep cut short because the clock was moved past its end. */
const WOKEN = new Error('woken');
