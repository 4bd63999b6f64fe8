import type { ReactNode } from 'react';
import type { Format } from '#renderer/format/format.ts';
import { shownValue } from './cell-text.ts';
import type { ColumnLayout, LaidColumn } from './column-layout.ts';
import type { GridTotal } from './grid-props.ts';

interface GridTotalsProps<Row> {
  readonly layout: ColumnLayout<Row>;
  readonly totals: Readonly<Record<string, GridTotal>>;
  readonly format: Format;
  readonly rowIndex: number;
  /** The column that has the grid's one tab stop, or -1. */
  readonly activeColumn: number;
}

/** The row of totals at the foot, always in view. Several currencies stand under one another and are never added. */
export function GridTotals<Row>({
  layout,
  totals,
  format,
  rowIndex,
  activeColumn,
}: GridTotalsProps<Row>): ReactNode {
  const labelColumn = layout.columns.find(({ column, id }) => column !== null && totals[id] === undefined);
  return (
    <div role="rowgroup" className="grid-foot">
      <div role="row" aria-rowindex={rowIndex + 2} className="grid-row grid-foot-row">
        {layout.columns.map((laid) => (
          <div
            key={laid.id}
            role="gridcell"
            aria-colindex={laid.index + 1}
            tabIndex={activeColumn === laid.index ? 0 : undefined}
            className={laid.className}
            style={laid.pinLeftPx === null ? undefined : { left: laid.pinLeftPx }}
          >
            {laid === labelColumn
              ? 'Total'
              : totalLines(laid, totals[laid.id], format).map((line) => <div key={line}>{line}</div>)}
          </div>
        ))}
      </div>
    </div>
  );
}

/** The amounts of a total, one line each. */
export function totalLines<Row>(
  { column }: Pick<LaidColumn<Row>, 'column'>,
  total: GridTotal | undefined,
  format: Format,
): string[] {
  if (column === null || total === undefined) return [];
  const values = isList(total) ? total : [total];
  return values.map((value) => shownValue(column, value, format));
}

function isList(total: GridTotal): total is Extract<GridTotal, readonly unknown[]> {
  return Array.isArray(total);
}
