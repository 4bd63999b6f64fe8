import { type ReactNode, useMemo } from 'react';
import type * as z from 'zod';
import type { serviceLevelsOutput } from '#core/contract/service-levels.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { useScreen } from '#renderer/shell/chrome/screen.ts';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useGoTo } from '#renderer/shell/scope/navigation.tsx';
import { useScope } from '#renderer/shell/scope/scope.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { isScreenId } from '#renderer/shell/scope/screens.ts';
import { ArrowGroup } from '#renderer/ui/arrow-group.tsx';
import { FilterChip } from '#renderer/ui/chip.tsx';
import { DataGrid } from '#renderer/ui/data-grid/data-grid.tsx';
import { rowsOf } from '#renderer/ui/data-grid/grid-rows.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { RefetchBar } from '#renderer/ui/refetch-bar.tsx';
import { type BreachRow, breachColumns } from './breach-columns.tsx';
import { LevelTable } from './level-table.tsx';
import { serviceLevelsCommands } from './service-levels-commands.ts';
import { serviceLevelsSearch } from './service-levels-search.ts';
import { OperationTable, QueueTable, ThroughputChart } from './telemetry.tsx';

type Levels = z.output<typeof serviceLevelsOutput>;

const rowsMax = 500;
const none: readonly BreachRow[] = [];
const windows = [1, 7, 30, 90] as const;

/** What the business waits for beside what the machinery does. */
export default function ServiceLevelsScreen(): ReactNode {
  useScreen({ title: 'Service levels', mode: 'triage' });
  const scope = useScope();
  const [search, setSearch] = useScreenSearch(serviceLevelsSearch);
  const days = search.days ?? 30;
  const entity = scope?.legalEntity ? { legalEntity: scope.legalEntity } : {};
  const read = useRead(api.serviceLevels.get, { days, ...entity }, { enabled: scope !== null });
  const { data, isFetching } = read;
  if (!data) return <Unread read={read} title="The service levels could not be read" lines={12} />;
  const chosen = search.level ?? mostBroken(data);
  return (
    <div className="@container flex min-h-0 flex-1 flex-col">
      <div className="grid grid-cols-[minmax(0,13fr)_minmax(0,10fr)] divide-x divide-rule border-b @max-[1100px]:grid-cols-1">
        <Panel
          title="Service levels"
          aside={<RefetchBar isFetching={isFetching} asOf={data.nowAt} />}
          actions={windows.map((one) => (
            <FilterChip
              key={one}
              label={one === 1 ? 'Day' : `${one} days`}
              isOn={days === one}
              onToggle={() => setSearch({ days: one === 30 ? undefined : one })}
            />
          ))}
          isFlush
        >
          <div className="overflow-x-auto">
            <ArrowGroup label="Levels">
              <LevelTable
                levels={data.levels}
                chosen={chosen}
                onChoose={(level) => setSearch({ level, id: undefined })}
              />
            </ArrowGroup>
          </div>
          <QueueTable queues={data.queues} />
        </Panel>
        <Panel title="Machinery" aside="measured on the wire" isFlush>
          <div
            className="max-h-90 overflow-auto"
            tabIndex={0}
            role="region"
            aria-label="API latency by operation"
          >
            <OperationTable operations={data.operations} />
          </div>
          <div className="px-panel py-3">
            <ThroughputChart throughput={data.throughput} />
          </div>
        </Panel>
      </div>
      <Breaches levels={data} chosen={chosen} days={days} entity={entity} />
    </div>
  );
}

/** The level that most items broke. */
function mostBroken({ levels }: Levels): Levels['levels'][number]['id'] {
  return [...levels].sort((one, other) => other.breaches - one.breaches)[0]?.id ?? 'invoice-to-post';
}

interface BreachesProps {
  readonly levels: Levels;
  readonly chosen: Levels['levels'][number]['id'];
  readonly days: (typeof windows)[number];
  readonly entity: { readonly legalEntity?: string };
}

function Breaches({ levels, chosen, days, entity }: BreachesProps): ReactNode {
  const format = useFormat();
  const goTo = useGoTo();
  const [search, setSearch] = useScreenSearch(serviceLevelsSearch);
  const read = useRead(api.serviceLevels.breaches, {
    id: chosen,
    days,
    ...entity,
    limit: rowsMax,
  });
  const { data, isFetching } = read;
  const rows = useMemo(() => rowsOf(data?.rows ?? none), [data]);
  const level = levels.levels.find(({ id }) => id === chosen);
  const open = (row: BreachRow | undefined): void => {
    if (row && isScreenId(row.screen)) goTo(row.screen, row.search);
  };
  const focused = data?.rows.find(({ itemId }) => itemId === search.id);
  useCommandHandlers(serviceLevelsCommands, {
    'serviceLevels.openBreach': {
      run: () => open(focused),
      refusal: focused ? undefined : 'Choose a breach first',
    },
  });
  return (
    <Panel
      title={`Breaches: ${level?.title ?? ''}`}
      aside={
        <>
          {level?.about}{' '}
          {data
            ? `${format.count(data.totals.count)} took longer than ${format.duration(level?.targetMs ?? 0)}.`
            : ''}
          {level && level.explained > 0
            ? ` ${format.count(level.explained)} of them waited for a vendor that was not there.`
            : ''}
        </>
      }
      isFlush
      className="min-h-72 flex-1"
    >
      {read.error && !data ? (
        <Unread read={read} title="The breaches could not be read" />
      ) : (
        <DataGrid
          label="Breaches"
          mode="triage"
          columns={breachColumns}
          rows={rows}
          rowId={(row) => row.itemId}
          focusedId={search.id ?? null}
          onFocusChange={(id) => setSearch({ id: id ?? undefined }, { replace: true })}
          onActivate={open}
          isLoading={!data}
          isRefreshing={isFetching}
          {...(data && data.totals.count > 0 ? { totals: { amount: data.totals.sums } } : {})}
          emptyState={<EmptyState kind="done" title="Nothing took longer than its target." />}
          className="h-full"
        />
      )}
    </Panel>
  );
}
