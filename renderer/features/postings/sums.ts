interface Worth {
  readonly amount: { readonly currency: string; readonly minor: string };
}

/** Per currency, never added across them. */
export function sumsOf(items: readonly Worth[]): { currency: string; minor: string }[] {
  const byCurrency = new Map<string, bigint>();
  for (const { amount } of items) {
    byCurrency.set(amount.currency, (byCurrency.get(amount.currency) ?? 0n) + BigInt(amount.minor));
  }
  return [...byCurrency]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, minor]) => ({ currency, minor: minor.toString() }));
}
