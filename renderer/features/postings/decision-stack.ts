import { create } from 'zustand';

interface DecisionStack {
  readonly decided: readonly (readonly string[])[];
  readonly push: (ids: readonly string[]) => void;
  readonly pop: () => readonly string[] | undefined;
}

/** What this person decided since the window opened, newest last. The host says whether it can still be taken back. */
export const useDecisionStack = create<DecisionStack>((set, get) => ({
  decided: [],
  push: (ids) => {
    if (ids.length > 0) set(({ decided }) => ({ decided: [...decided, ids] }));
  },
  pop: () => {
    const last = get().decided.at(-1);
    set(({ decided }) => ({ decided: decided.slice(0, -1) }));
    return last;
  },
}));
