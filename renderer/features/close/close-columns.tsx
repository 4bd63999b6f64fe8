import type { WireCloseTask } from '#core/contract/close.ts';
import type { GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { DayText } from '#renderer/ui/time-text.tsx';
import { stateOf } from './task-words.ts';

/** The checklist in the template's order, its areas one after another. */
export const taskColumns: readonly GridColumn<WireCloseTask>[] = [
  { id: 'area', header: 'Area', kind: 'text', value: (row) => row.area, width: 112, isPinned: true },
  { id: 'title', header: 'Task', kind: 'text', value: (row) => row.title, width: 240 },
  {
    id: 'state',
    header: 'State',
    kind: 'status',
    value: (row) => row.state,
    render: (row) => <StatusBadge kind="check" state={stateOf(row)} />,
    width: 112,
  },
  {
    id: 'standing',
    header: 'Where it stands',
    kind: 'text',
    value: (row) => row.condition?.message ?? waiting(row),
    width: 260,
  },
  {
    id: 'blockers',
    header: 'In the way',
    kind: 'custom',
    value: (row) =>
      row.condition?.blockers.sums.map(({ currency, minor }) => `${currency} ${minor}`).join(' ') ?? '',
    render: (row) =>
      row.condition && !row.condition.isMet ? (
        <MoneyTotals sums={row.condition.blockers.sums} isCompact />
      ) : null,
    align: 'end',
    width: 150,
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

function waiting(row: WireCloseTask): string {
  if (row.isDone) return 'Reviewed by a second person.';
  if (row.state === 'prepared') return 'Waits for a second person.';
  return row.waitsFor.length > 0
    ? `Waits for ${row.waitsFor.length} other tasks.`
    : 'Waits for its preparer.';
}
