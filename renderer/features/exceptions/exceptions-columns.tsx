import type { WireException } from '#core/contract/exceptions.ts';
import type { GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { AgeText } from '#renderer/ui/time-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { codeWords, roleWords } from './code-words.ts';

/** Columns of the triage grid. Ids are written into saved views and are the API's sort keys where a column sorts. */
export const exceptionsColumns: readonly GridColumn<WireException>[] = [
  {
    id: 'severity',
    header: 'Risk',
    description: 'Money at risk against the amount from which on the policy wants a person',
    kind: 'status',
    value: (row) => row.severity,
    render: (row) => <StatusBadge kind="severity" state={row.severity} />,
    width: 84,
    isPinned: true,
  },
  {
    id: 'age',
    header: 'Age',
    description: 'Since it was raised; overdue by its service level where it says so',
    kind: 'instant',
    value: (row) => row.raisedAt,
    render: (row) => (
      <span className={row.isOverdue && row.state === 'open' ? 'font-medium text-negative' : undefined}>
        <AgeText at={row.raisedAt} />
        {row.isOverdue && row.state === 'open' ? ' late' : ''}
      </span>
    ),
    width: 68,
    isSortable: true,
  },
  {
    id: 'code',
    header: 'What',
    kind: 'text',
    value: (row) => codeWords(row.code),
    width: 164,
    isSortable: true,
  },
  {
    id: 'risk',
    header: 'At risk',
    kind: 'money',
    value: (row) => row.amount,
    width: 136,
    isSortable: true,
  },
  {
    id: 'subject',
    header: 'Object',
    kind: 'text',
    value: (row) => row.subject.label,
    render: (row) => <VendorText text={row.subject.label} isTruncated />,
    width: 128,
  },
  {
    id: 'customer',
    header: 'Customer',
    kind: 'text',
    value: (row) => row.subject.customer ?? '',
    render: (row) =>
      row.subject.customer === null ? null : <VendorText text={row.subject.customer} isTruncated />,
    width: 168,
  },
  {
    id: 'entity',
    header: 'Entity',
    kind: 'text',
    value: (row) => row.legalEntity ?? '',
    width: 76,
    isSortable: true,
  },
  {
    id: 'period',
    header: 'Period',
    kind: 'text',
    value: (row) => row.period ?? '',
    width: 80,
    isSortable: true,
  },
  {
    id: 'assignee',
    header: 'Assigned to',
    kind: 'text',
    value: (row) => row.assignee?.name ?? '',
    width: 124,
    isSortable: true,
  },
  {
    id: 'owner',
    header: 'Fixed by',
    kind: 'text',
    value: (row) => roleWords(row.ownerRole),
    width: 136,
    isSortable: true,
  },
  {
    id: 'snoozed',
    header: 'Back at',
    kind: 'instant',
    value: (row) => row.snoozedUntil,
    width: 128,
    isHidden: true,
  },
];
