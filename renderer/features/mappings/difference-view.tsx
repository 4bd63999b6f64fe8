import { type ReactNode, useMemo } from 'react';
import type * as z from 'zod';
import type { diffMappingsOutput, mappingSetsOutput } from '#core/contract/mappings.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { usePersonName } from '#renderer/shell/session/session.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { DataGrid } from '#renderer/ui/data-grid/data-grid.tsx';
import type { GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import { rowsOf } from '#renderer/ui/data-grid/grid-rows.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { mappingsSearch } from './mappings-search.ts';
import { targetText } from './target-members.ts';

type DifferenceRow = z.output<typeof diffMappingsOutput>['rows'][number];

/** What differs between two versions of a set, key by key. */
export function DifferenceView({ sets }: { readonly sets: z.output<typeof mappingSetsOutput> }): ReactNode {
  const [search, setSearch] = useScreenSearch(mappingsSearch);
  const format = useFormat();
  const versions = sets.sets.find(({ type }) => type === search.set)?.versions ?? [];
  const days = [...new Set([sets.businessDay, ...versions.map(({ fromOn }) => fromOn)])];
  const right = search.right ?? sets.businessDay;
  const left = search.left ?? versions.find(({ fromOn }) => fromOn < right)?.fromOn ?? right;
  const withDrafts = search.drafts ?? true;
  const read = useRead(api.mappings.diff, {
    type: search.set,
    left: { on: left },
    right: { on: right, withDrafts },
  });
  const { data, isFetching } = read;
  const nameOf = usePersonName();
  const columns = useMemo(() => differenceColumns(nameOf), [nameOf]);
  const rows = useMemo(() => rowsOf(data?.rows ?? []), [data]);
  const options = days.map((day) => ({
    value: day,
    label: day === sets.businessDay ? `${format.day(day)} (today)` : format.day(day),
  }));
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-end gap-3 border-b px-panel py-2">
        <Select
          label="From the version of"
          value={left}
          options={options}
          onChange={(day) => setSearch({ left: day })}
        />
        <Select
          label="To the version of"
          value={right}
          options={options}
          onChange={(day) => setSearch({ right: day })}
        />
        <div className="pb-0.5">
          <Switch
            label="With what is proposed"
            isOn={withDrafts}
            onChange={(drafts) => setSearch({ drafts })}
          />
        </div>
        <p className="ml-auto pb-1 text-muted" role="status">
          {data && `${format.count(data.rows.length)} differ, ${format.count(data.unchanged)} are the same`}
        </p>
      </div>
      {read.error && !data ? (
        <Unread read={read} title="The difference could not be read" />
      ) : (
        <DataGrid
          label="Differences"
          mode="triage"
          columns={columns}
          rows={rows}
          rowId={(row) => `${row.type} ${row.sourceKey} ${row.legalEntity}`}
          isLoading={data === undefined}
          isRefreshing={isFetching}
          emptyState={<EmptyState kind="done" title="The two versions map everything alike." />}
          className="min-h-0 flex-1"
        />
      )}
    </div>
  );
}

const side = (row: DifferenceRow, which: 'left' | 'right') =>
  row[which] === null ? '' : targetText(row.type, row[which].target);

const differenceColumns = (nameOf: (personId: string) => string): readonly GridColumn<DifferenceRow>[] => [
  {
    id: 'sourceKey',
    header: 'Key',
    kind: 'text',
    value: ({ sourceKey }) => sourceKey,
    width: 200,
    isPinned: true,
  },
  {
    id: 'legalEntity',
    header: 'Entity',
    kind: 'text',
    value: ({ legalEntity }) => legalEntity || 'all',
    width: 96,
  },
  {
    id: 'what',
    header: 'What',
    kind: 'text',
    width: 96,
    value: ({ left, right }) => (left === null ? 'Added' : right === null ? 'Removed' : 'Changed'),
  },
  {
    id: 'left',
    header: 'Before',
    kind: 'text',
    width: 240,
    value: (row) => side(row, 'left'),
    render: (row) => (
      <span className="font-mono text-muted">
        <VendorText text={side(row, 'left')} isTruncated />
      </span>
    ),
  },
  {
    id: 'right',
    header: 'After',
    kind: 'text',
    width: 240,
    value: (row) => side(row, 'right'),
    render: (row) => (
      <span className="font-mono">
        <VendorText text={side(row, 'right')} isTruncated />
      </span>
    ),
  },
  {
    id: 'proposedBy',
    header: 'By',
    kind: 'text',
    value: ({ right }) => (right ? nameOf(right.proposedBy) : ''),
    width: 128,
  },
];
