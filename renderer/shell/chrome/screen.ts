import { useEffect } from 'react';
import { create } from 'zustand';

/** Count and sums per currency of what is chosen: never two currencies added. */
export interface SelectionSummary {
  readonly count: number;
  readonly sums: readonly { readonly currency: string; readonly minor: string }[];
}

interface ScreenFacts {
  readonly title: string;
  /** What the screen says about itself in the status bar, such as the mode of its grid. */
  readonly mode: string | null;
  readonly selection: SelectionSummary | null;
  /** Said to screen readers once, politely. */
  readonly announcement: string;
}

export const useScreenFacts = create<ScreenFacts>(() => ({
  title: '',
  mode: null,
  selection: null,
  announcement: '',
}));

export interface ScreenName {
  readonly title: string;
  /** The mode of the keyboard, where the screen has a grid: letters are commands, or letters type. */
  readonly mode?: 'triage' | 'edit';
}

const modes = { triage: 'Letters are commands', edit: 'Letters type into the cell' } as const;

/** Names the open screen: in the window's title, to screen readers, and its keyboard mode in the status bar. */
export function useScreen({ title, mode }: ScreenName): void {
  useEffect(() => {
    document.title = `${title} · Tieout`;
    useScreenFacts.setState({ title, mode: mode === undefined ? null : modes[mode], announcement: title });
    return () => useScreenFacts.setState({ mode: null, selection: null });
  }, [title, mode]);
}

/** Shows count and sums of the selection in the status bar while the screen is open. */
export function useSelectionSummary(summary: SelectionSummary | null): void {
  useEffect(() => {
    useScreenFacts.setState({ selection: summary !== null && summary.count > 0 ? summary : null });
  }, [summary]);
}

/** Says something to screen readers that sighted people see happen. */
export function announce(announcement: string): void {
  useScreenFacts.setState({ announcement });
}
