import type { EpochMs } from '#core/base/clock.ts';
import { type Random, seededRandom } from '#core/base/random.ts';
import type { FaultMatch, FaultRule, Latency, Maintenance, RateLimit } from './fault-rules.ts';

export type * from './fault-rules.ts';

/** What a rule is judged by; known before the body is read. */
export interface FaultSubject {
  readonly method: string;
  readonly path: string;
  readonly isWrite: boolean;
}

interface Armed {
  readonly rule: FaultRule;
  readonly pattern: RegExp | null;
  calls: number;
  hits: number;
}

/** The faults of one organisation: rules per call, maintenance, rate limit and latency. */
export class FaultPorts {
  readonly #random: Random;
  #armed: Armed[] = [];
  readonly #hitsById = new Map<string, number>();
  #maintenance: Maintenance[] = [];
  #rateLimit: RateLimit | null = null;
  #rateLimitCalls = 0;
  #latency: Latency | null = null;

  constructor(random: Random = seededRandom('faults')) {
    this.#random = random;
  }

  /** Adds a rule; one with the same id is replaced. Rules are tried in the order they were added; one strikes per call. */
  add(rule: FaultRule): void {
    const pattern = patternOf(rule.match);
    this.#armed = this.#armed.filter((armed) => armed.rule.id !== rule.id);
    this.#armed.push({ rule, pattern, calls: 0, hits: 0 });
  }

  remove(id: string): void {
    this.#armed = this.#armed.filter((armed) => armed.rule.id !== id);
  }

  /** Ends every rule, maintenance, limit and latency; the hit counters stay. */
  clear(): void {
    this.#armed = [];
    this.#maintenance = [];
    this.#rateLimit = null;
    this.#latency = null;
  }

  rules(): readonly FaultRule[] {
    return this.#armed.map((armed) => armed.rule);
  }

  /** How often the rule has struck, also after it was removed. */
  hits(id: string): number {
    return this.#hitsById.get(id) ?? 0;
  }

  hitCounts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#hitsById);
  }

  /** Replaces the maintenance windows; null ends them. */
  setMaintenance(windows: Maintenance | readonly Maintenance[] | null): void {
    if (windows === null) this.#maintenance = [];
    else this.#maintenance = isList(windows) ? [...windows] : [windows];
  }

  maintenanceAt(nowMs: EpochMs, subject: FaultSubject): Maintenance | null {
    for (const window of this.#maintenance) {
      const covers = window.from <= nowMs && nowMs < window.to;
      if (covers && (window.writesOnly !== true || subject.isWrite))
        return this.#strike('maintenance', window);
    }
    return null;
  }

  /** Replaces the rate limit; null ends it. */
  setRateLimit(limit: RateLimit | null): void {
    this.#rateLimit = limit;
    this.#rateLimitCalls = 0;
  }

  rateLimitAt(nowMs: EpochMs, subject: FaultSubject): RateLimit | null {
    const limit = this.#rateLimit;
    if (limit === null || nowMs >= limit.until) return null;
    if (limit.match !== undefined && !matches(limit.match, patternOf(limit.match), subject)) return null;
    this.#rateLimitCalls += 1;
    if (this.#rateLimitCalls <= (limit.afterCalls ?? 0)) return null;
    return this.#strike('rate-limit', limit);
  }

  setLatency(latency: Latency | null): void {
    this.#latency = latency;
  }

  /** The delay of the next answer in ms of the sandbox clock; 0 without latency. */
  nextLatencyMs(): number {
    return this.#latency === null ? 0 : this.#random.integer(this.#latency.minMs, this.#latency.maxMs);
  }

  /** The rule that strikes this call, if any. Counts the call for every rule that matches it. */
  decide(subject: FaultSubject): FaultRule | null {
    let struck: FaultRule | null = null;
    for (const armed of this.#armed) {
      if (!matches(armed.rule.match, armed.pattern, subject)) continue;
      armed.calls += 1;
      if (struck !== null || !this.#fires(armed)) continue;
      armed.hits += 1;
      struck = this.#strike(armed.rule.id, armed.rule);
    }
    return struck;
  }

  #fires(armed: Armed): boolean {
    const { rule } = armed;
    if (armed.calls <= (rule.afterCalls ?? 0)) return false;
    if (rule.times !== undefined && armed.hits >= rule.times) return false;
    return rule.probability === undefined || this.#random.chance(rule.probability);
  }

  #strike<T>(id: string, cause: T): T {
    this.#hitsById.set(id, this.hits(id) + 1);
    return cause;
  }
}

function patternOf(match: FaultMatch): RegExp | null {
  return match.pathPattern === undefined ? null : new RegExp(match.pathPattern);
}

function matches(match: FaultMatch, pattern: RegExp | null, subject: FaultSubject): boolean {
  if (match.methods !== undefined && !match.methods.includes(subject.method)) return false;
  if (pattern !== null && !pattern.test(subject.path)) return false;
  return match.kind === undefined || (match.kind === 'write') === subject.isWrite;
}

function isList(windows: Maintenance | readonly Maintenance[]): windows is readonly Maintenance[] {
  return Array.isArray(windows);
}
