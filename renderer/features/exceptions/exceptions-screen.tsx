import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { WireException } from '#core/contract/exceptions.ts';
import { api } from '#renderer/shell/api/api.ts';
import { usePages } from '#renderer/shell/api/page-reading.ts';
import { useScreen, useSelectionSummary } from '#renderer/shell/chrome/screen.ts';
import { useScope } from '#renderer/shell/scope/scope.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { DataGrid } from '#renderer/ui/data-grid/data-grid.tsx';
import type { GridHandle, GridSort, GridSummary } from '#renderer/ui/data-grid/grid-props.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { CauseList } from './cause-list.tsx';
import { ExceptionDetail } from './exception-detail.tsx';
import { ExceptionsEmpty } from './exceptions-empty.tsx';
import { exceptionsColumns } from './exceptions-columns.tsx';
import { exceptionsSearch, questionOf } from './exceptions-search.ts';
import { ExceptionsToolbar } from './exceptions-toolbar.tsx';
import { RetryingBand } from './retrying-band.tsx';
import { TriageDialogs } from './triage-dialogs.tsx';
import { useExceptionCommands } from './use-exception-commands.ts';
import { useTriage } from './use-triage.ts';

type Answer = Awaited<ReturnType<typeof api.exceptions.list>>;

const readPage = ({ exceptions, totals }: Answer) => ({ rows: exceptions, total: totals.count });
const rowId = ({ id }: WireException): string => id;
/** What the API sorts by; the other columns do not sort. */
type SortKey = NonNullable<Parameters<typeof api.exceptions.list>[0]['sort']>['by'];

/** What finance has to resolve: queues, the triage grid, and one exception in full. */
export default function ExceptionsScreen(): ReactNode {
  const [search, setSearch] = useScreenSearch(exceptionsSearch);
  const scope = useScope();
  const legalEntity = scope?.legalEntity ?? null;
  const grid = useRef<GridHandle>(null);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [summary, setSummary] = useState<GridSummary | null>(null);
  useScreen({ title: 'Exceptions', mode: 'triage' });
  useSelectionSummary(useWireSummary(summary));

  const { sort: by = 'risk', direction = 'descending' } = search;
  const asked = JSON.stringify({
    ...questionOf(search, legalEntity),
    sort: { by, isDescending: direction === 'descending' },
  });
  const question = useMemo(
    () =>
      JSON.parse(asked) as ReturnType<typeof questionOf> & { sort: { by: SortKey; isDescending: boolean } },
    [asked],
  );
  const pages = usePages(api.exceptions.list, question, readPage);
  const known = useKnownRows(pages.rows);
  const focused = known(search.id) ?? pages.rows.at(0);
  const chosen = [...selection].flatMap((id) => known(id) ?? []);
  const triage = useTriage(grid, setSelection);
  useExceptionCommands({
    grid,
    focused,
    items: chosen.length > 0 ? chosen : focused ? [focused] : [],
    question,
    nowAt: pages.first?.nowAt ?? '',
    selection,
    setSelection,
    triage,
    search,
    setSearch,
  });
  useFirstFocus(grid, pages.rows.total > 0 && search.view !== 'causes');

  const onFocusChange = useCallback(
    (id: string | null) => setSearch({ id: id ?? undefined }, { replace: true }),
    [setSearch],
  );
  const onSort = (next: GridSort | null): void =>
    setSearch({ sort: next ? (next.columnId as SortKey) : undefined, direction: next?.direction });
  const list = (
    <ExceptionsToolbar search={search} setSearch={setSearch} legalEntity={legalEntity}>
      {search.view === 'causes' ? (
        <CauseList search={search} setSearch={setSearch} legalEntity={legalEntity} />
      ) : pages.error && pages.rows.total === 0 ? (
        <ErrorState
          title="The exceptions could not be read"
          failure={pages.error.failure}
          onRetry={pages.retry}
        />
      ) : (
        <DataGrid
          label="Exceptions"
          mode="triage"
          className="min-h-40 flex-1"
          columns={exceptionsColumns}
          rows={pages.rows}
          rowId={rowId}
          onWindow={pages.onWindow}
          sort={{ columnId: by, direction }}
          onSort={onSort}
          selection={selection}
          onSelectionChange={setSelection}
          focusedId={search.id ?? null}
          onFocusChange={onFocusChange}
          onActivate={(row) => triage.open({ kind: 'fix', items: [row] })}
          onSummary={setSummary}
          totals={{ risk: pages.first?.totals.sums ?? [] }}
          totalsLabel="All that fit"
          emptyState={<ExceptionsEmpty search={search} setSearch={setSearch} legalEntity={legalEntity} />}
          isLoading={pages.isLoading}
          isRefreshing={pages.isFetching && !pages.isLoading}
          ref={grid}
        />
      )}
      <BulkBar chosen={chosen} selection={selection} triage={triage} clear={() => setSelection(new Set())} />
      <RetryingBand legalEntity={legalEntity} />
    </ExceptionsToolbar>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <SplitPane
        label="Exceptions and the chosen one"
        initialShare={62}
        list={list}
        detail={
          focused ? (
            <ExceptionDetail id={search.id ?? focused.id} />
          ) : (
            <p className="px-panel py-6 text-muted">Choose an exception to see what happened.</p>
          )
        }
      />
      <TriageDialogs triage={triage} />
    </div>
  );
}

/** Rows that were loaded once, by id: a chosen row may be scrolled out of its page. */
function useKnownRows(rows: {
  readonly total: number;
  readonly at: (index: number) => WireException | undefined;
}): (id: string | undefined) => WireException | undefined {
  const byId = useMemo(() => {
    const found = new Map<string, WireException>();
    for (let index = 0; index < rows.total; index += 1) {
      const row = rows.at(index);
      if (row) found.set(row.id, row);
    }
    return found;
  }, [rows]);
  return (id) => (id === undefined ? undefined : byId.get(id));
}

function useWireSummary(summary: GridSummary | null) {
  return useMemo(
    () =>
      summary && {
        count: summary.count,
        sums: summary.sums.map(({ currency, minor }) => ({ currency, minor: minor.toString() })),
      },
    [summary],
  );
}

/** The keyboard is on the first row as soon as there is one, unless the person is somewhere else already. */
function useFirstFocus(grid: { readonly current: GridHandle | null }, isReady: boolean): void {
  useEffect(() => {
    const { activeElement, body } = document;
    if (isReady && (activeElement === body || activeElement?.id === 'main')) grid.current?.focus();
  }, [grid, isReady]);
}
