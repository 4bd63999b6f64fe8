import { assert } from '#core/base/assert.ts';
import type { WireReconciliation } from '#core/contract/reconciliation.ts';
import { isInPeriod, type PeriodWindow, type SideDocument } from './sides.ts';

interface ScopeSums {
  readonly scope: string;
  readonly legalEntity: string;
  readonly currency: string;
  leftCount: number;
  leftMinor: bigint;
  rightCount: number;
  rightMinor: bigint;
  matched: number;
  explainedCount: number;
  explainedMinor: bigint;
  breaks: number;
  /** What the breaks add to the left and to the right sum. */
  breakMinor: bigint;
}

interface Pair {
  readonly left: SideDocument | null;
  readonly right: SideDocument | null;
}

/** What documents leave between the sides of one scope. */
export interface ScopeDifference {
  readonly scope: string;
  readonly legalEntity: string;
  readonly currency: string;
  /** Left minus right, of what lies in the period. */
  readonly minor: bigint;
}

/** Every scope that these documents touch within the period, and what they add to its difference, be it nothing. */
export function differencesOf(
  window: PeriodWindow,
  left: readonly SideDocument[],
  right: readonly SideDocument[],
): readonly ScopeDifference[] {
  const differences = new Map<string, ScopeDifference>();
  const account = (document: SideDocument, minor: bigint): void => {
    if (!isInPeriod(window, document.on)) return;
    const { scope, legalEntity, amount } = document;
    const name = { scope, legalEntity, currency: amount.currency };
    const key = keyOf(name);
    differences.set(key, { ...name, minor: (differences.get(key)?.minor ?? 0n) + minor });
  };
  for (const document of left) account(document, document.amount.minor);
  for (const document of right) account(document, -document.amount.minor);
  return [...differences.values()];
}

function keyOf({ scope, legalEntity, currency }: Omit<ScopeDifference, 'minor'>): string {
  return `${scope}\n${legalEntity}\n${currency}`;
}

/** Sums per scope, legal entity and currency, and the proof that breaks and explanations account for the difference. */
export class ScopeLedger {
  readonly #window: PeriodWindow;
  readonly #sums = new Map<string, ScopeSums>();

  constructor(window: PeriodWindow, left: readonly SideDocument[], right: readonly SideDocument[]) {
    this.#window = window;
    for (const document of left) {
      if (!isInPeriod(window, document.on)) continue;
      const sums = this.#of(document);
      sums.leftCount += 1;
      sums.leftMinor += document.amount.minor;
    }
    for (const document of right) {
      if (!isInPeriod(window, document.on)) continue;
      const sums = this.#of(document);
      sums.rightCount += 1;
      sums.rightMinor += document.amount.minor;
    }
  }

  match(left: SideDocument): void {
    this.#of(left).matched += 1;
  }

  explain(left: SideDocument): void {
    const sums = this.#of(left);
    sums.explainedCount += 1;
    sums.explainedMinor += left.amount.minor;
  }

  /** A match by a person: what it leaves between the sides of this period is explained by it, scope by scope. */
  settle(left: readonly SideDocument[], right: readonly SideDocument[]): readonly ScopeDifference[] {
    const main = left.find(({ on }) => isInPeriod(this.#window, on));
    if (main) this.match(main);
    const open = differencesOf(this.#window, left, right).filter(({ minor }) => minor !== 0n);
    for (const one of open) {
      const sums = this.#at(one);
      sums.explainedMinor += one.minor;
      sums.explainedCount += 1;
    }
    return open;
  }

  break({ left, right }: Pair): void {
    for (const one of differencesOf(this.#window, left ? [left] : [], right ? [right] : [])) {
      const sums = this.#at(one);
      sums.breaks += 1;
      sums.breakMinor += one.minor;
    }
  }

  scopes(): WireReconciliation['scopes'] {
    return [...this.#sums.values()]
      .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
      .map((sums) => {
        const difference = sums.leftMinor - sums.rightMinor;
        assert(
          difference === sums.breakMinor + sums.explainedMinor,
          `${sums.scope} ${sums.legalEntity} ${sums.currency}: a difference of ${difference} is not what breaks (${sums.breakMinor}) and explanations (${sums.explainedMinor}) add up to`,
        );
        const of = (minor: bigint) => ({ currency: sums.currency, minor: minor.toString() });
        return {
          scope: sums.scope,
          legalEntity: sums.legalEntity,
          currency: sums.currency,
          left: { count: sums.leftCount, sum: of(sums.leftMinor) },
          right: { count: sums.rightCount, sum: of(sums.rightMinor) },
          difference: of(difference),
          matched: sums.matched,
          explained: { count: sums.explainedCount, sum: of(sums.explainedMinor) },
          breaks: sums.breaks,
        };
      });
  }

  #of({ scope, legalEntity, amount }: SideDocument): ScopeSums {
    return this.#at({ scope, legalEntity, currency: amount.currency });
  }

  #at({ scope, legalEntity, currency }: Omit<ScopeDifference, 'minor'>): ScopeSums {
    const id = { scope, legalEntity, currency };
    const key = keyOf(id);
    let sums = this.#sums.get(key);
    if (!sums) {
      const zero = {
        leftCount: 0,
        leftMinor: 0n,
        rightCount: 0,
        rightMinor: 0n,
        matched: 0,
        explainedCount: 0,
      };
      sums = { ...id, ...zero, explainedMinor: 0n, breaks: 0, breakMinor: 0n };
      this.#sums.set(key, sums);
    }
    return sums;
  }
}
