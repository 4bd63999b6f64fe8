import { ArrowDown, ArrowUp, ChevronDown } from 'lucide-react';
import type { CSSProperties, PointerEvent, ReactNode } from 'react';
import { Icon } from '../icon.tsx';
import type { ColumnLayout, LaidColumn } from './column-layout.ts';
import type { GridSort } from './grid-props.ts';
import { SelectMark } from './select-mark.tsx';

interface GridHeaderProps<Row> {
  readonly layout: ColumnLayout<Row>;
  readonly sort: GridSort | null;
  /** The column whose header has the grid's one tab stop, or -1. */
  readonly activeColumn: number;
  readonly chosen: 'all' | 'some' | 'none';
  readonly onResize: (columnId: string, widthPx: number) => void;
  readonly onFit: (columnId: string) => void;
}

/** The header row, always in view. Keys and clicks are the grid's; here is only what is drawn, and the edge that resizes. */
export function GridHeader<Row>(props: GridHeaderProps<Row>): ReactNode {
  const { layout, activeColumn, chosen } = props;
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1} className="grid-row grid-head-row">
        {layout.columns.map((laid) => (
          <div
            key={laid.id}
            role="columnheader"
            aria-colindex={laid.index + 1}
            aria-sort={sortOf(laid, props.sort)}
            tabIndex={activeColumn === laid.index ? 0 : undefined}
            className={`${laid.className} grid-header`}
            style={laid.pinLeftPx === null ? undefined : pinnedAt(laid.pinLeftPx)}
            data-sortable={laid.column?.isSortable === true || undefined}
            title={laid.column?.description}
          >
            {laid.column === null ? (
              <SelectMark state={chosen} label="Choose all rows" />
            ) : (
              <HeaderContent {...props} laid={laid} />
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

function HeaderContent<Row>({
  laid,
  sort,
  onResize,
  onFit,
}: GridHeaderProps<Row> & { readonly laid: LaidColumn<Row> }): ReactNode {
  const direction = sort?.columnId === laid.id ? sort.direction : null;
  return (
    <>
      <span className="grid-header-text">{laid.column?.header}</span>
      {laid.column?.description === undefined ? null : (
        <span className="sr-only">: {laid.column.description}</span>
      )}
      {direction === null ? null : (
        <Icon icon={direction === 'ascending' ? ArrowUp : ArrowDown} size={12} className="grid-sort-mark" />
      )}
      <span className="grid-menu-button" data-grid-menu aria-hidden>
        <Icon icon={ChevronDown} size={12} />
      </span>
      <span
        className="grid-resizer"
        data-grid-resizer
        aria-hidden
        onPointerDown={(event) => startResize(event, laid, onResize)}
        onDoubleClick={() => onFit(laid.id)}
      />
    </>
  );
}

/** Headers are positioned always, so the offset of a pinned one counts only while it sticks (data-grid.css). */
function pinnedAt(leftPx: number): CSSProperties & Record<'--pin-left', string> {
  return { '--pin-left': `${leftPx}px` };
}

function sortOf<Row>(
  laid: LaidColumn<Row>,
  sort: GridSort | null,
): 'ascending' | 'descending' | 'none' | undefined {
  if (laid.column?.isSortable !== true) return undefined;
  return sort?.columnId === laid.id ? sort.direction : 'none';
}

/** Follows the pointer until it is let go. The width is the column's alone; its neighbours move along. */
function startResize<Row>(
  event: PointerEvent<HTMLSpanElement>,
  { id, widthPx }: LaidColumn<Row>,
  onResize: (columnId: string, widthPx: number) => void,
): void {
  if (event.button !== 0) return;
  event.preventDefault();
  event.stopPropagation();
  const edge = event.currentTarget;
  const startX = event.clientX;
  const follow = (move: globalThis.PointerEvent) => onResize(id, widthPx + move.clientX - startX);
  const end = () => {
    edge.removeEventListener('pointermove', follow);
    edge.removeEventListener('lostpointercapture', end);
  };
  edge.setPointerCapture(event.pointerId);
  edge.addEventListener('pointermove', follow);
  edge.addEventListener('lostpointercapture', end);
}
