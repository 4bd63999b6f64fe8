import type { WirePosting } from '#core/contract/postings.ts';
import { capital, plainWords } from '#renderer/format/plain-words.ts';
import type { GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import { SentenceText } from '#renderer/ui/sentence-text.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { AgeText, InstantText } from '#renderer/ui/time-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { commandWords } from './posting-words.ts';

/** Columns of the grid. Ids are written into saved views and are the API's sort keys where a column sorts. */
export const postingsColumns: readonly GridColumn<WirePosting>[] = [
  {
    id: 'document',
    header: 'Document',
    kind: 'text',
    value: (row) => row.sourceReference,
    render: (row) => <VendorText text={row.sourceReference} isTruncated className="font-medium" />,
    width: 136,
    isPinned: true,
    isSortable: true,
  },
  { id: 'what', header: 'What', kind: 'text', value: (row) => commandWords(row.commandType), width: 92 },
  {
    id: 'customer',
    header: 'Customer',
    kind: 'text',
    value: (row) => row.customer ?? '',
    render: (row) => (row.customer === null ? null : <VendorText text={row.customer} isTruncated />),
    width: 156,
  },
  { id: 'amount', header: 'Amount', kind: 'money', value: (row) => row.amount, width: 140, isSortable: true },
  {
    id: 'why',
    header: 'Why',
    description: 'Why it is held, or what became of it',
    kind: 'text',
    value: whyWords,
    render: (row) => <SentenceText text={whyWords(row)} isTruncated />,
    width: 220,
  },
  {
    id: 'state',
    header: 'State',
    kind: 'status',
    value: (row) => (row.graceUntil === null ? row.state : 'in grace'),
    render: (row) => <StatusBadge kind="posting" state={row.state} />,
    width: 120,
    isSortable: true,
  },
  {
    id: 'you',
    header: 'You',
    description: 'Whether you may approve it, and which rule says no',
    kind: 'text',
    value: (row) =>
      row.state !== 'HELD' ? '' : row.you.approve === null ? 'may approve' : row.you.approve.code,
    text: (row) => (row.state !== 'HELD' ? '' : row.you.approve === null ? 'May approve' : ruleWords(row)),
    render: (row) =>
      row.state === 'HELD' && (
        <span
          className={row.you.approve === null ? undefined : 'text-muted'}
          title={row.you.approve?.message}
        >
          {row.you.approve === null ? 'May approve' : ruleWords(row)}
        </span>
      ),
    width: 112,
  },
  {
    id: 'entity',
    header: 'Entity',
    kind: 'text',
    value: (row) => row.legalEntity,
    width: 76,
    isSortable: true,
  },
  { id: 'period', header: 'Period', kind: 'text', value: (row) => row.period, width: 80, isSortable: true },
  {
    id: 'prepared',
    header: 'Waiting',
    kind: 'instant',
    value: (row) => row.preparedAt,
    render: (row) => <AgeText at={row.preparedAt} />,
    width: 76,
    isSortable: true,
  },
  {
    id: 'flow',
    header: 'Flow',
    kind: 'text',
    value: (row) => plainWords(row.flow),
    width: 128,
    isSortable: true,
  },
  {
    id: 'notBefore',
    header: 'Not before',
    kind: 'instant',
    value: (row) => row.notBeforeAt,
    render: (row) => row.notBeforeAt && <InstantText at={row.notBeforeAt} style="time" />,
    width: 96,
    isHidden: true,
  },
];

const rules: Readonly<Record<string, string>> = {
  NOT_PREPARER_AND_APPROVER: 'Own work',
  ROLE_MISSING: 'Not your role',
  ENTITY_NOT_ALLOWED: 'Other entity',
  LIMIT_EXCEEDED: 'Above your limit',
  PERIOD_CLOSED: 'Period closed',
};

function whyWords({ holdReasons, reason }: WirePosting): string {
  return holdReasons.map(({ message }) => message).join(' ') || capital(reason ?? '');
}

/** The rule that keeps someone from approving, in two words; its sentence is the tooltip. */
function ruleWords({ you }: WirePosting): string {
  return you.approve === null ? '' : (rules[you.approve.code] ?? 'Not you');
}
