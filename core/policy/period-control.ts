import { type Day, type Period, periodOf } from '../domain/day.ts';
import type { AccountingPeriod } from '../domain/ledger.ts';
import { combineStates, type PeriodControl, type PeriodState } from './period-state.ts';
import type { ClosedPeriodRule } from './policy-settings.ts';

/** What the ERP and we say of periods. */
export interface PeriodFacts {
  readonly erpPeriods: readonly AccountingPeriod[];
  /** Our own word on a period of a legal entity; open where nothing was said. */
  readonly controlOf: (legalEntity: string, period: Period) => PeriodControl;
}

/** What becomes of a document because of the period that its day lies in. */
export type Placement =
  | { readonly kind: 'as-dated'; readonly postedOn: Day; readonly state: PeriodState }
  /** Posted later than dated, and says so on the document. */
  | { readonly kind: 'moved'; readonly postedOn: Day; readonly movedFromOn: Day; readonly label: string }
  | {
      readonly kind: 'held';
      readonly state: PeriodState;
      readonly asksToReopen: boolean;
      readonly message: string;
    };

const strictness = ['open', 'locked', 'closed'] as const;

/** The ERP's state of the posting period that a day lies in: the strictest where several ERPs answer. */
function erpStateOn(
  erpPeriods: readonly AccountingPeriod[],
  day: Day,
): AccountingPeriod['state'] | 'unknown' {
  let state: AccountingPeriod['state'] | 'unknown' = 'unknown';
  for (const period of erpPeriods) {
    if (!period.isPosting || day < period.startOn || day > period.endOn) continue;
    if (state === 'unknown' || strictness.indexOf(period.state) > strictness.indexOf(state))
      state = period.state;
  }
  return state;
}

/** State of the period that a day lies in, for one legal entity. */
export function periodStateOn(facts: PeriodFacts, legalEntity: string, day: Day): PeriodState {
  return combineStates(erpStateOn(facts.erpPeriods, day), facts.controlOf(legalEntity, periodOf(day)));
}

/** The first day of the earliest period after the one of `day` that is plainly open, or null when there is none. */
export function earliestOpenDay(facts: PeriodFacts, legalEntity: string, day: Day): Day | null {
  const starts = facts.erpPeriods
    .filter(({ isPosting, startOn }) => isPosting && startOn > day)
    .map(({ startOn }) => startOn)
    .sort();
  return starts.find((startOn) => periodStateOn(facts, legalEntity, startOn) === 'open') ?? null;
}

/**
 * Applies the rule of the document's class. Only a closed period moves anything; a locked one, a soft close and a
 * period that the ERP does not show keep the document's day and leave it to the hold rules.
 */
export function placeDocument(
  facts: PeriodFacts,
  document: { readonly legalEntity: string; readonly on: Day; readonly rule: ClosedPeriodRule },
): Placement {
  const { legalEntity, on, rule } = document;
  const state = periodStateOn(facts, legalEntity, on);
  if (state !== 'closed') return { kind: 'as-dated', postedOn: on, state };
  const closed = `Dated ${on}; period ${periodOf(on)} of ${legalEntity} is closed`;
  if (rule !== 'earliest-open') {
    return { kind: 'held', state, asksToReopen: rule === 'reopen-request', message: `${closed}.` };
  }
  const postedOn = earliestOpenDay(facts, legalEntity, on);
  if (postedOn === null) {
    return { kind: 'held', state, asksToReopen: false, message: `${closed}, and no later period is open.` };
  }
  return { kind: 'moved', postedOn, movedFromOn: on, label: `${closed}; posted on ${postedOn}.` };
}
