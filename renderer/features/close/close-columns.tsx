import type { ReactNode } from 'react';
import type { WireCloseTask } from '#core/contract/close.ts';
import { type Amount, minorOf } from '#renderer/format/money.ts';
import type { GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { DayText } from '#renderer/ui/time-text.tsx';
import { stateOf } from './task-words.ts';

/** The checklist in the template's order, its areas one after another. */
export const taskColumns: readonly GridColumn<WireCloseTask>[] = [
  { id: 'area', header: 'Area', kind: 'text', value: (row) => row.area, width: 108, isPinned: true },
  { id: 'title', header: 'Task', kind: 'text', value: (row) => row.title, width: 220 },
  {
    id: 'state',
    header: 'State',
    kind: 'status',
    value: (row) => row.state,
    render: (row) => <StatusBadge kind="check" state={stateOf(row)} />,
    width: 92,
  },
  {
    id: 'standing',
    header: 'Where it stands',
    kind: 'text',
    value: (row) => row.condition?.message ?? waiting(row),
    width: 228,
  },
  {
    id: 'blockers',
    header: 'In the way',
    kind: 'custom',
    value: (row) =>
      row.condition?.blockers.sums.map(({ currency, minor }) => `${currency} ${minor}`).join(' ') ?? '',
    render: (row) =>
      row.condition && !row.condition.isMet ? <SumsInLine sums={row.condition.blockers.sums} /> : null,
    align: 'end',
    width: 164,
  },
  {
    id: 'dueOn',
    header: 'Due',
    kind: 'day',
    value: (row) => row.dueOn,
    render: (row) => (
      <span className={row.isOverdue ? 'font-medium text-negative' : undefined}>
        <DayText day={row.dueOn} />
        {row.isOverdue ? ' late' : ''}
      </span>
    ),
    width: 124,
  },
  {
    id: 'preparer',
    header: 'Preparer',
    kind: 'text',
    value: (row) => (row.condition ? 'System' : (row.preparedBy ?? row.preparer ?? '')),
    width: 88,
  },
  {
    id: 'reviewer',
    header: 'Reviewer',
    kind: 'text',
    value: (row) => row.reviewedBy ?? row.reviewer ?? '',
    width: 88,
  },
  { id: 'evidence', header: 'Evidence', kind: 'number', value: (row) => row.evidence.length, width: 76 },
];

/** Sums per currency in one line, as high as the row is; what does not fit is cut off where it can be seen. */
function SumsInLine({ sums }: { readonly sums: readonly Amount[] }): ReactNode {
  const format = useFormat();
  const text = sums
    .filter((sum) => minorOf(sum) !== 0n)
    .map((sum) => format.compactMoney(sum))
    .join(', ');
  return (
    <span className="truncate" title={text}>
      {text}
    </span>
  );
}

function waiting(row: WireCloseTask): string {
  if (row.isDone) return 'Reviewed by a second person.';
  if (row.state === 'prepared') return 'Waits for a second person.';
  return row.waitsFor.length > 0
    ? `Waits for ${row.waitsFor.length === 1 ? 'another task' : `${row.waitsFor.length} other tasks`}.`
    : 'Waits for its preparer.';
}
