import { type ReactNode, type RefObject, useMemo } from 'react';
import type { WirePosting } from '#core/contract/postings.ts';
import { api } from '#renderer/shell/api/api.ts';
import { type Pages, usePages } from '#renderer/shell/api/page-reading.ts';
import { PagedGrid } from '#renderer/shell/list/paged-grid.tsx';
import type { SetSearch } from '#renderer/shell/scope/screen-search.ts';
import type { GridHandle, GridSort, GridSummary } from '#renderer/ui/data-grid/grid-props.ts';
import { postingsColumns } from './postings-columns.tsx';
import { PostingsEmpty } from './postings-empty.tsx';
import { type PostingsSearch, questionOf } from './postings-search.ts';

type Answer = Awaited<ReturnType<typeof api.postings.list>>;
type Question = Omit<Parameters<typeof api.postings.list>[0], 'offset' | 'limit'>;
/** What the API sorts by; the other columns do not sort. */
type SortKey = NonNullable<Question['sort']>['by'];

const readPage = ({ postings, totals }: Answer) => ({ rows: postings, total: totals.count });
export const rowId = ({ id }: WirePosting): string => id;

function orderOf({ sort: by = 'amount', direction = 'descending' }: PostingsSearch) {
  return { by, direction };
}

/** The rows that an address asks for, page by page as they come into view. */
export function usePostingPages(
  search: PostingsSearch,
  legalEntity: string | null,
): Pages<Answer, WirePosting> {
  const { by, direction } = orderOf(search);
  const sort = { by, isDescending: direction === 'descending' };
  const asked = JSON.stringify({ ...questionOf(search, legalEntity), sort });
  const question = useMemo(() => JSON.parse(asked) as Question, [asked]);
  return usePages(api.postings.list, question, readPage);
}

interface PostingsGridProps {
  readonly search: PostingsSearch;
  readonly setSearch: SetSearch<PostingsSearch>;
  readonly legalEntity: string | null;
  readonly pages: Pages<Answer, WirePosting>;
  readonly selection: ReadonlySet<string>;
  readonly onSelection: (selection: ReadonlySet<string>) => void;
  readonly onSummary: (summary: GridSummary | null) => void;
  readonly onApprove: (row: WirePosting) => void;
  readonly grid: RefObject<GridHandle | null>;
}

/** The list of postings; what is not this person's to approve stands back and says why in its column. */
export function PostingsGrid(props: PostingsGridProps): ReactNode {
  const { search, setSearch, legalEntity, pages, selection, onSelection, onSummary, onApprove, grid } = props;
  const { by, direction } = orderOf(search);
  const onSort = (next: GridSort | null): void =>
    setSearch({ sort: next ? (next.columnId as SortKey) : undefined, direction: next?.direction });
  return (
    <PagedGrid
      label="Postings"
      unread="The postings could not be read"
      pages={pages}
      place={{ search, setSearch }}
      columns={postingsColumns}
      rowId={rowId}
      sort={{ columnId: by, direction }}
      onSort={onSort}
      selection={selection}
      onSelectionChange={onSelection}
      onActivate={(row) => {
        if (row.you.approve === null) onApprove(row);
      }}
      rowTone={(row) => (row.state === 'HELD' && row.you.approve !== null ? 'muted' : 'plain')}
      onSummary={onSummary}
      totals={{ amount: pages.first?.totals.sums ?? [] }}
      emptyState={<PostingsEmpty search={search} setSearch={setSearch} legalEntity={legalEntity} />}
      grid={grid}
    />
  );
}
