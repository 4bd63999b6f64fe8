import type { CellChange } from './grid-column.ts';

type Step = readonly CellChange[];

/** Steps of an edit grid that can be taken back and made again, as long as the grid is open. */
export interface EditHistory {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
}

export const emptyHistory: EditHistory = { done: [], undone: [] };

/** After a new step nothing that was taken back can be made again. */
export function recorded({ done }: EditHistory, step: Step): EditHistory {
  return step.length === 0 ? { done, undone: [] } : { done: [...done, step], undone: [] };
}

export interface HistoryMove {
  readonly history: EditHistory;
  readonly changes: Step;
}

/** Takes the last step back: the changes that do so, in reverse order. */
export function undone({ done, undone: ahead }: EditHistory): HistoryMove | null {
  const step = done.at(-1);
  if (step === undefined) return null;
  return { history: { done: done.slice(0, -1), undone: [...ahead, step] }, changes: inverse(step) };
}

export function redone({ done, undone: ahead }: EditHistory): HistoryMove | null {
  const step = ahead.at(-1);
  if (step === undefined) return null;
  return { history: { done: [...done, step], undone: ahead.slice(0, -1) }, changes: step };
}

function inverse(step: Step): Step {
  return step.map((change) => ({ ...change, before: change.after, after: change.before })).reverse();
}
