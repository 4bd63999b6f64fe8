import type { ReactNode } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import type { SetSearch } from '#renderer/shell/scope/screen-search.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { type ExceptionsSearch, isFiltered, noFilter } from './exceptions-search.ts';

interface EmptyProps {
  readonly search: ExceptionsSearch;
  readonly setSearch: SetSearch<ExceptionsSearch>;
  readonly legalEntity: string | null;
}

/** Why the list is empty, and where there is work instead. */
export function ExceptionsEmpty({ search, setSearch, legalEntity }: EmptyProps): ReactNode {
  const { state = 'open' } = search;
  const scope = legalEntity === null ? {} : { legalEntity };
  const format = useFormat();
  const { data: counts } = useRead(api.exceptions.counts, { state, ...scope });
  const { data: held } = useRead(api.postings.counts, scope);
  const total = counts?.queues[state] ?? 0;
  if (isFiltered(search) && total > 0) {
    return <EmptyState kind="filtered" total={total} onClear={() => setSearch(noFilter)} />;
  }
  if (state === 'open' || state === 'mine') {
    const waiting = state === 'mine' ? (counts?.queues.open ?? 0) : (held?.queues['awaiting-me'] ?? 0);
    const next =
      waiting === 0 ? null : state === 'mine' ? (
        <ScreenLink to="exceptions" className="text-accent underline">
          {format.count(waiting)} open for everyone
        </ScreenLink>
      ) : (
        <ScreenLink to="postings" search={{ queue: 'awaiting-me' }} className="text-accent underline">
          {format.count(waiting)} held postings await you
        </ScreenLink>
      );
    return (
      <EmptyState kind="done" title="Queue clear" action={next}>
        Nothing here wants work now. New exceptions appear with the next sync.
      </EmptyState>
    );
  }
  return <EmptyState kind="nothing" title={`Nothing is ${state}.`} />;
}
