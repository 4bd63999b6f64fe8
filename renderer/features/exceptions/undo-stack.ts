import { create } from 'zustand';

interface Done {
  readonly label: string;
  readonly items: readonly { readonly id: string; readonly seq: number }[];
}

interface UndoStack {
  readonly done: readonly Done[];
  readonly push: (done: Done) => void;
  readonly pop: () => Done | undefined;
}

/** What this person did here since the window opened, newest last: the journal keeps the deed and its undoing. */
export const useUndoStack = create<UndoStack>((set, get) => ({
  done: [],
  push: (one) => {
    if (one.items.length > 0) set(({ done }) => ({ done: [...done, one] }));
  },
  pop: () => {
    const last = get().done.at(-1);
    set(({ done }) => ({ done: done.slice(0, -1) }));
    return last;
  },
}));
