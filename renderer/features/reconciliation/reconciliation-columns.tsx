import type { WireBreakRow, WireDocument, WireGroup } from '#core/contract/reconciliation.ts';
import type { GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { kindWords, ruleWords, scopeWords } from './words.ts';

const count = ({ left, right }: WireGroup): string => `${left.count} : ${right.count}`;

/** Lines of the run: each is one match, suggestion or ambiguity. Ids are the API's sort keys where a column sorts. */
export const groupColumns: readonly GridColumn<WireGroup>[] = [
  {
    id: 'reference',
    header: 'Number',
    kind: 'text',
    value: (row) => row.reference,
    render: (row) => <VendorText text={row.reference} isTruncated />,
    width: 148,
    isPinned: true,
    isSortable: true,
  },
  { id: 'on', header: 'Day', kind: 'day', value: (row) => row.on, width: 104, isSortable: true },
  {
    id: 'rule',
    header: 'Rule',
    kind: 'text',
    value: (row) => ruleWords(row.rule),
    width: 150,
    isSortable: true,
  },
  {
    id: 'shape',
    header: 'Docs',
    description: 'Documents left and right',
    kind: 'text',
    value: count,
    width: 60,
  },
  { id: 'amount', header: 'Left', kind: 'money', value: (row) => row.left.sum, width: 140, isSortable: true },
  { id: 'right', header: 'Right', kind: 'money', value: (row) => row.right.sum, width: 140 },
  {
    id: 'difference',
    header: 'Difference',
    kind: 'money',
    value: (row) => row.difference,
    render: (row) => <MoneyText amount={row.difference} currency="code" isDifference />,
    width: 132,
    isSortable: true,
  },
  {
    id: 'days',
    header: 'Days',
    description: 'Days later on the right',
    kind: 'number',
    value: (row) => row.days,
    width: 60,
  },
  {
    id: 'customer',
    header: 'Customer',
    kind: 'text',
    value: (row) => row.customer ?? '',
    render: (row) => (row.customer === null ? null : <VendorText text={row.customer} isTruncated />),
    width: 96,
    isSortable: true,
  },
  { id: 'scope', header: 'Scope', kind: 'text', value: (row) => scopeWords(row.scope), width: 112 },
  { id: 'entity', header: 'Entity', kind: 'text', value: (row) => row.legalEntity, width: 80 },
  {
    id: 'origin',
    header: 'Made by',
    kind: 'text',
    value: (row) => (row.origin === 'rule' ? 'Rule' : 'Person'),
    width: 84,
  },
];

/** Documents that nothing matches, one band a side. */
export const documentColumns: readonly GridColumn<WireDocument>[] = [
  {
    id: 'reference',
    header: 'Number',
    kind: 'text',
    value: (row) => row.reference ?? row.externalId,
    render: (row) => <VendorText text={row.reference ?? row.externalId} isTruncated />,
    width: 136,
    isSortable: true,
  },
  { id: 'kind', header: 'Kind', kind: 'text', value: (row) => kindWords(row.kind), width: 92 },
  { id: 'on', header: 'Day', kind: 'day', value: (row) => row.on, width: 100, isSortable: true },
  { id: 'amount', header: 'Amount', kind: 'money', value: (row) => row.amount, width: 136, isSortable: true },
  {
    id: 'note',
    header: 'Why',
    kind: 'status',
    value: (row) => row.note ?? '',
    render: (row) => (row.note === null ? null : <StatusBadge kind="break" state={row.note} />),
    width: 120,
  },
  {
    id: 'customer',
    header: 'Customer',
    kind: 'text',
    value: (row) => row.customer ?? '',
    render: (row) => (row.customer === null ? null : <VendorText text={row.customer} isTruncated />),
    width: 92,
    isSortable: true,
  },
  { id: 'entity', header: 'Entity', kind: 'text', value: (row) => row.legalEntity, width: 76 },
];

export const breakColumns: readonly GridColumn<WireBreakRow>[] = [
  {
    id: 'class',
    header: 'Class',
    kind: 'status',
    value: (row) => row.class,
    render: (row) => <StatusBadge kind="break" state={row.class} />,
    width: 132,
    isPinned: true,
    isSortable: true,
  },
  {
    id: 'reference',
    header: 'Number',
    kind: 'text',
    value: (row) =>
      row.left?.reference ?? row.right?.reference ?? row.left?.externalId ?? row.right?.externalId ?? '',
    render: (row) => (
      <VendorText
        text={
          row.left?.reference ?? row.right?.reference ?? row.left?.externalId ?? row.right?.externalId ?? ''
        }
        isTruncated
      />
    ),
    width: 140,
    isSortable: true,
  },
  { id: 'on', header: 'Day', kind: 'day', value: (row) => row.on, width: 100, isSortable: true },
  {
    id: 'amount',
    header: 'Difference',
    kind: 'money',
    value: (row) => row.difference,
    render: (row) => <MoneyText amount={row.difference} currency="code" isDifference />,
    width: 140,
    isSortable: true,
  },
  {
    id: 'state',
    header: 'State',
    kind: 'status',
    value: (row) => row.state,
    render: (row) => <StatusBadge kind="break-state" state={row.state} />,
    width: 108,
  },
  { id: 'scope', header: 'Scope', kind: 'text', value: (row) => scopeWords(row.scope), width: 124 },
  { id: 'entity', header: 'Entity', kind: 'text', value: (row) => row.legalEntity, width: 76 },
  {
    id: 'message',
    header: 'What was found',
    kind: 'text',
    value: (row) => row.message,
    render: (row) => <VendorText text={row.message} isTruncated />,
    width: 320,
  },
];
