import type { ReactNode } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { useSetScope } from '#renderer/shell/scope/scope.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { ProgressBar } from '#renderer/ui/progress-bar.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';

type EntityClose = Awaited<ReturnType<typeof api.close.list>>['rows'][number];

const cell = 'border-b px-2 py-2';
const signOffStates = {
  none: 'open',
  prepared: 'prepared',
  signed: 'signed-off',
  suspended: 'suspended',
} as const;

/** Every legal entity with how far its close is; choosing one opens its checklist. */
export function EntityList({ period }: { readonly period: string }): ReactNode {
  const format = useFormat();
  const read = useRead(api.close.list, { period });
  const { data } = read;
  if (read.error && !data) return <Unread read={read} title="The closes could not be read" />;
  return (
    <Panel
      title={`Close of ${format.period(period)}`}
      aside="Choose an entity to work on its checklist"
      className="flex-1"
    >
      <table className="w-full border-collapse">
        <thead className="text-left text-sm text-muted">
          <tr>
            <th className={`${cell} font-normal`}>Entity</th>
            <th className={`${cell} font-normal`}>Period</th>
            <th className={`${cell} font-normal`}>Tasks</th>
            <th className={`${cell} text-right font-normal`}>Open exceptions</th>
            <th className={`${cell} text-right font-normal`}>At risk</th>
            <th className={`${cell} font-normal`}>Sign-off</th>
          </tr>
        </thead>
        <tbody>
          {data?.rows.map((row) => (
            <EntityRow key={row.legalEntity} row={row} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function EntityRow({ row }: { readonly row: EntityClose }): ReactNode {
  const format = useFormat();
  const setScope = useSetScope();
  return (
    <tr className="hover:bg-hover">
      <td className={cell}>
        <button
          type="button"
          className="min-h-6 font-medium text-accent underline-offset-2 hover:underline"
          onClick={() => setScope({ entity: row.legalEntity })}
        >
          {row.legalEntity}
        </button>
      </td>
      <td className={cell}>
        <StatusBadge kind="period" state={row.periodState} />
      </td>
      <td className={cell}>
        <TaskProgress row={row} />
      </td>
      <td className={`${cell} text-right tabular-nums`}>{format.count(row.blockers.count)}</td>
      <td className={`${cell} text-right`}>
        <MoneyTotals sums={row.blockers.sums} isStacked />
      </td>
      <td className={cell}>
        <StatusBadge kind="check" state={signOffStates[row.signOff]} />
      </td>
    </tr>
  );
}

function TaskProgress({ row }: { readonly row: EntityClose }): ReactNode {
  const format = useFormat();
  return (
    <span className="flex items-center gap-3">
      <span className="w-16 text-muted">
        {format.count(row.tasksDone)} of {format.count(row.tasks)}
      </span>
      <span className="w-40">
        <ProgressBar label={`Tasks of ${row.legalEntity}`} done={row.tasksDone} total={row.tasks} isBare />
      </span>
    </span>
  );
}
