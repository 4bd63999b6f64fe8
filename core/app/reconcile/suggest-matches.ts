import { inWords } from '#core/domain/money.ts';
import { dayNumber } from '#core/domain/day.ts';
import type { Policy } from '#core/policy/policy-settings.ts';
import { matchEntries, tieEntries } from '#core/reconciliation/match-entries.ts';
import { matchInSteps } from '#core/reconciliation/match-sets.ts';
import { type MatchPass, matchPass } from '#core/reconciliation/rules.ts';
import { setsOf, type TiedDocuments } from './match-sides.ts';
import type { SideDocument } from './sides.ts';
import { type ScopeTolerance, toleranceOf } from './tolerances.ts';

export interface Suggestions {
  readonly suggested: readonly TiedDocuments[];
  readonly ambiguous: readonly TiedDocuments[];
}

/** Tolerant rules, most telling first. What they find is suggested, never matched: a person says yes. */
function tolerantPasses({ belowMinor, aboveMinor, days }: ScopeTolerance): readonly MatchPass[] {
  const amount = { belowMinor, aboveMinor };
  const window = { beforeDays: days, afterDays: days };
  return [
    matchPass({ id: 'link-within-tolerance', keys: ['externalLink', 'kind'], amount, days: window }),
    matchPass({ id: 'number-within-tolerance', keys: ['reference', 'kind'], amount, days: window }),
    matchPass({ id: 'amount-and-day', keys: ['customer', 'kind'], days: window }),
    matchPass({ id: 'one-to-many', shape: 'one-to-many', keys: ['customer', 'kind'], days: window }),
    matchPass({ id: 'many-to-one', shape: 'many-to-one', keys: ['customer', 'kind'], days: window }),
  ];
}

/** Suggests matches among documents that no exact rule matched, scope by scope. Yields the rule it is in. */
export function* suggestMatches(
  left: readonly SideDocument[],
  right: readonly SideDocument[],
  policy: Policy,
): Generator<string, Suggestions> {
  const suggested: TiedDocuments[] = [];
  const ambiguous: TiedDocuments[] = [];
  const byScope = grouped(left);
  const others = grouped(right);
  for (const [key, own] of [...byScope].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const opposite = others.get(key);
    const first = own[0];
    if (!opposite || !first) continue;
    const { scope, legalEntity, amount } = first;
    const passes = tolerantPasses(toleranceOf(policy, { scope, legalEntity, currency: amount.currency }));
    const sets = setsOf(own, opposite);
    const steps = matchInSteps(sets.left, sets.right, passes);
    let step = steps.next();
    for (; !step.done; step = steps.next()) yield passes[step.value]?.id ?? '';
    const documentsOf = ({ rule, leftRows, rightRows }: TieRows): TiedDocuments => ({
      rule,
      left: [...leftRows].flatMap((row) => own[row] ?? []),
      right: [...rightRows].flatMap((row) => opposite[row] ?? []),
    });
    for (const entry of matchEntries(step.value)) suggested.push(documentsOf(entry));
    for (const entry of tieEntries(step.value)) ambiguous.push(documentsOf(entry));
  }
  return { suggested, ambiguous };
}

interface TieRows {
  readonly rule: string;
  readonly leftRows: Int32Array;
  readonly rightRows: Int32Array;
}

function grouped(documents: readonly SideDocument[]): Map<string, SideDocument[]> {
  const groups = new Map<string, SideDocument[]>();
  for (const document of documents) {
    const key = `${document.scope}\n${document.legalEntity}\n${document.amount.currency}`;
    const group = groups.get(key);
    if (group) group.push(document);
    else groups.set(key, [document]);
  }
  return groups;
}

const rulesInWords: Readonly<Record<string, string>> = {
  'external-link': 'The ERP document that the posting became',
  reference: 'Same number, kind, customer and subsidiary',
  'link-within-tolerance': 'The ERP document that the posting became, within tolerance',
  'number-within-tolerance': 'Same number, within tolerance',
  'amount-and-day': 'Same customer, kind and amount, within the days allowed',
  'one-to-many': 'Several ERP documents of the customer add up to one of billing',
  'many-to-one': 'Several billing documents of the customer add up to one of the ERP',
  manual: 'Matched by hand',
  'taken-back': 'A rule matched these and a person took it back',
};

/** What comparing two sides looks at. */
export type Comparable = Pick<
  SideDocument,
  'scope' | 'legalEntity' | 'kind' | 'externalId' | 'reference' | 'customer' | 'on' | 'amount'
>;

/** A match in a sentence: the rule, and how far the sides are apart, signed. */
export function explainMatch({
  rule,
  left,
  right,
}: {
  readonly rule: string;
  readonly left: readonly Comparable[];
  readonly right: readonly Comparable[];
}): string {
  const parts = [rulesInWords[rule] ?? rule];
  const first = left[0] ?? right[0];
  if (!first) return `${parts[0]}.`;
  const difference = sumOf(left) - sumOf(right);
  parts.push(
    difference === 0n
      ? 'amounts equal'
      : `billing less ERP is ${inWords({ minor: difference, currency: first.amount.currency })}`,
  );
  const days = daysApart(left, right);
  parts.push(
    days === 0
      ? 'same day'
      : `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'} ${days > 0 ? 'later' : 'earlier'} in the ERP`,
  );
  return `${parts.join('; ')}.`;
}

/** How many days the right side is later than the left, first to first. */
export function daysApart(left: readonly Comparable[], right: readonly Comparable[]): number {
  const firstOf = (documents: readonly Comparable[]) => documents.map(({ on }) => on).sort()[0];
  const [from, to] = [firstOf(left), firstOf(right)];
  return from === undefined || to === undefined ? 0 : dayNumber(to) - dayNumber(from);
}

export function sumOf(documents: readonly Comparable[]): bigint {
  return documents.reduce((sum, { amount }) => sum + amount.minor, 0n);
}
