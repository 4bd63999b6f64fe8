import type { ReactNode, Ref } from 'react';
import type { ColumnState } from './column-state.ts';
import type { CellChange, CellValue, GridColumn, GridMoney } from './grid-column.ts';
import type { PastePreview } from './paste-preview.ts';
import type { GridRows, GridWindow } from './grid-rows.ts';

/**
 * `triage`: letters are commands of the screen (the grid leaves them alone), F2 does nothing. `edit`: letters start editing,
 * as in a spreadsheet, and commands need a modifier. The mode is told to screen readers and stands in `data-grid-mode`.
 */
export type GridMode = 'triage' | 'edit';

export interface GridSort {
  readonly columnId: string;
  readonly direction: 'ascending' | 'descending';
}

/** What is selected, for the status bar: exact sums per currency, of rows or of a range of cells. */
export interface GridSummary {
  readonly what: 'rows' | 'cells';
  readonly count: number;
  /** Of money in the selection that is loaded, never across currencies; in code order. */
  readonly sums: readonly { readonly currency: string; readonly minor: bigint }[];
  /** Selected rows that are not loaded and so are not in `sums`: ask the API for these. */
  readonly notLoaded: number;
}

export interface GridHandle {
  /** Focus to the row after the focused one (the one before where there is none): after a row was dealt with. */
  readonly focusNext: () => void;
  readonly focusPrevious: () => void;
  /** Scrolls the row into view and focuses it; a row that is not loaded is found by its index. */
  readonly focusRow: (index: number, columnId?: string) => void;
  /** Puts the keyboard into the grid, where it was last. */
  readonly focus: () => void;
  readonly scrollTo: (index: number) => void;
  /** Copies the range or the selected rows; `raw` writes plain decimals and ISO days instead of what is shown. */
  readonly copy: (options?: { readonly withHeaders?: boolean; readonly raw?: boolean }) => Promise<void>;
  readonly clearRange: () => void;
  /** The visible columns in the order of the screen, for exports. */
  readonly visibleColumnIds: () => readonly string[];
  readonly undo: () => void;
  readonly redo: () => void;
}

export interface DataGridProps<Row> {
  /** Names the grid for assistive technology: "Exceptions". */
  readonly label: string;
  readonly mode: GridMode;
  /** Keep the identity between renders (module scope or useMemo). */
  readonly columns: readonly GridColumn<Row>[];
  readonly rows: GridRows<Row>;
  readonly rowId: (row: Row) => string;
  /** Rows in and around the view, whenever that changes: load the pages that hold them. */
  readonly onWindow?: (window: GridWindow) => void;
  readonly sort?: GridSort | null;
  readonly onSort?: (sort: GridSort | null) => void;
  /** Rows chosen by explicit id; without `onSelectionChange` there is no column of check boxes. */
  readonly selection?: ReadonlySet<string>;
  readonly onSelectionChange?: (selection: ReadonlySet<string>) => void;
  /** Mod+A and the check box of the header: choose everything that fits the filter. Left out, loaded rows are chosen. */
  readonly onSelectAll?: () => void;
  /** The row that detail panes follow. Controlled where given; found by id among the loaded rows. */
  readonly focusedId?: string | null;
  readonly onFocusChange?: (id: string | null, index: number) => void;
  /** Enter (triage) or a double click on a row. */
  readonly onActivate?: (row: Row, columnId: string) => void;
  /** Order, widths, pins and hidden columns, for saved views. Uncontrolled when left out. */
  readonly columnState?: ColumnState;
  readonly onColumnStateChange?: (state: ColumnState) => void;
  /** The pinned row at the foot, per column; several amounts stand for several currencies. */
  readonly totals?: Readonly<Record<string, GridTotal>>;
  /** Shown instead of rows when there are none (the four empties). */
  readonly emptyState?: ReactNode;
  /** Nothing has been loaded yet: skeleton rows after 150 ms. */
  readonly isLoading?: boolean;
  /** Shown rows are being asked for again: a thin bar at the top. */
  readonly isRefreshing?: boolean;
  /** A word on how a row stands out; colour is never alone, say it in a column too. */
  readonly rowTone?: (row: Row) => 'plain' | 'muted' | 'strong' | 'negative' | 'warning';
  readonly onSummary?: (summary: GridSummary | null) => void;
  /** Changes of an edit grid, already parsed: typed, filled, pasted after confirmation. The screen applies them, as one step of undo. */
  readonly onEdit?: (changes: readonly CellChange[]) => void;
  /** Takes the last step back; false where there is none. The screen keeps the steps, as it keeps what they are steps of. */
  readonly onUndo?: () => boolean;
  readonly onRedo?: () => boolean;
  /** What a paste would do. Nothing is applied until `preview.apply()`. */
  readonly onPaste?: (preview: PastePreview) => void;
  /** Something to say about a cell of an edit grid (a fault the screen found), shown and tied to the cell. */
  readonly faultOf?: (rowId: string, columnId: string) => string | undefined;
  /** Extra items for the row's context menu are commands of the screen: it is told where the menu is asked for. */
  readonly onRowMenu?: (row: Row, at: { readonly x: number; readonly y: number }) => void;
  readonly className?: string;
  readonly ref?: Ref<GridHandle>;
}

export type GridTotal = Exclude<CellValue, GridMoney> | GridMoney | readonly GridMoney[];
