import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { groupSorts, type WireGroup } from '#core/contract/reconciliation.ts';
import { api } from '#renderer/shell/api/api.ts';
import { usePages } from '#renderer/shell/api/page-reading.ts';
import { useSelectionSummary } from '#renderer/shell/chrome/screen.ts';
import { DataGrid } from '#renderer/ui/data-grid/data-grid.tsx';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { GroupDetail } from './group-detail.tsx';
import { gridSort, narrowing, orderOf, searchOfSort } from './list-question.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { groupColumns } from './reconciliation-columns.tsx';
import { useKeyboardInGrid } from '#renderer/shell/chrome/keyboard-in-grid.ts';
import { useGroupCommands } from './use-group-commands.ts';
import type { Workbench } from './workbench.ts';

type Status = WireGroup['status'];
type Answer = Awaited<ReturnType<typeof api.reconciliation.groups>>;

const readPage = ({ rows, totals }: Answer) => ({ rows, total: totals.count });
const rowId = ({ number }: WireGroup): string => String(number);

interface GroupsTabProps {
  readonly workbench: Workbench;
  readonly status: Status;
}

/** Matches of one kind: a list, and the documents of the chosen one side by side with what lies between them. */
export function GroupsTab({ workbench, status }: GroupsTabProps): ReactNode {
  const { search, setSearch } = workbench;
  const grid = useRef<GridHandle>(null);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const { order, pages, loaded } = useGroups(workbench, status);
  const focused = loaded.find((row) => rowId(row) === search.id) ?? pages.rows.at(0);
  const chosen = useMemo(() => loaded.filter((row) => selection.has(rowId(row))), [loaded, selection]);
  useSelectionSummary(useSums(chosen));
  useGroupCommands({
    workbench,
    status,
    focused,
    items: chosen.length > 0 ? chosen : focused ? [focused] : [],
    goOn: () => setSelection(new Set()),
  });
  useKeyboardInGrid(grid, pages.rows.total > 0);
  const onFocusChange = useCallback(
    (id: string | null) => setSearch({ id: id ?? undefined }, { replace: true }),
    [setSearch],
  );
  if (pages.error && pages.rows.total === 0) {
    return (
      <ErrorState title="The lines could not be read" failure={pages.error.failure} onRetry={pages.retry} />
    );
  }
  return (
    <SplitPane
      label="Lines and the chosen one"
      initialShare={62}
      list={
        <>
          <ListToolbar workbench={workbench} />
          <DataGrid
            label={`${status[0]?.toUpperCase()}${status.slice(1)}`}
            mode="triage"
            className="min-h-40 flex-1"
            columns={groupColumns}
            rows={pages.rows}
            rowId={rowId}
            onWindow={pages.onWindow}
            sort={gridSort(order)}
            onSort={(sort) => setSearch(searchOfSort(sort))}
            selection={selection}
            onSelectionChange={setSelection}
            focusedId={search.id ?? null}
            onFocusChange={onFocusChange}
            totals={{ amount: pages.first?.totals.sums ?? [] }}
            emptyState={<NoGroups workbench={workbench} status={status} />}
            isLoading={pages.isLoading}
            isRefreshing={pages.isFetching && !pages.isLoading}
            ref={grid}
          />
        </>
      }
      detail={focused ? <GroupDetail group={focused} workbench={workbench} /> : null}
    />
  );
}

/** The matches that fit, those of them that are loaded, and in which order they come. */
function useGroups(workbench: Workbench, status: Status) {
  const { run, search } = workbench;
  const order = orderOf(search, groupSorts);
  const asked = JSON.stringify({ runId: run.id, status, ...narrowing(workbench), ...order });
  const question = useMemo(
    () => JSON.parse(asked) as { runId: string; status: Status } & typeof order,
    [asked],
  );
  const pages = usePages(api.reconciliation.groups, question, readPage);
  const loaded = useMemo(() => {
    const rows: WireGroup[] = [];
    for (let index = 0; index < pages.rows.total; index += 1) {
      const row = pages.rows.at(index);
      if (row) rows.push(row);
    }
    return rows;
  }, [pages.rows]);
  return { order, pages, loaded };
}

const nothingWords: Readonly<Record<Status, string>> = {
  suggested: 'No suggestion waits',
  ambiguous: 'Nothing is ambiguous',
  matched: 'Nothing is matched',
};

function NoGroups({ workbench, status }: GroupsTabProps): ReactNode {
  const { search, setSearch, detail } = workbench;
  const all = detail.tabs.find(({ name }) => name === status)?.totals.count ?? 0;
  if (all > 0 && (search.text !== undefined || search.scope !== undefined)) {
    return (
      <EmptyState
        kind="filtered"
        total={all}
        onClear={() => setSearch({ text: undefined, scope: undefined })}
      />
    );
  }
  return (
    <EmptyState kind={status === 'matched' ? 'nothing' : 'done'} title={nothingWords[status]}>
      {status === 'matched'
        ? 'The rules matched no document of the period, or the run was undone.'
        : 'What is left stands in Unmatched and Breaks.'}
    </EmptyState>
  );
}

/** Count and left sums of what is chosen, per currency. */
function useSums(chosen: readonly WireGroup[]) {
  return useMemo(() => {
    if (chosen.length === 0) return null;
    const sums = new Map<string, bigint>();
    for (const { left } of chosen) {
      sums.set(left.sum.currency, (sums.get(left.sum.currency) ?? 0n) + BigInt(left.sum.minor));
    }
    return {
      count: chosen.length,
      sums: [...sums].map(([currency, minor]) => ({ currency, minor: minor.toString() })),
    };
  }, [chosen]);
}
