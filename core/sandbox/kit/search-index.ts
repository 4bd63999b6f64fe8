import type { Clock, EpochMs } from '#core/base/clock.ts';

interface Pending<Value> {
  readonly key: string;
  readonly value: Value | undefined;
  readonly committedAtMs: EpochMs;
}

/**
 * A look-up index that sees each commit only `lagMs` of the sandbox clock later, as vendors' search does.
 * Values must be immutable (or plain ids): a mutated value would be seen before its time.
 */
export class LaggedIndex<Value> {
  readonly #clock: Clock;
  #lagMs: number;
  readonly #settled = new Map<string, Value>();
  #pending: Pending<Value>[] = [];

  constructor(clock: Clock, lagMs = 0) {
    this.#clock = clock;
    this.#lagMs = lagMs;
  }

  get lagMs(): number {
    return this.#lagMs;
  }

  /** A new lag applies also to commits that are not visible yet. */
  setLagMs(lagMs: number): void {
    this.#lagMs = lagMs;
  }

  put(key: string, value: Value): void {
    this.#pending.push({ key, value, committedAtMs: this.#clock.now() });
  }

  /** History that was committed long ago: visible at once. */
  putSettled(key: string, value: Value): void {
    this.#settle();
    this.#settled.set(key, value);
  }

  remove(key: string): void {
    this.#pending.push({ key, value: undefined, committedAtMs: this.#clock.now() });
  }

  get(key: string): Value | undefined {
    this.#settle();
    return this.#settled.get(key);
  }

  values(): IterableIterator<Value> {
    this.#settle();
    return this.#settled.values();
  }

  entries(): IterableIterator<[string, Value]> {
    this.#settle();
    return this.#settled.entries();
  }

  get size(): number {
    this.#settle();
    return this.#settled.size;
  }

  #settle(): void {
    const horizonMs = this.#clock.now() - this.#lagMs;
    let settled = 0;
    for (const entry of this.#pending) {
      if (entry.committedAtMs > horizonMs) break;
      if (entry.value === undefined) this.#settled.delete(entry.key);
      else this.#settled.set(entry.key, entry.value);
      settled += 1;
    }
    if (settled > 0) this.#pending = this.#pending.slice(settled);
  }
}
