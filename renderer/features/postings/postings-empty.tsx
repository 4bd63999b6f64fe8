import type { ReactNode } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import type { SetSearch } from '#renderer/shell/scope/screen-search.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { isFiltered, noFilter, type PostingsSearch } from './postings-search.ts';

interface EmptyProps {
  readonly search: PostingsSearch;
  readonly setSearch: SetSearch<PostingsSearch>;
  readonly legalEntity: string | null;
}

/** Why the list is empty, and where there is work instead. */
export function PostingsEmpty({ search, setSearch, legalEntity }: EmptyProps): ReactNode {
  const { queue = 'held' } = search;
  const scope = legalEntity === null ? {} : { legalEntity };
  const format = useFormat();
  const { data: counts } = useRead(api.postings.counts, scope);
  const { data: exceptions } = useRead(api.exceptions.counts, scope);
  const total = counts?.queues[queue] ?? 0;
  if (isFiltered(search) && total > 0) {
    return <EmptyState kind="filtered" total={total} onClear={() => setSearch(noFilter)} />;
  }
  if (queue !== 'held' && queue !== 'awaiting-me') {
    return <EmptyState kind="nothing" title="Nothing is in this queue." />;
  }
  const open = exceptions?.queues.open ?? 0;
  return (
    <EmptyState
      kind="done"
      title="Queue clear"
      action={
        open > 0 && (
          <ScreenLink to="exceptions" className="text-accent underline">
            {format.count(open)} open exceptions
          </ScreenLink>
        )
      }
    >
      {queue === 'held' ? 'Nothing waits for approval.' : 'Nothing that is held is yours to approve.'}
    </EmptyState>
  );
}
