import { type ReactNode, useMemo, useRef } from 'react';
import { groupSorts, type WireGroup } from '#core/contract/reconciliation.ts';
import { api } from '#renderer/shell/api/api.ts';
import { usePages } from '#renderer/shell/api/page-reading.ts';
import { useSelectionSummary } from '#renderer/shell/chrome/screen.ts';
import { useChosenRows } from '#renderer/shell/list/chosen-rows.ts';
import { focusedRow } from '#renderer/shell/list/focused-row.ts';
import { useLoadedRows } from '#renderer/shell/list/loaded-rows.ts';
import { PagedGrid } from '#renderer/shell/list/paged-grid.tsx';
import { useSelection } from '#renderer/shell/list/selection.ts';
import { sumPerCurrency } from '#renderer/shell/list/sum-per-currency.ts';
import { useSuccessor } from '#renderer/shell/list/successor.ts';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { EmptyList } from './empty-list.tsx';
import { GroupDetail } from './group-detail.tsx';
import { gridSort, narrowing, orderOf, searchOfSort } from './list-question.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { groupColumns } from './reconciliation-columns.tsx';
import { useGroupCommands } from './use-group-commands.ts';
import { countOfTab, type Workbench } from './workbench.ts';

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
  const [selection, setSelection] = useSelection(narrowing(workbench));
  const { order, pages } = useGroups(workbench, status);
  const loaded = useLoadedRows(pages.rows, rowId);
  const focused = focusedRow(pages.rows, loaded, search.id);
  useSuccessor(pages.rows, rowId, workbench);
  const { chosen } = useChosenRows(selection, loaded, rowId);
  useSelectionSummary(useSums(chosen));
  useGroupCommands({
    workbench,
    status,
    focused,
    items: chosen.length > 0 ? chosen : focused ? [focused] : [],
    goOn: () => setSelection(new Set()),
  });
  return (
    <SplitPane
      label="Lines and the chosen one"
      initialShare={62}
      list={
        <>
          <ListToolbar workbench={workbench} />
          <PagedGrid
            label={`${status[0]?.toUpperCase()}${status.slice(1)}`}
            unread="The lines could not be read"
            pages={pages}
            place={{ search, setSearch }}
            columns={groupColumns}
            rowId={rowId}
            sort={gridSort(order)}
            onSort={(sort) => setSearch(searchOfSort(sort))}
            selection={selection}
            onSelectionChange={setSelection}
            totals={{ amount: pages.first?.totals.sums ?? [] }}
            emptyState={<NoGroups workbench={workbench} status={status} />}
            grid={grid}
          />
        </>
      }
      detail={
        focused ? (
          <GroupDetail group={focused} workbench={workbench} />
        ) : (
          <p className="px-panel py-6 text-muted">Choose a line to see its documents.</p>
        )
      }
    />
  );
}

/** The matches that fit, and in which order they come. */
function useGroups(workbench: Workbench, status: Status) {
  const { run, search } = workbench;
  const order = orderOf(search, groupSorts);
  const asked = JSON.stringify({ runId: run.id, status, ...narrowing(workbench), ...order });
  const question = useMemo(
    () => JSON.parse(asked) as { runId: string; status: Status } & typeof order,
    [asked],
  );
  return { order, pages: usePages(api.reconciliation.groups, question, readPage) };
}

const nothingWords: Readonly<Record<Status, string>> = {
  suggested: 'No suggestion waits',
  ambiguous: 'Nothing is ambiguous',
  matched: 'Nothing is matched',
};

function NoGroups({ workbench, status }: GroupsTabProps): ReactNode {
  return (
    <EmptyList workbench={workbench} total={countOfTab(workbench, status)}>
      <EmptyState kind={status === 'matched' ? 'nothing' : 'done'} title={nothingWords[status]}>
        {status === 'matched'
          ? 'The rules matched no document of the period, or the run was undone.'
          : 'What is left stands in Unmatched and Breaks.'}
      </EmptyState>
    </EmptyList>
  );
}

/** Count and left sums of what is chosen, per currency. */
function useSums(chosen: readonly WireGroup[]) {
  return useMemo(
    () => ({ count: chosen.length, sums: sumPerCurrency(chosen.map(({ left }) => left.sum)) }),
    [chosen],
  );
}
