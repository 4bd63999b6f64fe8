import type { ReactNode } from 'react';

/** What a column holds; it decides alignment, how a cell is shown, copied, summed and exported. */
export type ColumnKind = 'text' | 'money' | 'number' | 'day' | 'instant' | 'id' | 'status' | 'custom';

/** An amount as the API writes it (digits as text) or as the domain holds it. */
export interface GridMoney {
  readonly minor: bigint | string;
  readonly currency: string;
}

/** The raw value of a cell: what copying raw, sums and exports use, whatever is drawn. Days are `YYYY-MM-DD`. */
export type CellValue = string | number | boolean | GridMoney | null | undefined;

export interface GridColumn<Row> {
  /** Stable: it is written into saved views. */
  readonly id: string;
  /** The header, in words; short, it may be cut off. */
  readonly header: string;
  /** Longer words for the header's tooltip and for screen readers, where the header is an abbreviation. */
  readonly description?: string;
  readonly kind: ColumnKind;
  readonly value: (row: Row) => CellValue;
  /**
   * The same as people read it, for formatted copies, exports and as the cell's content where there is no `render`. Left
   * out, the grid formats the value by its kind.
   */
  readonly text?: (row: Row) => string;
  /** Money only: `code` (unless said) writes the currency in every cell, `none` where all rows and the header share one. */
  readonly currency?: 'code' | 'none';
  /** Draws the cell; must depend on the row alone, so that cells can be kept. Interactive content needs tabIndex -1. */
  readonly render?: (row: Row) => ReactNode;
  /** In px; by the kind unless said (text 160, money 144, id 136 …). */
  readonly width?: number;
  /** In px; 48 unless said. */
  readonly minWidth?: number;
  /** `end` for money and numbers unless said. */
  readonly align?: 'start' | 'center' | 'end';
  /** Stays at the left edge while others scroll. */
  readonly isPinned?: boolean;
  /** Sorting is asked for through `onSort`. */
  readonly isSortable?: boolean;
  /** Hidden until chosen in the column menu. */
  readonly isHidden?: boolean;
  /** Present where the cell may be edited in an edit grid. */
  readonly edit?: ColumnEdit<Row>;
}

/** How a cell is edited: text in, text out; what the text means belongs to the screen. */
export interface ColumnEdit<Row> {
  /** What the editor starts with; the column's `text` unless said. */
  readonly format?: (row: Row) => string;
  /** Reads what was typed or pasted; a refusal says what is wrong and how to write it. */
  readonly parse: (text: string, row: Row) => EditReading;
  /** False for rows whose cell is fixed. */
  readonly isEditable?: (row: Row) => boolean;
  /** A closed list of values offered while typing. */
  readonly options?: (row: Row) => readonly string[];
}

export type EditReading =
  | { readonly ok: true; readonly value: CellValue }
  | { readonly ok: false; readonly reason: string };

/** One cell that changed or is to be changed. */
export interface CellChange {
  readonly rowId: string;
  readonly columnId: string;
  readonly before: CellValue;
  readonly after: CellValue;
}
