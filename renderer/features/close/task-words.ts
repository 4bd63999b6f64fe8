import type { WireCloseTask } from '#core/contract/close.ts';
import type { ScreenId } from '#renderer/shell/scope/screens.ts';

/** The word of a task's state: a bound task is done while its condition holds, one that waits is blocked. */
export function stateOf(task: WireCloseTask): string {
  if (task.isDone) return 'done';
  if (task.state === 'prepared') return 'prepared';
  return task.condition !== null || task.waitsFor.length > 0 ? 'blocked' : 'open';
}

/** Where what stands in the way of a task is cleared. */
export function placeOf(
  task: WireCloseTask,
): { readonly screen: ScreenId; readonly search: Readonly<Record<string, string>> } | null {
  const { condition } = task;
  if (condition === null || condition.clearedOn === 'close') return null;
  const screen = condition.clearedOn as ScreenId;
  if (screen !== 'reconciliation') return { screen, search: {} };
  const scope = {
    'receivables-tied': 'receivables',
    'cash-tied': 'cash',
    'recurring-tied': 'recurring-revenue',
  }[condition.name];
  return scope === undefined
    ? { screen, search: { tab: 'scopes' } }
    : { screen, search: { tab: 'breaks', scope } };
}

const acts: Readonly<Record<string, string>> = {
  'close.task-prepared': 'Prepared',
  'close.task-reviewed': 'Reviewed',
  'close.task-reopened': 'Opened again',
  'close.task-met': 'Condition holds',
  'close.task-assigned': 'Assigned',
  'close.task-noted': 'Note',
  'close.evidence-attached': 'Evidence attached',
  'close.sign-off-prepared': 'Sign-off prepared',
  'close.signed-off': 'Signed off',
  'close.sign-off-suspended': 'Sign-off suspended',
  'period.soft-closed': 'Soft close',
  'period.closed': 'Period closed',
  'period.opened': 'Period opened',
  'period.reopen-requested': 'Reopening requested',
  'period.reopened': 'Period reopened',
};

export function actWords(type: string): string {
  return acts[type] ?? type;
}
