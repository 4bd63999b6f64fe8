import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type * as z from 'zod';
import type { listEntriesOutput, WireEntry } from '#core/contract/journal.ts';
import { api } from '#renderer/shell/api/api.ts';
import type { ApiFailure } from '#renderer/shell/api/api-failure.ts';
import type { GridWindow } from '#renderer/ui/data-grid/grid-rows.ts';

const pageSize = 200;

export interface EntryQuestion {
  readonly id?: string;
  readonly actor?: string;
  readonly day?: string;
  readonly type?: string;
  readonly area?: string;
}

type Page = z.output<typeof listEntriesOutput>;

/** Entries that fit, newest first, the next ones fetched as the view comes near their end. */
export function useEntries(question: EntryQuestion) {
  const query = useInfiniteQuery<Page, ApiFailure, { pages: Page[] }, readonly unknown[], number | null>({
    queryKey: [api.journal.list.area, api.journal.list.path, question],
    queryFn: ({ pageParam, signal }) =>
      api.journal.list(
        { ...question, limit: pageSize, ...(pageParam === null ? {} : { beforeSeq: pageParam }) },
        { signal },
      ),
    initialPageParam: null,
    getNextPageParam: (last) => last.nextBeforeSeq,
    placeholderData: keepPreviousData,
  });
  const entries = useMemo<readonly WireEntry[]>(
    () => query.data?.pages.flatMap(({ rows }) => rows) ?? [],
    [query.data],
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onWindow = ({ offset, limit }: GridWindow): void => {
    if (offset + limit > entries.length - 40 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  const [first] = query.data?.pages ?? [];
  return {
    ...query,
    entries,
    onWindow,
    count: first?.count ?? 0,
    isExact: first?.isExact ?? true,
    head: first?.head,
  };
}
