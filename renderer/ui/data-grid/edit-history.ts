/** Steps that can be taken back and made again: what stood before each done one, and after each undone one. */
export interface EditHistory<State> {
  readonly done: readonly State[];
  readonly undone: readonly State[];
}

export const emptyHistory: EditHistory<never> = { done: [], undone: [] };

/** After a new step nothing that was taken back can be made again. */
export function recorded<State>({ done }: EditHistory<State>, before: State): EditHistory<State> {
  return { done: [...done, before], undone: [] };
}

export interface HistoryMove<State> {
  readonly history: EditHistory<State>;
  /** What stands after it. */
  readonly state: State;
}

/** Takes the last step back. */
export function undone<State>(
  { done, undone: ahead }: EditHistory<State>,
  now: State,
): HistoryMove<State> | null {
  const state = done.at(-1);
  if (state === undefined) return null;
  return { history: { done: done.slice(0, -1), undone: [...ahead, now] }, state };
}

/** Makes the step again that was taken back last. */
export function redone<State>(
  { done, undone: ahead }: EditHistory<State>,
  now: State,
): HistoryMove<State> | null {
  const state = ahead.at(-1);
  if (state === undefined) return null;
  return { history: { done: [...done, now], undone: ahead.slice(0, -1) }, state };
}
