import { present } from '#core/base/assert.ts';
import type { AccountState } from './account-state.ts';
import type { Actor, DocumentType, Period } from './model.ts';
import { invalidField, userError } from './refusal.ts';

/** `locked`: A/R locked, open to roles that may override. `all-locked`: every module. `closed`: to everybody. */
export type PeriodState = 'open' | 'locked' | 'all-locked' | 'closed';

const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Adds the calendar years' periods: "FY 2026", "Q3 2026", "Sep 2026". */
export function addPeriods(state: AccountState, years: readonly number[]): void {
  for (const year of years) {
    const yearId = add(state, { name: `FY ${year}`, year, month: 1, months: 12, parentId: null });
    for (let quarter = 0; quarter < 4; quarter += 1) {
      const month = quarter * 3 + 1;
      const quarterId = add(state, {
        name: `Q${quarter + 1} ${year}`,
        year,
        month,
        months: 3,
        parentId: yearId,
      });
      for (let offset = 0; offset < 3; offset += 1) {
        const name = `${MONTH_NAMES[month + offset - 1]} ${year}`;
        add(state, { name, year, month: month + offset, months: 1, parentId: quarterId });
      }
    }
  }
}

interface Span {
  readonly name: string;
  readonly year: number;
  readonly month: number;
  readonly months: number;
  readonly parentId: number | null;
}

function add(state: AccountState, span: Span): number {
  const lastMonth = span.month + span.months - 1;
  const lastDay = new Date(Date.UTC(span.year, lastMonth, 0)).getUTCDate();
  return state.lists.accountingPeriod.add({
    name: span.name,
    startDate: `${span.year}-${pad(span.month)}-01`,
    endDate: `${span.year}-${pad(lastMonth)}-${pad(lastDay)}`,
    parentId: span.parentId,
    isQuarter: span.months === 3,
    isYear: span.months === 12,
    closed: false,
    closedOnDate: null,
    arLocked: false,
    allLocked: false,
    allowNonGlChanges: false,
    lockedSubsidiaryIds: [],
  });
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

export function periodNamed(state: AccountState, name: string): Period | undefined {
  return state.lists.accountingPeriod.find((period) => period.name === name);
}

/** Sets a period's state; with subsidiaries, `locked` and `open` are for those only. */
export function setPeriodState(
  state: AccountState,
  name: string,
  periodState: PeriodState,
  subsidiaryIds: readonly number[],
): void {
  const period = present(periodNamed(state, name), `no accounting period ${name}`);
  const others = period.lockedSubsidiaryIds.filter((id) => !subsidiaryIds.includes(id));
  if (subsidiaryIds.length > 0 && (periodState === 'locked' || periodState === 'open')) {
    const lockedSubsidiaryIds = periodState === 'locked' ? [...others, ...subsidiaryIds] : others;
    state.lists.accountingPeriod.update(period.id, { lockedSubsidiaryIds });
    return;
  }
  const closed = periodState === 'closed';
  state.lists.accountingPeriod.update(period.id, {
    closed,
    closedOnDate: closed ? new Date(state.clock.now()).toISOString().slice(0, 10) : null,
    arLocked: periodState !== 'open',
    allLocked: closed || periodState === 'all-locked',
    ...(periodState === 'open' ? { lockedSubsidiaryIds: [] } : {}),
  });
}

/** The posting period of a document: the one asked for, or the month of its date. */
export function resolvePostingPeriod(state: AccountState, tranDate: string, wanted: number | null): Period {
  if (wanted === null) {
    const period = state.periodOf(tranDate);
    if (period !== undefined) return period;
    throw userError(
      'The transaction date you specified is not within the date range of your accounting period.',
      'tranDate',
    );
  }
  const period = state.lists.accountingPeriod.get(wanted);
  if (period === undefined || period.isQuarter || period.isYear) {
    throw invalidField(wanted, 'postingPeriod', 'postingPeriod');
  }
  return period;
}

export interface PostingChange {
  readonly type: DocumentType;
  readonly period: Period;
  readonly subsidiaryId: number;
  readonly actor: Actor;
  /** False for edits that leave the general ledger as it is, a memo for example. */
  readonly affectsLedger: boolean;
}

/** Refuses a change in a closed period, and in a locked one for roles that may not override. */
export function requireOpenPeriod(change: PostingChange): void {
  const { period, actor } = change;
  if (!change.affectsLedger && (!period.closed || period.allowNonGlChanges)) return;
  if (period.closed) {
    throw userError(
      `The transaction date is not within an open accounting period. The posting period ${period.name} is closed.`,
      'postingPeriod',
    );
  }
  const receivables = change.type !== 'journalEntry';
  const locked =
    period.allLocked ||
    (receivables && (period.arLocked || period.lockedSubsidiaryIds.includes(change.subsidiaryId)));
  if (!locked || actor.overridePeriodRestrictions) return;
  throw userError(
    `The posting period ${period.name} is locked. You do not have permission to override period restrictions.`,
    'postingPeriod',
  );
}
