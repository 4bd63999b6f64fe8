import { type Key, type ReactNode, type RefObject, useRef } from 'react';
import type { Format } from '#renderer/format/format.ts';
import type { EditorSession } from './cell-editor.tsx';
import type { ColumnLayout } from './column-layout.ts';
import type { CellBox, GridPosition } from './grid-position.ts';
import type { DataGridProps } from './grid-props.ts';
import { GridRow, type GridRowProps } from './grid-row.tsx';
import type { GridRows } from './grid-rows.ts';
import { useReadingOrder } from './reading-order.ts';
import { baseRowOf, type ScrollScale } from './scroll-scale.ts';
import { useShownRows, useWindowReport } from './shown-rows.ts';

/** A row that only keeps the focus is placed where it is, but never so far off that the page could not hold it. */
const PLACE_MAX_PX = 15_000_000;

export interface GridBodyProps<Row>
  extends Pick<DataGridProps<Row>, 'rowId' | 'rowTone' | 'faultOf' | 'onWindow' | 'mode'> {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rows: GridRows<Row>;
  readonly layout: ColumnLayout<Row>;
  readonly format: Format;
  readonly scale: ScrollScale;
  readonly rowHeightPx: number;
  readonly viewHeightPx: number;
  readonly cellPaddingPx: number;
  readonly active: GridPosition;
  /** Null where rows cannot be chosen. */
  readonly selection: ReadonlySet<string> | null;
  readonly box: CellBox | null;
  readonly editor: EditorSession | null;
}

/** The rows in view, and the focused one wherever it is: a screen reader's focus must not fall out of the document. */
export function GridBody<Row>(props: GridBodyProps<Row>): ReactNode {
  const { rows, scale, active, rowHeightPx, layout, format } = props;
  const layer = useRef<HTMLDivElement>(null);
  const { slots, scrollTopPx } = useShownRows({ ...props, layer, total: rows.total, active: active.row });
  useReadingOrder(layer, props.scroller);
  useWindowReport(slots, rows.total, props.onWindow);
  const base = baseRowOf(slots.first);
  // With a scaled scroll range the rows' own coordinates run ahead of the scroller's.
  const layerTopPx = base * rowHeightPx - (scale.toContent(scrollTopPx) - scrollTopPx);
  const drawn = (index: number, key: Key): ReactNode => (
    <GridRow
      key={key}
      index={index}
      topPx={clamped((index - base) * rowHeightPx)}
      layout={layout}
      paddingPx={props.cellPaddingPx}
      format={format}
      {...rowState(props, index)}
    />
  );
  return (
    <div role="rowgroup" className="grid-body" style={{ height: scale.heightPx }}>
      <div ref={layer} role="presentation" className="grid-layer" style={{ top: layerTopPx }}>
        {slots.rows.map((index, slot) => (index < 0 || index === active.row ? null : drawn(index, slot)))}
        {
          // Elements are used again for other rows; the one with the focus is its own and goes with the focus.
          slots.rows.includes(active.row) ? drawn(active.row, 'active') : null
        }
      </div>
    </div>
  );
}

function clamped(topPx: number): number {
  return Math.max(-PLACE_MAX_PX, Math.min(PLACE_MAX_PX, topPx));
}

type RowState<Row> = Omit<GridRowProps<Row>, 'index' | 'topPx' | 'layout' | 'paddingPx' | 'format'>;

/** What a row shows beside its values, as plain values: a row is drawn again only when one of them changes. */
function rowState<Row>(props: GridBodyProps<Row>, index: number): RowState<Row> {
  const { rows, rowId, rowTone, selection, box, active, editor, mode } = props;
  const row = rows.at(index);
  const id = row === undefined ? null : rowId(row);
  const isInBox = box !== null && index >= box.firstRow && index <= box.lastRow;
  return {
    row,
    isSelected: selection === null ? null : id !== null && selection.has(id),
    tone: row === undefined ? 'plain' : (rowTone?.(row) ?? 'plain'),
    activeColumn: active.row === index ? active.column : -1,
    rangeFirst: isInBox ? box.firstColumn : 0,
    rangeLast: isInBox ? box.lastColumn : -1,
    editor: editor?.rowIndex === index ? editor : null,
    faults: id === null ? '' : faultsOf(props, id),
    isEditGrid: mode === 'edit',
  };
}

function faultsOf<Row>({ faultOf, layout }: GridBodyProps<Row>, id: string): string {
  if (faultOf === undefined) return '';
  return layout.columns
    .filter((column) => faultOf(id, column.id) !== undefined)
    .map((column) => column.id)
    .join('\n');
}
