import type { Tally } from './facts.ts';

/** Both together, per currency in the order of its code. */
export function added(one: Tally, other: Tally): Tally {
  const byCurrency = new Map<string, bigint>();
  for (const { currency, minor } of [...one.sums, ...other.sums]) {
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + BigInt(minor));
  }
  const sums = [...byCurrency].map(([currency, minor]) => ({ currency, minor: minor.toString() }));
  return { count: one.count + other.count, sums: sums.sort((a, b) => (a.currency < b.currency ? -1 : 1)) };
}
