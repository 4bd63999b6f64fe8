import type { ReactElement } from 'react';
import type { DataGridProps } from './grid-props.ts';

/** The one grid of the cockpit: an ARIA grid over rows that are paged, sorted and filtered by the API. See README.md. */
export function DataGrid<Row>({ label, mode }: DataGridProps<Row>): ReactElement {
  return <div role="grid" aria-label={label} data-grid-mode={mode} />;
}
