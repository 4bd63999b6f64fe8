import type { Money } from '#core/domain/money.ts';

export interface WireTotals {
  readonly count: number;
  readonly sums: { currency: string; minor: string }[];
}

/** Count and sum per currency. What is worth nothing known counts and adds nothing. */
export function totalsOf(amounts: readonly (Money | null)[]): WireTotals {
  const byCurrency = new Map<string, bigint>();
  for (const amount of amounts) {
    if (amount === null) continue;
    byCurrency.set(amount.currency, (byCurrency.get(amount.currency) ?? 0n) + amount.minor);
  }
  return {
    count: amounts.length,
    sums: [...byCurrency]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([currency, minor]) => ({ currency, minor: minor.toString() })),
  };
}

export function wireMoney({ currency, minor }: Money): { currency: string; minor: string } {
  return { currency, minor: minor.toString() };
}

/** Sums that the database made: what has no currency counts and adds nothing. */
export function wireSums(
  sums: readonly { readonly currency: string | null; readonly count: number; readonly sum: bigint }[],
): WireTotals {
  return {
    count: sums.reduce((count, row) => count + row.count, 0),
    sums: sums.flatMap(({ currency, sum }) =>
      currency === null ? [] : [{ currency, minor: sum.toString() }],
    ),
  };
}
