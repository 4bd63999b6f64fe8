import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type * as z from 'zod';
import type {
  listConnectionsOutput,
  listRunsOutput,
  WireConnection,
  WireRun,
} from '#core/contract/connections.ts';
import type { ApiFailure } from '#renderer/shell/api/api-failure.ts';
import { api } from '#renderer/shell/api/api.ts';
import { usePushes } from '#renderer/shell/api/pushes.ts';
import { useChange, useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { useScreen } from '#renderer/shell/chrome/screen.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { FilterChip } from '#renderer/ui/chip.tsx';
import { DataGrid } from '#renderer/ui/data-grid/data-grid.tsx';
import { rowsOf } from '#renderer/ui/data-grid/grid-rows.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { ConnectionCards } from './connection-cards.tsx';
import { connectionsCommands } from './connections-commands.ts';
import { connectionsSearch } from './connections-search.ts';
import { runColumns } from './run-columns.tsx';
import { RunDetail } from './run-detail.tsx';
import { StreamTable } from './stream-table.tsx';

type Connections = z.output<typeof listConnectionsOutput>;
type Runs = z.output<typeof listRunsOutput>;

const none: readonly WireRun[] = [];
const runsMax = 500;

/** Every system with its health, and every run. */
export default function ConnectionsScreen(): ReactNode {
  useScreen({ title: 'Connections', mode: 'triage' });
  const [search] = useScreenSearch(connectionsSearch);
  const connections = useRead(api.connections.list, undefined);
  const runs = useRead(api.connections.runs, {
    ...(search.connection === undefined ? {} : { connectionId: search.connection }),
    ...(search.stream === undefined ? {} : { stream: search.stream }),
    state: search.runs ?? 'any',
    limit: runsMax,
  });
  useConnectionCommands();
  if (connections.error && !connections.data)
    return (
      <ErrorState
        title="The connections could not be read"
        failure={connections.error.failure}
        onRetry={() => void connections.refetch()}
      />
    );
  if (!connections.data) return <Skeleton lines={10} />;
  return (
    <div className="@container flex min-h-0 flex-1 flex-col">
      <Panel
        title="Connections"
        aside={troubleText(connections.data.trouble)}
        actions={
          <>
            <CommandButton id="connections.cancelRun" variant="quiet">
              Stop
            </CommandButton>
            <CommandButton id="connections.runNow">Run now</CommandButton>
          </>
        }
        isFlush
        className="shrink-0"
      >
        <Circuits circuits={connections.data.circuits} />
        <ConnectionCards connections={connections.data.connections} />
      </Panel>
      <RunsPanel read={runs} connections={connections.data} />
    </div>
  );
}

function troubleText(trouble: number): string {
  if (trouble === 0) return 'all healthy';
  return trouble === 1 ? 'one in trouble' : `${trouble} in trouble`;
}

function Circuits({ circuits }: { readonly circuits: Connections['circuits'] }): ReactNode {
  if (circuits.length === 0) return null;
  return (
    <div className="px-panel py-2">
      <Banner tone="warning">
        {circuits
          .map(
            ({ flow, legalEntity, reason }) => `${flow} of ${legalEntity} is stopped by its limit: ${reason}`,
          )
          .join(' ')}
      </Banner>
    </div>
  );
}

interface RunsPanelProps {
  readonly read: UseQueryResult<Runs, ApiFailure>;
  readonly connections: Connections;
}

function RunsPanel({ read, connections }: RunsPanelProps): ReactNode {
  const { data } = read;
  const format = useFormat();
  const [search, setSearch] = useScreenSearch(connectionsSearch);
  const run = data?.rows.find(({ id }) => id === search.run);
  const connection = connections.connections.find(({ id }) => id === search.connection);
  const filter = search.runs ?? 'any';
  return (
    <Panel
      title="Sync runs"
      aside={
        data
          ? `${format.count(data.count)}${data.count > runsMax ? `, the newest ${runsMax} shown` : ''}${search.stream === undefined ? '' : ` of ${search.stream}`}`
          : null
      }
      actions={
        <>
          {(['any', 'changed', 'failed', 'running'] as const).map((state) => (
            <FilterChip
              key={state}
              label={filterWords[state]}
              isOn={filter === state}
              onToggle={() => setSearch({ runs: state === 'any' ? undefined : state, run: undefined })}
            />
          ))}
        </>
      }
      isFlush
      className="min-h-80 flex-1"
    >
      <div className="flex h-full min-h-0 flex-col">
        <SplitPane
          label="Runs and the chosen one"
          initialShare={58}
          list={<RunList read={read} />}
          detail={<Detail run={run} connection={connection} />}
        />
      </div>
    </Panel>
  );
}

function RunList({ read }: Pick<RunsPanelProps, 'read'>): ReactNode {
  const [search, setSearch] = useScreenSearch(connectionsSearch);
  const { data, isFetching } = read;
  const rows = useMemo(() => rowsOf(data?.rows ?? none), [data]);
  if (read.error && !data) return <Unread read={read} title="The runs could not be read" />;
  const isAny = search.runs === undefined;
  return (
    <DataGrid
      label="Sync runs"
      mode="triage"
      columns={runColumns}
      rows={rows}
      rowId={runId}
      focusedId={search.run === undefined ? null : String(search.run)}
      onFocusChange={(id) => setSearch({ run: id === null ? undefined : Number(id) }, { replace: true })}
      onActivate={(row) => setSearch({ run: row.id })}
      isLoading={!data}
      isRefreshing={isFetching}
      rowTone={(row) => (row.failure === null ? (row.records === 0 ? 'muted' : 'plain') : 'negative')}
      emptyState={
        <EmptyState
          kind="nothing"
          title={isAny ? 'No run yet.' : 'No run of this kind.'}
          action={isAny ? <CommandButton id="connections.runNow" variant="primary" /> : undefined}
        />
      }
      className="min-h-0 flex-1"
    />
  );
}

interface DetailProps {
  readonly run: WireRun | undefined;
  readonly connection: WireConnection | undefined;
}

function Detail({ run, connection }: DetailProps): ReactNode {
  if (run) return <RunDetail run={run} />;
  if (connection)
    return (
      <Panel title={`Streams of ${connection.id}`}>
        <div className="overflow-x-auto">
          <StreamTable connection={connection} />
        </div>
      </Panel>
    );
  return (
    <p className="px-panel py-6 text-muted">
      Choose a run to see what it brought, or a connection to see its streams.
    </p>
  );
}

const filterWords = {
  any: 'All',
  changed: 'Brought something',
  failed: 'Failed',
  running: 'Running',
} as const;

function runId({ id }: WireRun): string {
  return String(id);
}

function useConnectionCommands(): void {
  const session = useSession();
  const toast = useToast();
  const [search, setSearch] = useScreenSearch(connectionsSearch);
  // Which one it is, not how far: its progress moves all the time.
  const running = usePushes(
    ({ jobs }) => jobs.find(({ kind, endedAt }) => kind === 'sync' && endedAt === null)?.id,
  );
  const refused = ({ failure }: { readonly failure: { readonly message: string } }): void => {
    toast.show({ tone: 'warning', title: failure.message });
  };
  const start = useChange(api.jobs.start, { onRefused: refused });
  const cancel = useChange(api.jobs.cancel, { onRefused: refused });
  const may = session.refusalOf('sync.run');
  useCommandHandlers(connectionsCommands, {
    'connections.runNow': {
      run: () => start.mutate({ kind: 'sync' }),
      refusal: may ?? (running ? 'A run is under way' : undefined),
    },
    'connections.cancelRun': {
      run: () => running && cancel.mutate({ id: running }),
      refusal: may ?? (running ? undefined : 'Nothing is running'),
    },
    'connections.nextFailed': {
      run: () => setSearch({ runs: search.runs === 'failed' ? undefined : 'failed', run: undefined }),
    },
  });
}
