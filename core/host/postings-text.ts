import type * as z from 'zod';
import type { listPostingsOutput, WirePosting } from '../contract/postings.ts';
import type { WireMoney } from '../contract/values.ts';
import { moneyText, totalsText } from './money-text.ts';
import { tableText } from './table-text.ts';

type Postings = z.output<typeof listPostingsOutput>;

export function heldText({ postings, totals }: Postings): string {
  if (totals.count === 0) return 'Nothing is held.';
  const table = tableText(postings, [
    { title: 'posting', text: ({ id }) => id },
    { title: 'what', text: ({ commandType }) => commandType },
    { title: 'document', text: ({ sourceReference }) => sourceReference },
    { title: 'entity', text: ({ legalEntity }) => legalEntity },
    { title: 'period', text: ({ period }) => period },
    { title: 'amount', align: 'right', text: ({ amount }) => moneyText(amount) },
    { title: 'held because', text: whyHeld, max: 100 },
  ]);
  const rest = totals.count - postings.length;
  return `${totalsText(totals)} held\n\n${table}${rest > 0 ? `\n… and ${rest} more` : ''}`;
}

function whyHeld({ holdReasons, reason }: WirePosting): string {
  return holdReasons.map(({ message }) => message).join('; ') || (reason ?? '');
}

/** Count and sum per currency of postings. */
export function totalsOf(postings: readonly Pick<WirePosting, 'amount'>[]): {
  count: number;
  sums: WireMoney[];
} {
  const byCurrency = new Map<string, bigint>();
  for (const { amount } of postings) {
    byCurrency.set(amount.currency, (byCurrency.get(amount.currency) ?? 0n) + BigInt(amount.minor));
  }
  return {
    count: postings.length,
    sums: [...byCurrency]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([currency, minor]) => ({ currency, minor: String(minor) })),
  };
}
