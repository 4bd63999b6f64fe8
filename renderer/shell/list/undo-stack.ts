import { create } from 'zustand';

export interface UndoStack<Item> {
  /** What was done together lies together, the newest last. */
  readonly done: readonly Item[][];
  readonly push: (items: Item[]) => void;
  /** Takes one act off to undo it: this one wherever it lies, else the newest. Undefined where it is not there any more. */
  readonly take: (items?: Item[]) => Item[] | undefined;
}

/** What this person did on a screen since the window opened. The host says whether it can still be taken back. */
export function createUndoStack<Item>() {
  return create<UndoStack<Item>>((set, get) => ({
    done: [],
    push: (items) => {
      if (items.length > 0) set(({ done }) => ({ done: [...done, items] }));
    },
    take: (wanted) => {
      const taken = wanted ?? get().done.at(-1);
      if (taken === undefined || !get().done.includes(taken)) return undefined;
      set(({ done }) => ({ done: done.filter((one) => one !== taken) }));
      return taken;
    },
  }));
}
