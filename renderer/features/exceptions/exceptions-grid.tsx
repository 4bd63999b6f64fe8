import { type ReactNode, type RefObject, useMemo } from 'react';
import type { WireException } from '#core/contract/exceptions.ts';
import { api } from '#renderer/shell/api/api.ts';
import { type Pages, usePages } from '#renderer/shell/api/page-reading.ts';
import { runCommand } from '#renderer/shell/commands/registry.ts';
import { PagedGrid } from '#renderer/shell/list/paged-grid.tsx';
import type { SetSearch } from '#renderer/shell/scope/screen-search.ts';
import type { GridHandle, GridSort, GridSummary } from '#renderer/ui/data-grid/grid-props.ts';
import { exceptionsColumns } from './exceptions-columns.tsx';
import { ExceptionsEmpty } from './exceptions-empty.tsx';
import { type ExceptionsSearch, questionOf } from './exceptions-search.ts';

type Answer = Awaited<ReturnType<typeof api.exceptions.list>>;
/** What the API sorts by; the other columns do not sort. */
type SortKey = NonNullable<Parameters<typeof api.exceptions.list>[0]['sort']>['by'];
type Question = ReturnType<typeof questionOf> & { sort: { by: SortKey; isDescending: boolean } };

const readPage = ({ exceptions, totals }: Answer) => ({ rows: exceptions, total: totals.count });
export const rowId = ({ id }: WireException): string => id;

function orderOf({ sort: by = 'risk', direction = 'descending' }: ExceptionsSearch) {
  return { by, direction };
}

/** The rows that an address asks for, page by page as they come into view. */
export function useExceptionPages(
  search: ExceptionsSearch,
  legalEntity: string | null,
): { readonly pages: Pages<Answer, WireException>; readonly question: Question } {
  const { by, direction } = orderOf(search);
  const sort = { by, isDescending: direction === 'descending' };
  const asked = JSON.stringify({ ...questionOf(search, legalEntity), sort });
  const question = useMemo(() => JSON.parse(asked) as Question, [asked]);
  return { pages: usePages(api.exceptions.list, question, readPage), question };
}

interface ExceptionsGridProps {
  readonly search: ExceptionsSearch;
  readonly setSearch: SetSearch<ExceptionsSearch>;
  readonly legalEntity: string | null;
  readonly pages: Pages<Answer, WireException>;
  readonly selection: ReadonlySet<string>;
  readonly onSelection: (selection: ReadonlySet<string>) => void;
  readonly onSummary: (summary: GridSummary | null) => void;
  readonly grid: RefObject<GridHandle | null>;
}

/** The triage grid: letters are commands, Enter takes the fix. */
export function ExceptionsGrid(props: ExceptionsGridProps): ReactNode {
  const { search, setSearch, legalEntity, pages, selection, onSelection, onSummary, grid } = props;
  const { by, direction } = orderOf(search);
  const onSort = (next: GridSort | null): void =>
    setSearch({ sort: next ? (next.columnId as SortKey) : undefined, direction: next?.direction });
  return (
    <PagedGrid
      label="Exceptions"
      unread="The exceptions could not be read"
      pages={pages}
      place={{ search, setSearch }}
      columns={exceptionsColumns}
      rowId={rowId}
      sort={{ columnId: by, direction }}
      onSort={onSort}
      selection={selection}
      onSelectionChange={onSelection}
      onActivate={() => void runCommand('exceptions.takeFix')}
      onSummary={onSummary}
      totals={{ risk: pages.first?.totals.sums ?? [] }}
      emptyState={<ExceptionsEmpty search={search} setSearch={setSearch} legalEntity={legalEntity} />}
      grid={grid}
    />
  );
}
