import { type ReactNode, useEffect } from 'react';
import type { WireRun } from '#core/contract/reconciliation.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { useScreen } from '#renderer/shell/chrome/screen.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useScope } from '#renderer/shell/scope/scope.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { Tabs } from '#renderer/ui/tabs.tsx';
import { BreaksTab } from './breaks-tab.tsx';
import { DecisionDialogs } from './decision-dialogs.tsx';
import { GroupsTab } from './groups-tab.tsx';
import { reconciliationCommands } from './reconciliation-commands.ts';
import { reconciliationSearch, type ReconciliationTab } from './reconciliation-search.ts';
import { RunBar } from './run-bar.tsx';
import { ScopeTable } from './scope-table.tsx';
import { UnmatchedTab } from './unmatched-tab.tsx';
import { type Decisions, useDecisions } from './use-decisions.ts';
import { countOfTab, type Workbench } from './workbench.ts';

type RunDetail = Awaited<ReturnType<typeof api.reconciliation.get>>;

const titles: Readonly<Record<ReconciliationTab, string>> = {
  scopes: 'Scopes',
  suggested: 'Suggested',
  ambiguous: 'Ambiguous',
  unmatched: 'Unmatched',
  matched: 'Matched',
  breaks: 'Breaks',
};

/** Billing against the ERP, document by document: what a rule suggests, what is left, and what people say of it. */
export default function ReconciliationScreen(): ReactNode {
  useScreen({ title: 'Reconciliation', mode: 'triage' });
  const scope = useScope();
  const [search, setSearch] = useScreenSearch(reconciliationSearch);
  const decisions = useDecisions();
  const { sealed } = useSession();
  const period = scope?.period ?? '';
  const legalEntity = scope?.legalEntity ?? undefined;
  const asked = search.run === undefined ? { period, legalEntity } : { runId: search.run, legalEntity };
  const read = useRead(api.reconciliation.get, asked, { enabled: scope !== null });
  const { data } = read;
  const run = data?.run ?? null;
  const isNew = data !== undefined && run === null;
  const isReadOnly = sealed !== null || run?.state === 'superseded' || isLocked(data, legalEntity);
  useRunCommands(decisions, period, run?.state === 'current' && !isReadOnly ? run : null);
  useEffect(() => {
    // Another period has another run.
    if (search.run !== undefined && run && run.period !== period)
      setSearch({ run: undefined }, { replace: true });
  }, [search.run, run, period, setSearch]);
  if (read.error && !data) return <Unread read={read} title="The reconciliation could not be read" />;
  if (isNew) {
    return (
      <EmptyState
        kind="nothing"
        title={`${period} has not been reconciled`}
        action={<CommandButton id="reconciliation.run" variant="primary" />}
      >
        Compares billing with the ERP’s receivables and cash, and the CRM’s contracts with billing, from what
        the last sync brought. It changes nothing in any of them.
      </EmptyState>
    );
  }
  if (!data || !run || !scope) return null;
  const workbench: Workbench = { run, detail: data, legalEntity, decisions, isReadOnly, search, setSearch };
  return <RunParts workbench={workbench} />;
}

/** What came of a run, by tab, with the dialogs that its decisions ask for. */
function RunParts({ workbench }: { readonly workbench: Workbench }): ReactNode {
  const { run, decisions, search, setSearch } = workbench;
  const tab = search.tab ?? 'suggested';
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <RunBar workbench={workbench} />
      <Tabs<ReconciliationTab>
        label="Parts of the run"
        value={tab}
        onChange={(next) =>
          setSearch({
            tab: next,
            id: undefined,
            text: undefined,
            sort: undefined,
            direction: undefined,
            class: undefined,
          })
        }
        tabs={(Object.keys(titles) as ReconciliationTab[]).map((value) => ({
          value,
          label: titles[value],
          count: countOf(workbench, value),
        }))}
        aside={<TabSums workbench={workbench} tab={tab} />}
      >
        {tab === 'scopes' ? (
          <ScopeTable workbench={workbench} />
        ) : tab === 'unmatched' ? (
          <UnmatchedTab workbench={workbench} />
        ) : tab === 'breaks' ? (
          <BreaksTab workbench={workbench} />
        ) : (
          // Another run counts its lines anew: what was chosen by number is let go.
          <GroupsTab key={`${tab} ${run.id}`} workbench={workbench} status={tab} />
        )}
      </Tabs>
      <DecisionDialogs decisions={decisions} />
    </div>
  );
}

/** Whether the period is locked in the ERP for the chosen entity, or for every one. */
function isLocked(detail: RunDetail | undefined, legalEntity: string | undefined): boolean {
  const locked = detail?.lockedEntities ?? [];
  if (locked.length === 0) return false;
  if (legalEntity !== undefined) return locked.includes(legalEntity);
  return locked.length === new Set(detail?.scopes.map((one) => one.legalEntity)).size;
}

function countOf(workbench: Workbench, tab: ReconciliationTab): number {
  if (tab === 'scopes') return workbench.detail.scopes.length;
  if (tab !== 'unmatched') return countOfTab(workbench, tab);
  return countOfTab(workbench, 'unmatched-left') + countOfTab(workbench, 'unmatched-right');
}

/** The amount behind the open tab; the two sides of what is unmatched are said apart, never added. */
function TabSums({
  workbench,
  tab,
}: {
  readonly workbench: Workbench;
  readonly tab: ReconciliationTab;
}): ReactNode {
  const sumsOf = (name: string) => workbench.detail.tabs.find((one) => one.name === name)?.totals.sums ?? [];
  if (tab === 'scopes') return null;
  if (tab !== 'unmatched') return <MoneyTotals sums={sumsOf(tab)} />;
  return (
    <span className="flex gap-x-4 text-sm">
      <span>
        <span className="text-muted">Left </span>
        <MoneyTotals sums={sumsOf('unmatched-left')} isCompact />
      </span>
      <span>
        <span className="text-muted">Right </span>
        <MoneyTotals sums={sumsOf('unmatched-right')} isCompact />
      </span>
    </span>
  );
}

function useRunCommands(decisions: Decisions, period: string, undoable: WireRun | null): void {
  const session = useSession();
  const format = useFormat();
  useCommandHandlers(reconciliationCommands, {
    'reconciliation.run': {
      run: () => decisions.run(period),
      refusal:
        session.refusalOf('reconciliation.run') ??
        (decisions.isBusy ? `${format.period(period)} is being worked on` : undefined),
    },
    'reconciliation.undoRun': {
      run: () => undoable && decisions.open({ kind: 'undo-run', run: undoable }),
      refusal:
        session.refusalOf('reconciliation.undo-run') ??
        (undoable ? undefined : 'The run cannot be undone any more'),
    },
  });
}
