import type { ReactNode } from 'react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { isNarrowed, noNarrowing } from './list-question.ts';
import type { Workbench } from './workbench.ts';

interface EmptyListProps {
  readonly workbench: Workbench;
  /** What would be listed without the filter. */
  readonly total: number;
  /** What it means that there is nothing at all. */
  readonly children: ReactNode;
}

/** Where a list would be: a filter that fits nothing is not taken for work that is done. */
export function EmptyList({ workbench, total, children }: EmptyListProps): ReactNode {
  const { search, setSearch } = workbench;
  if (total === 0 || !isNarrowed(search)) return children;
  return <EmptyState kind="filtered" total={total} onClear={() => setSearch(noNarrowing)} />;
}
