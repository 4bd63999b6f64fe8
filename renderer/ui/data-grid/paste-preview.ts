import type { CellChange } from './grid-column.ts';

/** One pasted cell and what would become of it. */
export interface PasteCell {
  readonly rowIndex: number;
  readonly rowId: string | null;
  readonly columnId: string | null;
  readonly header: string;
  /** As it came from the clipboard. */
  readonly pasted: string;
  readonly verdict: 'accepted' | 'unchanged' | 'rejected';
  /** Why it is rejected and how to write it; empty otherwise. */
  readonly reason: string;
}

/** What a paste would do, cell by cell. Nothing has been applied. */
export interface PastePreview {
  readonly cells: readonly PasteCell[];
  readonly rowCount: number;
  readonly columnCount: number;
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly changes: readonly CellChange[];
  /** Applies the accepted cells through `onEdit`, as one step of undo. */
  readonly apply: () => void;
}
