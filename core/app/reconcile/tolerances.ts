import type { Policy } from '#core/policy/policy-settings.ts';

export interface ScopeTolerance {
  /** How far the right amount may lie below and above the left one, in minor units. */
  readonly belowMinor: number;
  readonly aboveMinor: number;
  readonly days: number;
}

export interface ScopeName {
  readonly scope: string;
  readonly legalEntity: string;
  readonly currency: string;
}

/** How specific a rule is about a scope, or -1 where it is about another. */
function fit(rule: ScopeName, name: ScopeName): number {
  let weight = 0;
  for (const part of ['scope', 'legalEntity', 'currency'] as const) {
    if (rule[part] === name[part]) weight += part === 'scope' ? 4 : part === 'legalEntity' ? 2 : 1;
    else if (rule[part] !== '*') return -1;
  }
  return weight;
}

function mostSpecific<Rule extends ScopeName>(rules: readonly Rule[], name: ScopeName): Rule | null {
  let best: Rule | null = null;
  let weight = -1;
  for (const rule of rules) {
    const found = fit(rule, name);
    if (found > weight) [best, weight] = [rule, found];
  }
  return best;
}

/** The tolerance of a scope: that of the most specific rule; none at all where no rule names it. */
export function toleranceOf(policy: Policy, name: ScopeName): ScopeTolerance {
  const rule = mostSpecific(policy.reconciliationTolerances, name);
  return rule
    ? { belowMinor: Number(rule.belowMinor), aboveMinor: Number(rule.aboveMinor), days: rule.days }
    : { belowMinor: 0, aboveMinor: 0, days: 0 };
}

/** Up to which difference, in minor units of either sign, a scope counts as tied. */
export function thresholdOf(policy: Policy, name: ScopeName): bigint {
  return mostSpecific(policy.closeThresholds, name)?.maxMinor ?? 0n;
}
