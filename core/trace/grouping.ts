import { add, type Money } from '../domain/money.ts';
import type { TimedHop } from './hop.ts';

/** A longer chain is shown in groups: nobody reads five thousand rows, and no window should hold them. */
export const shownMax = 5_000;
/** So many of a kind still stand one by one beside the group of the others. */
const singlesPerKind = 200;

/** Hops as they are, or, of a very long chain, the first of each kind and one group of all its others. */
export function groupHops(
  hops: readonly TimedHop[],
  isStuck: (hopId: string) => boolean,
): readonly TimedHop[] {
  if (hops.length <= shownMax) return hops;
  const shown: TimedHop[] = [];
  for (const ofKind of Map.groupBy(hops, ({ kind, isGhost }) => `${kind}${isGhost}`).values()) {
    const first = ofKind.filter(({ id, isGhost }) => isGhost || isStuck(id));
    const rest = ofKind.filter(({ id, isGhost }) => !isGhost && !isStuck(id));
    shown.push(...first.slice(0, shownMax / 10), ...rest.slice(0, singlesPerKind));
    const others = [...first.slice(shownMax / 10), ...rest.slice(singlesPerKind)];
    const [example] = others;
    if (example) shown.push(groupOf(example, others));
  }
  return shown;
}

function groupOf(example: TimedHop, hops: readonly TimedHop[]): TimedHop {
  const starts = hops.map(({ startAt }) => startAt).sort();
  const ends = hops.map(({ startAt, endAt }) => endAt ?? startAt).sort();
  const states = new Set(hops.map(({ state }) => state));
  return {
    ...example,
    id: `group:${example.kind}`,
    externalId: null,
    label: `${hops.length} more: ${example.kind.replaceAll('-', ' ')}`,
    state: states.size === 1 ? example.state : 'mixed',
    amount: sumOf(hops.map(({ amount }) => amount)),
    tax: null,
    conservation: null,
    startAt: starts[0] ?? example.startAt,
    endAt: ends.at(-1) ?? null,
    waitedMs: null,
    entries: null,
    count: hops.length,
  };
}

/** Null where currencies mix: two of them are never added. */
function sumOf(amounts: readonly (Money | null)[]): Money | null {
  const known = amounts.filter((amount) => amount !== null);
  const [first] = known;
  if (!first || known.some(({ currency }) => currency !== first.currency)) return null;
  return known.slice(1).reduce((sum, amount) => add(sum, amount), first);
}
