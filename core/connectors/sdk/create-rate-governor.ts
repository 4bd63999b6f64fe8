import { assert } from '#core/base/assert.ts';
import type { Clock } from '#core/base/clock.ts';
import { BlockedError, type GovernorLane, type RateBudget, type RateGovernor } from './rate-governor.ts';

export interface RateGovernorOptions {
  readonly clock: Clock;
  readonly concurrencyMax: number;
  /** Starts of requests are at least 1/n second apart. Absent: only concurrency counts. */
  readonly requestsPerSecond?: number;
}

interface Waiter {
  readonly lane: GovernorLane;
  readonly start: (leave: () => void) => void;
  readonly refuse: (reason: unknown) => void;
}

const lanes: readonly GovernorLane[] = ['critical', 'live', 'backfill'];

/** A waiting lane gets the turn after this many turns went to higher lanes: priority without starvation. */
const passedOverMax = 8;

/** Answers in a row after which one more request at once is tried; twice as many each time that it was one too many. */
const widenAfterFirst = 50;
const widenAfterMax = 5_000;

export function createRateGovernor(options: RateGovernorOptions): RateGovernor {
  return new LaneGovernor(options);
}

class LaneGovernor implements RateGovernor {
  readonly #clock: Clock;
  readonly #concurrencyMax: number;
  readonly #gapMs: number;
  readonly #queues: Record<GovernorLane, Waiter[]> = { critical: [], live: [], backfill: [] };
  readonly #passedOver: Record<GovernorLane, number> = { critical: 0, live: 0, backfill: 0 };
  readonly #inFlight: Record<GovernorLane, number> = { critical: 0, live: 0, backfill: 0 };
  /** How many at once the vendor seems to bear: what we may, until it refuses some for being too many. */
  #width: number;
  #answers = 0;
  #widenAfter = widenAfterFirst;
  #hasWidened = false;
  #limit: number | null = null;
  #remaining: number | null = null;
  /** On the monotonic clock, so that a wall clock set forward does not open the door early. */
  #blockedUntil = Number.NEGATIVE_INFINITY;
  #nextStartAt = Number.NEGATIVE_INFINITY;
  #isPacing = false;

  constructor(options: RateGovernorOptions) {
    assert(
      Number.isInteger(options.concurrencyMax) && options.concurrencyMax > 0,
      'concurrency is 1 or more',
    );
    this.#clock = options.clock;
    this.#concurrencyMax = options.concurrencyMax;
    this.#width = options.concurrencyMax;
    this.#gapMs = options.requestsPerSecond === undefined ? 0 : 1000 / options.requestsPerSecond;
  }

  enter(lane: GovernorLane, signal?: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const blocked = this.#blockedUntilMs();
      if (blocked !== null) return reject(new BlockedError(blocked));
      const cancel = (): void => {
        this.#queues[lane] = this.#queues[lane].filter((other) => other !== waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        lane,
        start: (leave) => {
          signal?.removeEventListener('abort', cancel);
          resolve(leave);
        },
        refuse: (reason) => {
          signal?.removeEventListener('abort', cancel);
          reject(reason);
        },
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#queues[lane].push(waiter);
      this.#pump();
    });
  }

  blockUntil(epochMs: number): void {
    const waitMs = epochMs - this.#clock.now();
    this.#blockedUntil = Math.max(this.#blockedUntil, this.#clock.monotonicMs() + waitMs);
    const until = this.#blockedUntilMs();
    if (until === null) return;
    for (const lane of lanes) {
      for (const waiter of this.#queues[lane].splice(0)) waiter.refuse(new BlockedError(until));
    }
  }

  crowded(): void {
    // One alone cannot have been one too many: that is a quota, and its wait is all there is to obey.
    if (this.#running() <= 1) return;
    if (this.#hasWidened) this.#widenAfter = Math.min(this.#widenAfter * 2, widenAfterMax);
    this.#hasWidened = false;
    this.#answers = 0;
    this.#width = Math.max(1, Math.min(this.#width, this.#running() - 1));
  }

  observe(figures: { readonly limit?: number; readonly remaining?: number }): void {
    if (figures.limit !== undefined) this.#limit = figures.limit;
    if (figures.remaining !== undefined) this.#remaining = figures.remaining;
  }

  budget(): RateBudget {
    return {
      limit: this.#limit,
      remaining: this.#remaining,
      blockedUntilMs: this.#blockedUntilMs(),
      inFlight: this.#running(),
      concurrencyMax: this.#width,
    };
  }

  /** Finds its way back to what the vendor bears: somebody else may have used up a shared limit for a while. */
  #answered(): void {
    if (this.#width === this.#concurrencyMax) return;
    this.#answers += 1;
    if (this.#answers < this.#widenAfter) return;
    this.#answers = 0;
    this.#width += 1;
    this.#hasWidened = true;
    if (this.#width === this.#concurrencyMax) this.#widenAfter = widenAfterFirst;
  }

  #blockedUntilMs(): number | null {
    const leftMs = this.#blockedUntil - this.#clock.monotonicMs();
    // Whole milliseconds, rounded so that nobody comes too early: the monotonic clock has fractions.
    return leftMs > 0 ? this.#clock.now() + Math.ceil(leftMs) : null;
  }

  #running(): number {
    return this.#inFlight.critical + this.#inFlight.live + this.#inFlight.backfill;
  }

  #pump(): void {
    for (;;) {
      const lane = this.#nextLane();
      if (lane === null) return;
      const waitMs = this.#nextStartAt - this.#clock.monotonicMs();
      if (waitMs > 0) return this.#pumpLater(waitMs);
      this.#nextStartAt = this.#clock.monotonicMs() + this.#gapMs;
      this.#give(lane);
    }
  }

  #pumpLater(waitMs: number): void {
    if (this.#isPacing) return;
    this.#isPacing = true;
    void this.#clock.sleep(waitMs).then(() => {
      this.#isPacing = false;
      this.#pump();
    });
  }

  /** The lane whose turn it is, or null when nobody may start now. */
  #nextLane(): GovernorLane | null {
    if (this.#running() >= this.#width) return null;
    const waiting = lanes.filter((lane) => this.#queues[lane].length > 0 && this.#mayStart(lane));
    return waiting.find((lane) => this.#passedOver[lane] >= passedOverMax) ?? waiting[0] ?? null;
  }

  /** One place stays free of backfill, so that a posting never waits behind a long history read. */
  #mayStart(lane: GovernorLane): boolean {
    const backfillMax = Math.max(1, this.#width - 1);
    return lane !== 'backfill' || this.#inFlight.backfill < backfillMax;
  }

  #give(lane: GovernorLane): void {
    const waiter = this.#queues[lane].shift();
    assert(waiter !== undefined, 'a lane with nobody waiting got the turn');
    for (const other of lanes) {
      if (other !== lane && this.#queues[other].length > 0) this.#passedOver[other] += 1;
    }
    this.#passedOver[lane] = 0;
    this.#inFlight[lane] += 1;
    let hasLeft = false;
    waiter.start(() => {
      if (hasLeft) return;
      hasLeft = true;
      this.#inFlight[lane] -= 1;
      this.#answered();
      this.#pump();
    });
  }
}
