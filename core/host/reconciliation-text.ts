import type { WireBreak, WireReconciliation } from '../contract/reconciliation.ts';
import type { WireMoney } from '../contract/values.ts';
import { moneyText } from './money-text.ts';
import { tableText } from './table-text.ts';

/** A reconciled period as people read it: sums first, then what differs, then what explains the rest. */
export function reconciliationText(result: WireReconciliation): string {
  const { period, asOf, asOfSeq, evidenceHash, isTiedOut, breaks, explained, ambiguous } = result;
  const parts = [
    `Period ${period}, as of ${asOf} (journal at ${asOfSeq.toLocaleString('en-US')}): ${isTiedOut ? 'tied out' : `${breaks.length} breaks, ${explained.length} explained, ${ambiguous.length} ambiguous`}.`,
    `Evidence: ${evidenceHash}`,
    '',
    scopesText(result),
  ];
  if (breaks.length > 0)
    parts.push('', 'Breaks by class', classesText(breaks), '', 'Each', breaksText(breaks));
  if (explained.length > 0) parts.push('', 'Explained', explainedText(explained));
  for (const { scope, left, right } of ambiguous)
    parts.push('', `Ambiguous in ${scope}: ${left.join(', ')} against ${right.join(', ')}`);
  return parts.join('\n');
}

export function scopesText({ scopes }: WireReconciliation): string {
  return tableText(scopes, [
    { title: 'scope', text: ({ scope }) => scope },
    { title: 'entity', text: ({ legalEntity }) => legalEntity },
    { title: 'left', align: 'right', text: ({ left }) => `${left.count} ${moneyText(left.sum)}` },
    { title: 'right', align: 'right', text: ({ right }) => `${right.count} ${moneyText(right.sum)}` },
    { title: 'difference', align: 'right', text: ({ difference }) => moneyText(difference) },
    { title: 'matched', align: 'right', text: ({ matched }) => String(matched) },
    { title: 'explained', align: 'right', text: (scope) => String(scope.explained.count) },
    { title: 'breaks', align: 'right', text: (scope) => String(scope.breaks) },
  ]);
}

interface ClassTally {
  readonly name: string;
  readonly currency: string;
  count: number;
  amountMinor: bigint;
  differenceMinor: bigint;
}

/** Count, amount at issue and difference per class and currency; currencies are never added. */
export function classesText(breaks: readonly WireBreak[]): string {
  const tallies = new Map<string, ClassTally>();
  for (const { class: name, difference, left, right } of breaks) {
    const amount = (left ?? right)?.amount ?? difference;
    const key = `${name}\n${amount.currency}`;
    const tally = tallies.get(key) ?? emptyTally(name, amount.currency);
    tallies.set(key, tally);
    tally.count += 1;
    tally.amountMinor += BigInt(amount.minor.replace('-', ''));
    tally.differenceMinor += BigInt(difference.minor);
  }
  const rows = [...tallies.values()].sort((left, right) =>
    `${left.name}${left.currency}` < `${right.name}${right.currency}` ? -1 : 1,
  );
  const text = (currency: string, minor: bigint): string => moneyText({ currency, minor: String(minor) });
  return tableText(rows, [
    { title: 'class', text: ({ name }) => name },
    { title: 'count', align: 'right', text: ({ count }) => String(count) },
    { title: 'documents', align: 'right', text: ({ currency, amountMinor }) => text(currency, amountMinor) },
    {
      title: 'difference',
      align: 'right',
      text: ({ currency, differenceMinor }) => text(currency, differenceMinor),
    },
  ]);
}

function emptyTally(name: string, currency: string): ClassTally {
  return { name, currency, count: 0, amountMinor: 0n, differenceMinor: 0n };
}

function breaksText(breaks: readonly WireBreak[]): string {
  const amountOf = (side: { readonly amount: WireMoney } | null): string =>
    side === null ? '—' : moneyText(side.amount);
  return tableText(breaks, [
    { title: 'class', text: (found) => found.class },
    { title: 'scope', text: ({ scope }) => scope },
    { title: 'entity', text: ({ legalEntity }) => legalEntity },
    {
      title: 'document',
      text: ({ left, right }) => left?.reference ?? right?.reference ?? (left ?? right)?.externalId ?? '',
    },
    { title: 'left', align: 'right', text: ({ left }) => amountOf(left) },
    { title: 'right', align: 'right', text: ({ right }) => amountOf(right) },
    { title: 'difference', align: 'right', text: ({ difference }) => moneyText(difference) },
    { title: 'why', text: ({ message }) => message, max: 140 },
  ]);
}

function explainedText(explained: WireReconciliation['explained']): string {
  return tableText(explained, [
    { title: 'scope', text: ({ scope }) => scope },
    { title: 'entity', text: ({ legalEntity }) => legalEntity },
    { title: 'document', text: ({ reference }) => reference },
    { title: 'amount', align: 'right', text: ({ amount }) => moneyText(amount) },
    { title: 'reason', text: ({ reason }) => reason },
  ]);
}
