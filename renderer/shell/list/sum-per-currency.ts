interface WireAmount {
  readonly currency: string;
  readonly minor: string;
}

/** One sum per currency, in the order of their codes; currencies are never added. No amount counts as nothing. */
export function sumPerCurrency(amounts: readonly (WireAmount | null)[]): WireAmount[] {
  const sums = new Map<string, bigint>();
  for (const amount of amounts)
    if (amount) sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + BigInt(amount.minor));
  return [...sums]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, minor]) => ({ currency, minor: minor.toString() }));
}
