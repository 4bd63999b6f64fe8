import type * as z from 'zod';
import type { breachesOutput } from '#core/contract/service-levels.ts';
import type { GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

export type BreachRow = z.output<typeof breachesOutput>['rows'][number];

/** Hours with one decimal, so that a column of them compares at a glance. */
function hours(ms: number): number {
  return Math.round(ms / 360_000) / 10;
}

/** The outage that it waited for; what is over the target without it is not explained. */
function explained({ outage }: BreachRow): string | null {
  if (!outage) return null;
  return `${outage.isWholeReason ? '' : 'in part: '}${outage.connectionId}: ${outage.reason}`;
}

export const breachColumns: readonly GridColumn<BreachRow>[] = [
  {
    id: 'label',
    header: 'Item',
    kind: 'text',
    value: (row) => row.label,
    render: (row) => <VendorText text={row.label} isTruncated />,
    isPinned: true,
    width: 190,
  },
  { id: 'kind', header: 'Kind', kind: 'text', value: (row) => row.kind, width: 190 },
  { id: 'entity', header: 'Entity', kind: 'text', value: (row) => row.legalEntity, width: 90 },
  { id: 'amount', header: 'Amount', kind: 'money', value: (row) => row.amount },
  { id: 'started', header: 'Started', kind: 'instant', value: (row) => row.startedAt, width: 140 },
  {
    id: 'ended',
    header: 'Ended',
    kind: 'instant',
    value: (row) => row.endedAt,
    text: (row) => row.endedAt ?? 'still waiting',
    width: 140,
  },
  { id: 'took', header: 'Took, h', kind: 'number', value: (row) => hours(row.tookMs), width: 90 },
  { id: 'over', header: 'Over by, h', kind: 'number', value: (row) => hours(row.overMs), width: 100 },
  {
    id: 'outage',
    header: 'In an outage, h',
    kind: 'number',
    value: (row) => (row.outage ? hours(row.outage.ms) : null),
    width: 120,
  },
  {
    id: 'why',
    header: 'Explained by',
    kind: 'text',
    value: (row) => explained(row),
    render: (row) => <VendorText text={explained(row) ?? ''} isTruncated />,
    width: 220,
  },
  { id: 'id', header: 'Id', kind: 'id', value: (row) => row.itemId, width: 150 },
];
