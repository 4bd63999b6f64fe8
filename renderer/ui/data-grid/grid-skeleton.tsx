import type { ReactNode } from 'react';
import { type ColumnLayout, gridStyle } from './column-layout.ts';

const SKELETON_ROWS = 12;

/** Where rows will be, once the wait is long enough to notice. */
export function GridSkeleton<Row>({ layout }: { readonly layout: ColumnLayout<Row> }): ReactNode {
  return (
    <div className="grid-skeleton appear-late" aria-hidden style={gridStyle(layout)}>
      {Array.from({ length: SKELETON_ROWS }, (_, index) => (
        <div key={index} className="grid-skeleton-row">
          {layout.columns.map(({ id }) => (
            <div key={id} className="grid-skeleton-cell" />
          ))}
        </div>
      ))}
    </div>
  );
}
