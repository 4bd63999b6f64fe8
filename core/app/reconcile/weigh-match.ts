import { inWords, money } from '#core/domain/money.ts';
import type { Policy } from '#core/policy/policy-settings.ts';
import type { DocumentRow } from '#core/storage/repositories/reconciliation-rows.ts';
import { apartMessage } from './match-failure.ts';
import { type ScopeTolerance, toleranceOf } from './tolerances.ts';

export interface Weighed {
  /** Left minus right; null while a side is empty or several currencies meet. */
  readonly differenceMinor: bigint | null;
  readonly currency: string | null;
  readonly tolerance: ScopeTolerance | null;
  readonly isAllowed: boolean;
  readonly message: string;
  readonly left: readonly DocumentRow[];
  readonly right: readonly DocumentRow[];
}

interface Sides {
  readonly left: readonly DocumentRow[];
  readonly right: readonly DocumentRow[];
}

/** What lies between the two sides of a match, and whether the tolerance of their scope allows it; signed both ways. */
export function weigh({ left, right }: Sides, policy: Policy): Weighed {
  const all = [...left, ...right];
  const main = all[0];
  const nothing = { left, right, differenceMinor: null, currency: null, tolerance: null, isAllowed: false };
  if (!main) return { ...nothing, message: 'Choose documents on both sides.' };
  const currencies = new Set(all.map(({ currency }) => currency));
  if (currencies.size > 1) {
    return { ...nothing, message: `${[...currencies].sort().join(' and ')} are never matched.` };
  }
  if (all.some(({ scope }) => scope !== main.scope)) {
    return { ...nothing, message: 'Receivables and cash are reconciled apart.' };
  }
  const entities = entitiesOf({ left, right });
  if (entities.length > 1) return { ...nothing, message: apartMessage(entities) };
  const differenceMinor = sum(left) - sum(right);
  const tolerance = toleranceOf(policy, {
    scope: main.scope,
    legalEntity: main.legal_entity,
    currency: main.currency,
  });
  const known = { left, right, differenceMinor, currency: main.currency, tolerance };
  if (left.length === 0 || right.length === 0) {
    return { ...known, isAllowed: false, message: 'Choose documents on both sides.' };
  }
  const isAllowed = isWithin(differenceMinor, tolerance);
  const difference = inWords(money(differenceMinor, main.currency));
  if (differenceMinor === 0n) return { ...known, isAllowed, message: 'The sides agree.' };
  return {
    ...known,
    isAllowed,
    message: isAllowed
      ? `${difference} is within tolerance and would be written off as explained.`
      : `${difference} is more than the tolerance allows.`,
  };
}

/** The right side lies `−difference` from the left one: below it when billing is more. */
function isWithin(differenceMinor: bigint, { belowMinor, aboveMinor }: ScopeTolerance): boolean {
  return differenceMinor >= 0n
    ? differenceMinor <= BigInt(belowMinor)
    : -differenceMinor <= BigInt(aboveMinor);
}

function sum(rows: readonly DocumentRow[]): bigint {
  return rows.reduce((total, { amount_minor: minor }) => total + BigInt(minor), 0n);
}

/** Every legal entity that either side touches. */
export function entitiesOf({ left, right }: Sides): string[] {
  return [...new Set([...left, ...right].map(({ legal_entity: legalEntity }) => legalEntity))].sort();
}
