import type { Day } from '../domain/day.ts';

/** Something that reduces what is owed on an invoice. */
export interface Settlement {
  readonly externalId: string;
  readonly kind: 'credit-note' | 'payment';
  readonly on: Day;
  readonly amountMinor: bigint;
}

/**
 * How much of each settlement applies to the invoice: oldest first, credits before payments on one day, never more than
 * what is left. It depends on billing's facts alone, so it is the same whenever and in whatever order we look.
 */
export function applySettlements(
  totalMinor: bigint,
  settlements: readonly Settlement[],
): ReadonlyMap<string, bigint> {
  const applied = new Map<string, bigint>();
  let left = totalMinor > 0n ? totalMinor : 0n;
  for (const settlement of [...settlements].sort(inOrder)) {
    const part = settlement.amountMinor < left ? settlement.amountMinor : left;
    applied.set(settlement.externalId, part);
    left -= part;
  }
  return applied;
}

function inOrder(left: Settlement, right: Settlement): number {
  if (left.on !== right.on) return left.on < right.on ? -1 : 1;
  if (left.kind !== right.kind) return left.kind === 'credit-note' ? -1 : 1;
  return left.externalId < right.externalId ? -1 : 1;
}
