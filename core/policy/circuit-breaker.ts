import type { EpochMs } from '../base/clock.ts';
import { magnitude, type Money, toDecimal } from '../domain/money.ts';
import type { CircuitLimit } from './policy-settings.ts';

/** Something that leaves, or is about to, for a vendor. */
export interface Send {
  /** A posting that is tried again and again counts once an hour: only one of the tries can have left. */
  readonly postingId: string;
  readonly flow: string;
  readonly legalEntity: string;
  readonly amount: Money;
  readonly atMs: EpochMs;
}

export interface SendTotals {
  readonly count: number;
  /** Magnitudes added up per currency. */
  readonly minorByCurrency: ReadonlyMap<string, bigint>;
}

/** What the limits are per. */
export const windowMs = 3_600_000;

/**
 * Why one more send would pass a limit, or null. Every limit that fits the flow and entity counts. A limit is the most
 * that may leave: reaching it is allowed.
 */
export function judgeCircuit(
  limits: readonly CircuitLimit[],
  totals: SendTotals,
  candidate: Send,
): string | null {
  const { minor, currency } = magnitude(candidate.amount);
  const sent = totals.minorByCurrency.get(currency) ?? 0n;
  for (const limit of limits) {
    if (limit.flow !== '*' && limit.flow !== candidate.flow) continue;
    if (limit.legalEntity !== '*' && limit.legalEntity !== candidate.legalEntity) continue;
    const scope = `${candidate.flow} of ${candidate.legalEntity}`;
    if (totals.count + 1 > limit.countMax) {
      return `More than ${limit.countMax} postings an hour for ${scope}.`;
    }
    const max = limit.maxMinorByCurrency[currency];
    if (max !== undefined && sent + minor > max) {
      return `More than ${toDecimal({ minor: max, currency })} ${currency} an hour for ${scope}.`;
    }
  }
  return null;
}

interface Lane {
  readonly sends: Send[];
  /** Where the oldest send still counted is. */
  first: number;
  readonly minorByCurrency: Map<string, bigint>;
}

/** The last hour's sends per flow and entity, with totals kept as they come and go. */
export class SendWindow {
  readonly #lanes = new Map<string, Lane>();
  readonly #counted = new Set<string>();

  add(send: Send): void {
    if (this.#counted.has(send.postingId)) return;
    this.#counted.add(send.postingId);
    const lane = this.#laneOf(send.flow, send.legalEntity);
    lane.sends.push(send);
    const { minor, currency } = magnitude(send.amount);
    lane.minorByCurrency.set(currency, (lane.minorByCurrency.get(currency) ?? 0n) + minor);
  }

  /**
   * What left in the hour before `nowMs`, and after `resetAtMs`, when a person started the count anew. A send that a
   * clock dates later than now counts too.
   */
  totals(flow: string, legalEntity: string, nowMs: EpochMs, resetAtMs: EpochMs | null): SendTotals {
    const lane = this.#laneOf(flow, legalEntity);
    const afterMs = Math.max(nowMs - windowMs, resetAtMs ?? 0);
    let oldest = lane.sends[lane.first];
    while (oldest && oldest.atMs <= afterMs) {
      const { minor, currency } = magnitude(oldest.amount);
      lane.minorByCurrency.set(currency, (lane.minorByCurrency.get(currency) ?? 0n) - minor);
      this.#counted.delete(oldest.postingId);
      lane.first += 1;
      oldest = lane.sends[lane.first];
    }
    if (lane.first > 1_024 && lane.first * 2 > lane.sends.length) {
      lane.sends.splice(0, lane.first);
      lane.first = 0;
    }
    return { count: lane.sends.length - lane.first, minorByCurrency: lane.minorByCurrency };
  }

  /** Whether a posting is in the totals, as they were asked for last. */
  counts(postingId: string): boolean {
    return this.#counted.has(postingId);
  }

  #laneOf(flow: string, legalEntity: string): Lane {
    const key = `${flow}\n${legalEntity}`;
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = { sends: [], first: 0, minorByCurrency: new Map() };
      this.#lanes.set(key, lane);
    }
    return lane;
  }
}
