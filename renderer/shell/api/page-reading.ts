import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { GridRows, GridWindow } from '#renderer/ui/data-grid/grid-rows.ts';
import { pagesOf, rowsOfPages } from '#renderer/ui/data-grid/grid-rows.ts';
import type { CallOptions, CallPlace } from './api.ts';
import type { ApiFailure } from './api-failure.ts';
import { reading } from './reading.ts';

type Reader<Input, Output> = ((input: Input, options?: CallOptions) => Promise<Output>) & CallPlace;

/** How many rows one question asks for. */
const pageSize = 200;

export interface Pages<Output, Row> {
  readonly rows: GridRows<Row>;
  /** The answer that counts and sums of the whole come from. */
  readonly first: Output | undefined;
  readonly isLoading: boolean;
  readonly isFetching: boolean;
  readonly error: ApiFailure | null;
  readonly retry: () => void;
  /** For the grid: which rows are in view. */
  readonly onWindow: (window: GridWindow) => void;
}

/**
 * A list that the host filters, sorts and pages, for a grid: the pages in view are asked for and kept current, the rest is
 * counted. Keep `read` and `question` the same between renders.
 */
export function usePages<Question extends object, Output, Row>(
  call: Reader<Question & { offset: number; limit: number }, Output>,
  question: Question,
  read: (output: Output) => { readonly rows: readonly Row[]; readonly total: number },
): Pages<Output, Row> {
  const [wanted, setWanted] = useState<readonly number[]>([0]);
  const numbers = useMemo(() => [...new Set([0, ...wanted])], [wanted]);
  const queries = useQueries({
    queries: numbers.map((number) => ({
      ...reading(call, { ...question, offset: number * pageSize, limit: pageSize }),
      placeholderData: keepPreviousData,
    })),
  });
  const [head] = queries;
  const first = head?.data as Output | undefined;
  // A page that is only held over from another question is not shown; the first one is, until its answer is there.
  const answers = useSameItems(
    queries.map(({ data, isPlaceholderData }, at) =>
      at > 0 && isPlaceholderData ? undefined : (data as Output | undefined),
    ),
  );
  const rows = useMemo(() => {
    const pages = new Map<number, readonly Row[]>();
    for (const [at, answer] of answers.entries()) {
      if (answer !== undefined) pages.set(numbers[at] ?? 0, read(answer).rows);
    }
    return rowsOfPages(first === undefined ? 0 : read(first).total, pageSize, pages);
  }, [answers, first, numbers, read]);
  const onWindow = useCallback((window: GridWindow) => {
    const touched = pagesOf(window, pageSize);
    setWanted((before) => (before.join() === touched.join() ? before : touched));
  }, []);
  return {
    rows,
    first,
    isLoading: first === undefined && (head?.error ?? null) === null,
    isFetching: queries.some(({ isFetching }) => isFetching),
    error: head?.error ?? null,
    retry: () => void head?.refetch(),
    onWindow,
  };
}

/** The list of the last render as long as it holds the same items, so that what is made of them is kept too. */
function useSameItems<Item>(items: readonly Item[]): readonly Item[] {
  const [kept, setKept] = useState(items);
  if (kept.length === items.length && kept.every((item, at) => item === items[at])) return kept;
  setKept(items);
  return items;
}
