import type * as z from 'zod';
import type { expectedOutput } from '#core/contract/overview.ts';
import type { GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

export type ExpectedRow = z.output<typeof expectedOutput>['rows'][number];

const waitsFor: Readonly<Record<string, string>> = {
  'opportunity-to-order': 'A signed order',
  'order-to-subscription': 'A subscription in billing',
  'subscription-to-invoice': 'An invoice for the period',
  'invoice-to-erp': 'An invoice in the ERP',
  'payment-to-erp': 'Cash in the ERP',
};

export const expectedColumns: readonly GridColumn<ExpectedRow>[] = [
  {
    id: 'type',
    header: 'Waits for',
    kind: 'text',
    value: (row) => waitsFor[row.type] ?? row.type,
    isSortable: true,
    width: 210,
    isPinned: true,
  },
  {
    id: 'label',
    header: 'Because of',
    kind: 'text',
    value: (row) => row.label,
    render: (row) => <VendorText text={row.label} isTruncated />,
    width: 240,
  },
  {
    id: 'entity',
    header: 'Entity',
    kind: 'text',
    value: (row) => row.legalEntity,
    isSortable: true,
    width: 100,
  },
  { id: 'amount', header: 'Amount', kind: 'money', value: (row) => row.amount, isSortable: true },
  { id: 'due', header: 'Due', kind: 'instant', value: (row) => row.dueAt, isSortable: true, width: 150 },
  {
    id: 'state',
    header: 'State',
    kind: 'text',
    value: (row) => (row.state === 'missed' ? 'Overdue' : 'Still in time'),
    width: 120,
  },
];
