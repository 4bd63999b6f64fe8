import { memo, type ReactElement, type ReactNode } from 'react';
import type { Format } from '#renderer/format/format.ts';
import { CellEditor, type EditorSession } from './cell-editor.tsx';
import { isMoney, shownText } from './cell-text.ts';
import type { ColumnLayout, LaidColumn } from './column-layout.ts';
import type { GridColumn } from './grid-column.ts';
import { SelectMark } from './select-mark.tsx';
import { mostWidthPx } from './text-extent.ts';

export type RowTone = 'plain' | 'muted' | 'strong' | 'negative' | 'warning';

export interface GridRowProps<Row> {
  /** Undefined while its page is being loaded. */
  readonly row: Row | undefined;
  readonly index: number;
  readonly topPx: number;
  readonly layout: ColumnLayout<Row>;
  /** What a cell keeps free at its sides, in all. */
  readonly paddingPx: number;
  readonly format: Format;
  /** Null where rows cannot be chosen. */
  readonly isSelected: boolean | null;
  readonly tone: RowTone;
  /** The column that has the grid's one tab stop, or -1. */
  readonly activeColumn: number;
  /** The part of the row that is inside the range of cells; 0 and -1 for none. */
  readonly rangeFirst: number;
  readonly rangeLast: number;
  readonly editor: EditorSession | null;
  /** Ids of columns with a fault, parted by line breaks. */
  readonly faults: string;
  readonly isEditGrid: boolean;
}

/** One row in the document, pinned columns included. Drawn again only when something about this row changed. */
export const GridRow = memo(function GridRow<Row>(props: GridRowProps<Row>): ReactNode {
  const { row, index, topPx, layout, isSelected, tone, activeColumn } = props;
  let className = 'grid-row';
  if (tone !== 'plain') className += ` grid-row-${tone}`;
  if (row === undefined) className += ' grid-row-skeleton';
  if (activeColumn >= 0) className += ' grid-row-active';
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected ?? undefined}
      aria-busy={row === undefined || undefined}
      className={className}
      style={{ top: topPx }}
    >
      {layout.columns.map((laid) =>
        laid.column === null ? selectCell(props, laid) : bodyCell(props, laid, laid.column),
      )}
    </div>
  );
}) as <Row>(props: GridRowProps<Row>) => ReactNode;

function selectCell<Row>(
  { activeColumn, isSelected }: GridRowProps<Row>,
  laid: LaidColumn<Row>,
): ReactElement {
  return (
    <div
      key={laid.id}
      role="gridcell"
      aria-colindex={laid.index + 1}
      aria-label={isSelected === true ? 'Chosen' : 'Not chosen'}
      tabIndex={activeColumn === laid.index ? 0 : undefined}
      className={laid.className}
      style={laid.style}
    >
      <SelectMark state={isSelected === true ? 'all' : 'none'} />
    </div>
  );
}

/** A function and not a component: a grid has too many cells for a fibre each. */
function bodyCell<Row>(
  props: GridRowProps<Row>,
  laid: LaidColumn<Row>,
  column: GridColumn<Row>,
): ReactElement {
  const { row, activeColumn, rangeFirst, rangeLast, editor, faults, format } = props;
  const isEditing = row !== undefined && editor?.columnId === laid.id;
  const isFaulty = faults !== '' && faults.split('\n').includes(laid.id);
  let className = laid.className;
  if (laid.index >= rangeFirst && laid.index <= rangeLast) className += ' grid-in-range';
  if (isFaulty) className += ' grid-fault';
  if (isEditing) className += ' grid-editing';
  if (row !== undefined && column.kind === 'money' && isNegative(column, row)) className += ' grid-negative';
  const content = isEditing ? null : cellContent(column, row, format);
  // A clip costs more than the text in it, so only cells that may be too narrow have one.
  if (typeof content !== 'string' || mostWidthPx(content) > roomPx(props, laid, column))
    className += ' grid-clip';
  return (
    <div
      key={laid.id}
      role="gridcell"
      aria-colindex={laid.index + 1}
      aria-invalid={isFaulty || undefined}
      {...(props.isEditGrid && (row === undefined || !isEditable(column, row)) ? readOnlyCell : undefined)}
      tabIndex={activeColumn === laid.index ? 0 : undefined}
      className={className}
      style={laid.style}
    >
      {isEditing && editor !== null ? <CellEditor session={editor} label={column.header} /> : content}
    </div>
  );
}

function cellContent<Row>(column: GridColumn<Row>, row: Row | undefined, format: Format): ReactNode {
  if (row === undefined) return null;
  return column.render === undefined ? shownText(column, row, format) : column.render(row);
}

/** Cells that cannot be edited in a grid that can; only there does it need saying. */
const readOnlyCell = { 'aria-readonly': true } as const;

/** Amounts keep the width of a closing parenthesis free, the last pinned column that of its rule. */
const AMOUNT_SPARE_PX = 6;
const SPARE_PX = 1;

function roomPx<Row>(
  { paddingPx }: GridRowProps<Row>,
  { widthPx }: LaidColumn<Row>,
  { kind }: GridColumn<Row>,
): number {
  return widthPx - paddingPx - (kind === 'money' ? AMOUNT_SPARE_PX : SPARE_PX);
}

function isNegative<Row>(column: GridColumn<Row>, row: Row): boolean {
  const value = column.value(row);
  return isMoney(value) && String(value.minor).startsWith('-');
}

export function isEditable<Row>({ edit }: GridColumn<Row>, row: Row): boolean {
  return edit !== undefined && edit.isEditable?.(row) !== false;
}
