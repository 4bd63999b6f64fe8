import { useCallback } from 'react';
import type * as z from 'zod';
import { useSetSearch } from '#renderer/shell/scope/screen-search.ts';
import type { JournalFilter, journalEntrySearch } from './journal-search.ts';

/** Narrows the journal. The entry chosen before may not fit what is asked for now: the first that does is shown. */
export function useNarrowing(): (filter: Partial<JournalFilter>) => void {
  const setSearch = useSetSearch<JournalFilter & z.output<typeof journalEntrySearch>>();
  return useCallback((filter) => setSearch({ ...filter, seq: undefined }), [setSearch]);
}
