import * as z from 'zod';
import { postingQueueSchema, postingSortSchema } from '#core/contract/postings.ts';

const text = z.string().max(400).optional().catch(undefined);

/** What the address says about the screen; without anything it is what is held, the largest first. */
export const postingsSearch = z.object({
  queue: postingQueueSchema.optional().catch(undefined),
  flow: text,
  holdCode: text,
  currency: text,
  text: z.string().max(200).optional().catch(undefined),
  sort: postingSortSchema.optional().catch(undefined),
  direction: z.enum(['ascending', 'descending']).optional().catch(undefined),
  id: text,
});

export type PostingsSearch = z.output<typeof postingsSearch>;

/** The list's filter for an address, under a legal entity. */
export function filterOf(search: PostingsSearch, legalEntity: string | null) {
  const { flow, holdCode, currency, text: words } = search;
  return {
    ...(flow === undefined ? {} : { flow }),
    ...(holdCode === undefined ? {} : { holdCode }),
    ...(currency === undefined ? {} : { currency }),
    ...(words === undefined || words.trim() === '' ? {} : { text: words.trim() }),
    ...(legalEntity === null ? {} : { legalEntity }),
  };
}

/** The list's question for an address, under a legal entity, in any order. */
export function questionOf(search: PostingsSearch, legalEntity: string | null) {
  return { queue: search.queue ?? ('held' as const), ...filterOf(search, legalEntity) };
}

export function isFiltered({ flow, holdCode, currency, text: words }: PostingsSearch): boolean {
  return [flow, holdCode, currency, words].some((one) => one !== undefined && one !== '');
}

export const noFilter = {
  flow: undefined,
  holdCode: undefined,
  currency: undefined,
  text: undefined,
  // What was open may not be the first of what is listed then.
  id: undefined,
} as const;
