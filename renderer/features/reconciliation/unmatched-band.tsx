import { type ReactNode, type RefObject, useCallback, useMemo } from 'react';
import { documentSorts, type WireDocument } from '#core/contract/reconciliation.ts';
import { api } from '#renderer/shell/api/api.ts';
import { usePages } from '#renderer/shell/api/page-reading.ts';
import { PagedGrid } from '#renderer/shell/list/paged-grid.tsx';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { EmptyList } from './empty-list.tsx';
import { documentsOf, gridSort, orderOf, searchOfSort } from './list-question.ts';
import { documentColumns } from './reconciliation-columns.tsx';
import { countOfTab, type Workbench } from './workbench.ts';

type Side = 'left' | 'right';
type Answer = Awaited<ReturnType<typeof api.reconciliation.documents>>;

const readPage = ({ rows, totals }: Answer) => ({ rows, total: totals.count });
const rowId = ({ key }: WireDocument): string => key;

interface UnmatchedBandProps {
  readonly side: Side;
  readonly title: string;
  readonly workbench: Workbench;
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (keys: ReadonlySet<string>) => void;
  readonly onFocused: (document: WireDocument | null) => void;
  readonly grid: RefObject<GridHandle | null>;
}

/** The documents of one side that nothing matches. */
export function UnmatchedBand({
  side,
  title,
  workbench,
  chosen,
  onChosen,
  onFocused,
  grid,
}: UnmatchedBandProps): ReactNode {
  const { run, search, setSearch } = workbench;
  const order = orderOf(search, documentSorts);
  const asked = JSON.stringify({
    runId: run.id,
    side,
    ...documentsOf(workbench),
    ...order,
  });
  const question = useMemo(() => JSON.parse(asked) as { runId: string; side: Side } & typeof order, [asked]);
  const pages = usePages(api.reconciliation.documents, question, readPage);
  const { rows } = pages;
  const onFocusChange = useCallback(
    (_id: string | null, index: number) => onFocused(rows.at(index) ?? null),
    [onFocused, rows],
  );
  const format = useFormat();
  return (
    <section
      className={`flex min-h-0 min-w-0 flex-col ${side === 'left' ? 'border-r' : ''}`}
      aria-label={title}
    >
      <h3 className="flex justify-between border-b bg-sunken px-panel py-1 text-sm">
        <span className="font-medium">{title}</span>
        <span className="text-muted">{format.count(rows.total)} unmatched</span>
      </h3>
      <PagedGrid
        label={`${title}, unmatched`}
        unread="The documents could not be read"
        pages={pages}
        columns={documentColumns}
        rowId={rowId}
        sort={gridSort(order)}
        onSort={(sort) => setSearch(searchOfSort(sort))}
        selection={chosen}
        onSelectionChange={onChosen}
        onFocusChange={onFocusChange}
        totals={{ amount: pages.first?.totals.sums ?? [] }}
        emptyState={
          <EmptyList workbench={workbench} total={countOfTab(workbench, `unmatched-${side}`)}>
            <EmptyState kind="done" title={`Every document of ${title} is matched or suggested`} />
          </EmptyList>
        }
        grid={grid}
        takesKeyboard={side === 'left'}
      />
    </section>
  );
}
