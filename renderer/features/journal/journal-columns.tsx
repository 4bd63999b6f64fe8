import type { WireEntry } from '#core/contract/journal.ts';
import type { GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

export const journalColumns: readonly GridColumn<WireEntry>[] = [
  {
    id: 'seq',
    header: '#',
    description: 'Position',
    kind: 'number',
    value: (row) => row.seq,
    isPinned: true,
    width: 76,
  },
  { id: 'recordedAt', header: 'Recorded', kind: 'instant', value: (row) => row.recordedAt, width: 136 },
  { id: 'type', header: 'What happened', kind: 'text', value: (row) => row.type, width: 190 },
  {
    id: 'summary',
    header: 'About',
    kind: 'text',
    value: (row) => row.summary,
    render: (row) => <VendorText text={row.summary} isTruncated />,
    width: 260,
  },
  { id: 'actor', header: 'By', kind: 'text', value: (row) => row.actor, width: 150 },
  { id: 'entity', header: 'Entity', kind: 'text', value: (row) => row.legalEntity, width: 84 },
  { id: 'effectiveOn', header: 'Effective on', kind: 'day', value: (row) => row.effectiveOn, width: 112 },
  { id: 'reason', header: 'Reason', kind: 'text', value: (row) => row.reason, width: 200, isHidden: true },
  { id: 'aggregate', header: 'Id', kind: 'id', value: (row) => row.aggregateId, width: 150 },
  { id: 'hash', header: 'Hash', kind: 'id', value: (row) => row.hash, width: 150, isHidden: true },
];
