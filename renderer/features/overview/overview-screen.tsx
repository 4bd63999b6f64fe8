import { type ReactNode, useRef } from 'react';
import type { WireOverview } from '#core/contract/overview.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useChange, useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { useScreen } from '#renderer/shell/chrome/screen.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useScope } from '#renderer/shell/scope/scope.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { AgeText } from '#renderer/ui/time-text.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { ActivityChart } from './activity-chart.tsx';
import { BlockerList, focusBlocker } from './blocker-list.tsx';
import { ExpectedList } from './expected-list.tsx';
import { overviewCommands } from './overview-commands.ts';
import { overviewSearch } from './overview-search.ts';
import { ThreeWayTable } from './three-way-table.tsx';
import { TileRow } from './tile-row.tsx';
import { Verdict } from './verdict.tsx';

/** Where the month stands: the first thing anyone sees. */
export default function OverviewScreen(): ReactNode {
  useScreen({ title: 'Overview' });
  const scope = useScope();
  const read = useRead(
    api.overview.get,
    {
      period: scope?.period ?? '2000-01',
      ...(scope?.legalEntity ? { legalEntity: scope.legalEntity } : {}),
    },
    { enabled: scope !== null },
  );
  const { data, isFetching } = read;
  if (!data) return <Unread read={read} title="The overview could not be read" lines={12} />;
  return (
    <div className="@container flex min-h-full flex-col">
      <OverviewBody overview={data} isFetching={isFetching} />
    </div>
  );
}

interface OverviewProps {
  readonly overview: WireOverview;
  readonly isFetching: boolean;
}

function OverviewBody({ overview, isFetching }: OverviewProps): ReactNode {
  const [{ show }] = useScreenSearch(overviewSearch);
  const list = useRef<HTMLOListElement>(null);
  useOverviewCommands(overview.period, list);
  if (overview.isEmpty) return <FirstRun overview={overview} isFetching={isFetching} />;
  return (
    <>
      <Verdict overview={overview} isFetching={isFetching} />
      <TileRow tiles={overview.tiles} sources={overview.sources} />
      {show === 'expected' ? (
        <ExpectedList legalEntity={overview.legalEntity} />
      ) : (
        <>
          <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,6fr)] divide-x divide-rule border-b @max-[1100px]:grid-cols-1">
            <Panel
              title="In the way of sign-off"
              aside={overview.blockers.length === 0 ? null : 'by amount and age'}
              isFlush
            >
              <BlockerList blockers={overview.blockers} listRef={list} />
            </Panel>
            <Totals threeWay={overview.threeWay} />
          </div>
          <div className="px-panel py-4">
            <ActivityChart activity={overview.activity} />
          </div>
        </>
      )}
    </>
  );
}

function useOverviewCommands(period: string, list: { readonly current: HTMLOListElement | null }): void {
  const session = useSession();
  const toast = useToast();
  const start = useChange(api.jobs.start, {
    onRefused: ({ failure }) => toast.show({ tone: 'warning', title: failure.message }),
  });
  const refusal = session.refusalOf('reconciliation.run');
  useCommandHandlers(overviewCommands, {
    'overview.nextBlocker': { run: () => focusBlocker(list.current, 1) },
    'overview.previousBlocker': { run: () => focusBlocker(list.current, -1) },
    'overview.reconcile': { run: () => start.mutate({ kind: 'reconcile', period }), refusal },
  });
}

function Totals({ threeWay }: { readonly threeWay: WireOverview['threeWay'] }): ReactNode {
  const format = useFormat();
  return (
    <Panel
      title="CRM, billing and ERP"
      aside={
        threeWay.asOf === null ? null : (
          <>
            reconciled <AgeText at={threeWay.asOf} isInWords />
            {threeWay.entriesSince === 0
              ? ''
              : `, ${format.counted(threeWay.entriesSince, 'entry', 'entries')} since`}
          </>
        )
      }
      actions={
        <CommandButton id="overview.reconcile" variant="quiet">
          {threeWay.asOf === null ? 'Reconcile' : 'Reconcile again'}
        </CommandButton>
      }
      isFlush
    >
      {threeWay.asOf === null ? (
        <EmptyState kind="nothing" title="This period has not been reconciled yet.">
          Reconciling compares what billing issued and collected with what the ERP shows, and the CRM’s
          recurring revenue with billing’s, per entity and currency.
        </EmptyState>
      ) : threeWay.rows.length === 0 ? (
        <EmptyState kind="nothing" title="No documents in this period." />
      ) : (
        <ThreeWayTable rows={threeWay.rows} />
      )}
    </Panel>
  );
}

function FirstRun({ overview, isFetching }: OverviewProps): ReactNode {
  return (
    <>
      <Verdict overview={overview} isFetching={isFetching} />
      <EmptyState
        kind="nothing"
        title="Three steps to a populated overview"
        action={<CommandButton id="shell.runSync" variant="primary" />}
      >
        <ol className="flex list-decimal flex-col gap-1 pl-5">
          <li>Sync: read the CRM, billing and the ERP into the journal.</li>
          <li>Approve what is held; clear the exceptions.</li>
          <li>Reconcile the period and sign it off.</li>
        </ol>
      </EmptyState>
    </>
  );
}
