import type { WireRun } from '#core/contract/connections.ts';
import type { GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { RunBar } from './run-bar.tsx';

export const runColumns: readonly GridColumn<WireRun>[] = [
  { id: 'id', header: 'Run', kind: 'number', value: (row) => row.id, width: 72, isPinned: true },
  { id: 'connection', header: 'Connection', kind: 'text', value: (row) => row.connectionId, width: 100 },
  { id: 'stream', header: 'Stream', kind: 'text', value: (row) => row.stream, width: 150 },
  {
    id: 'state',
    header: 'State',
    kind: 'status',
    value: (row) => row.state,
    render: (row) => <StatusBadge kind="job" state={row.state} />,
    width: 104,
  },
  { id: 'startedAt', header: 'Started', kind: 'instant', value: (row) => row.startedAt, width: 136 },
  { id: 'took', header: 'Took, ms', kind: 'number', value: (row) => row.tookMs, width: 84 },
  {
    id: 'records',
    header: 'In',
    description: 'Records read',
    kind: 'number',
    value: (row) => row.records,
    width: 72,
  },
  {
    id: 'changed',
    header: 'New',
    description: 'Records that brought something new',
    kind: 'number',
    value: (row) => row.changed,
    width: 72,
  },
  {
    id: 'unchanged',
    header: 'Known',
    description: 'Records read before, or set aside',
    kind: 'number',
    value: (row) => row.unchanged,
    width: 72,
  },
  {
    id: 'quarantined',
    header: 'Held back',
    description: 'Records that could not be read',
    kind: 'number',
    value: (row) => row.quarantined,
    width: 84,
  },
  {
    id: 'bar',
    header: 'Share',
    kind: 'custom',
    value: (row) => row.changed,
    render: (row) => <RunBar run={row} />,
    width: 120,
  },
];
