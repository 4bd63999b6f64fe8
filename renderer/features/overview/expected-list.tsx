import { type ReactNode, useMemo } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { useGoTo } from '#renderer/shell/scope/navigation.tsx';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { Button } from '#renderer/ui/button.tsx';
import { DataGrid } from '#renderer/ui/data-grid/data-grid.tsx';
import { rowsOf } from '#renderer/ui/data-grid/grid-rows.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { type ExpectedRow, expectedColumns } from './expected-columns.tsx';
import { overviewSearch } from './overview-search.ts';

const rowsMax = 500;
const none: readonly ExpectedRow[] = [];

/** What has to follow from something that happened, and is not there. */
export function ExpectedList({ legalEntity }: { readonly legalEntity: string | null }): ReactNode {
  const format = useFormat();
  const goTo = useGoTo();
  const [search, setSearch] = useScreenSearch(overviewSearch);
  const sort = search.sort ?? 'due';
  const read = useRead(api.overview.expected, {
    ...(legalEntity === null ? {} : { legalEntity }),
    sort,
    isDescending: search.down ?? false,
    limit: rowsMax,
  });
  const { data, isFetching } = read;
  const rows = useMemo(() => rowsOf(data?.rows ?? none), [data]);
  if (read.error && !data) return <Unread read={read} title="What is expected could not be read" />;
  return (
    <Panel
      title="Expected, not there"
      aside={
        data
          ? `${format.count(data.totals.count)}${data.totals.count > rowsMax ? `, the first ${rowsMax} shown` : ''}`
          : null
      }
      actions={
        <Button variant="quiet" onClick={() => setSearch({ show: undefined, id: undefined })}>
          Back to what blocks
        </Button>
      }
      isFlush
      className="flex-1"
    >
      <DataGrid
        label="Expected, not there"
        mode="triage"
        columns={expectedColumns}
        rows={rows}
        rowId={(row) => row.id}
        focusedId={search.id ?? null}
        onFocusChange={(id) => setSearch({ id: id ?? undefined }, { replace: true })}
        sort={{ columnId: sort, direction: search.down ? 'descending' : 'ascending' }}
        onSort={(next) =>
          setSearch({
            sort: overviewSearch.shape.sort.parse(next?.columnId),
            down: next?.direction === 'descending' ? true : undefined,
          })
        }
        onActivate={(row) => goTo('trace', { id: row.subjectId })}
        isLoading={!data}
        isRefreshing={isFetching}
        {...(data && data.totals.count > 0 ? { totals: { amount: data.totals.sums } } : {})}
        emptyState={
          <EmptyState kind="done" title="Everything that should be there is there.">
            Each invoice, payment, order and subscription sets a day by which the next system has to show it.
          </EmptyState>
        }
      />
    </Panel>
  );
}
