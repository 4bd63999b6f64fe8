import { type ReactNode, useId } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { usePersonName, useSession } from '#renderer/shell/session/session.ts';
import { ArrowGroup } from '#renderer/ui/arrow-group.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { InstantText } from '#renderer/ui/time-text.tsx';
import type { Workbench } from './workbench.ts';

/** Which run this is, whether it still says what is so, and what can be done with the whole of it. */
export function RunBar({ workbench }: { readonly workbench: Workbench }): ReactNode {
  const { run, detail } = workbench;
  const format = useFormat();
  const { sealed } = useSession();
  const nameOf = usePersonName();
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <ArrowGroup label="The run" className="flex flex-wrap items-center gap-x-3 gap-y-1 px-panel py-1.5">
        <h2 id={heading} className="text-md font-medium">
          Reconciliation of {format.period(run.period)}
        </h2>
        <StatusBadge kind="check" state={run.state} look="soft" />
        <span className="text-muted">
          by {nameOf(run.ranBy)}, <InstantText at={run.ranAt} />
        </span>
        <span className="flex items-center gap-1 text-muted">
          evidence <IdText id={run.evidenceHash} label="evidence hash" shown={8} />
        </span>
        <span className="flex-1" />
        <RunChoice workbench={workbench} />
        {workbench.isReadOnly ? null : <CommandButton id="reconciliation.undoRun" variant="quiet" />}
        <CommandButton id="reconciliation.run">Run again</CommandButton>
      </ArrowGroup>
      {run.state === 'undone' && (
        <Banner tone="warning">
          {run.undoneBy === null ? 'Somebody' : nameOf(run.undoneBy)} undid this run: what its rules matched
          stands alone. Run again to match it again.
        </Banner>
      )}
      {run.state === 'current' && detail.changedSince > 0 && (
        <Banner tone="warning">
          {format.counted(detail.changedSince, 'document')} changed after this run. What is shown is as of
          then; run again.
        </Banner>
      )}
      {workbench.isReadOnly && (sealed === null || run.state === 'superseded') && (
        <Banner tone="read-only">
          {run.state === 'superseded'
            ? 'An older run, for looking at. Choose the newest to work on it.'
            : `${format.period(run.period)} is closed for ${detail.lockedEntities.join(', ')}: matches and breaks can be looked at, not changed.`}
        </Banner>
      )}
    </section>
  );
}

function RunChoice({ workbench }: { readonly workbench: Workbench }): ReactNode {
  const { run, search, setSearch } = workbench;
  const { data } = useRead(api.reconciliation.runs, { period: run.period, limit: 20 });
  const format = useFormat();
  const rows = data?.rows.filter(({ hasRows }) => hasRows) ?? [];
  const options = (rows.length > 0 ? rows : [run]).map((one) => ({
    value: one.id,
    label: `Run ${format.count(one.number)}`,
    about: one.state,
  }));
  return (
    <Select
      label="Run"
      isLabelHidden
      value={search.run ?? run.id}
      onChange={(next) => setSearch({ run: next === rows[0]?.id ? undefined : next, id: undefined })}
      options={options}
      className="w-28"
    />
  );
}
