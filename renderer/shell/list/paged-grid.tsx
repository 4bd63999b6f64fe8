import { type ReactNode, type RefObject, useCallback } from 'react';
import type { Pages } from '#renderer/shell/api/page-reading.ts';
import type { SetSearch } from '#renderer/shell/scope/screen-search.ts';
import { DataGrid } from '#renderer/ui/data-grid/data-grid.tsx';
import type { DataGridProps, GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { useKeyboardInGrid } from './keyboard-in-grid.ts';

type Given = 'rows' | 'onWindow' | 'mode' | 'className' | 'isLoading' | 'isRefreshing' | 'focusedId' | 'ref';

interface PagedGridProps<Row> extends Omit<DataGridProps<Row>, Given> {
  readonly pages: Pages<unknown, Row>;
  /** What cannot be read when it cannot: "The postings could not be read". */
  readonly unread: string;
  /** Where the address keeps which row is open. Left out where detail does not follow the address. */
  readonly place?: {
    readonly search: { readonly id?: string | undefined };
    readonly setSearch: SetSearch<{ id?: string | undefined }>;
  };
  readonly grid: RefObject<GridHandle | null>;
  /** False: the keyboard does not go there by itself when rows are there, as another grid of the screen takes it. */
  readonly takesKeyboard?: boolean;
}

/** A list of the host's that a screen works through: pages as they come into view, the open row in the address, the keyboard in it. */
export function PagedGrid<Row>(props: PagedGridProps<Row>): ReactNode {
  const { pages, unread, place, grid, takesKeyboard = true, onFocusChange, ...rest } = props;
  const setSearch = place?.setSearch;
  const onFocus = useCallback(
    (id: string | null, index: number) => {
      setSearch?.({ id: id ?? undefined }, { replace: true });
      onFocusChange?.(id, index);
    },
    [setSearch, onFocusChange],
  );
  useKeyboardInGrid(grid, takesKeyboard && pages.rows.total > 0);
  if (pages.error && pages.rows.total === 0)
    return <ErrorState title={unread} failure={pages.error.failure} onRetry={pages.retry} />;
  return (
    <DataGrid
      {...rest}
      mode="triage"
      className="min-h-40 flex-1"
      rows={pages.rows}
      onWindow={pages.onWindow}
      {...(place ? { focusedId: place.search.id ?? null } : {})}
      onFocusChange={onFocus}
      isLoading={pages.isLoading}
      isRefreshing={pages.isFetching && !pages.isLoading}
      ref={grid}
    />
  );
}
