import * as z from 'zod';
import { exceptionQueueSchema, exceptionSortSchema, severitySchema } from '#core/contract/exceptions.ts';

const text = z.string().max(400).optional().catch(undefined);

/** What the address says about the screen; without anything it is what wants work now, most at risk first. */
export const exceptionsSearch = z.object({
  state: exceptionQueueSchema.optional().catch(undefined),
  code: text,
  causeKey: text,
  severity: severitySchema.optional().catch(undefined),
  ownerRole: text,
  text: z.string().max(200).optional().catch(undefined),
  sort: exceptionSortSchema.optional().catch(undefined),
  direction: z.enum(['ascending', 'descending']).optional().catch(undefined),
  /** Each one, or by root cause. */
  view: z.enum(['causes']).optional().catch(undefined),
  id: text,
});

export type ExceptionsSearch = z.output<typeof exceptionsSearch>;

/** The list's question for an address, under a legal entity. */
export function questionOf(search: ExceptionsSearch, legalEntity: string | null) {
  const { state = 'open', code, causeKey, severity, ownerRole, text: words } = search;
  return {
    state,
    ...(code === undefined ? {} : { code }),
    ...(causeKey === undefined ? {} : { causeKey }),
    ...(severity === undefined ? {} : { severity }),
    ...(ownerRole === undefined ? {} : { ownerRole }),
    ...(words === undefined || words.trim() === '' ? {} : { text: words.trim() }),
    ...(legalEntity === null ? {} : { legalEntity }),
  };
}

export function isFiltered({ code, causeKey, severity, ownerRole, text: words }: ExceptionsSearch): boolean {
  return [code, causeKey, severity, ownerRole, words].some((one) => one !== undefined && one !== '');
}

export const noFilter = {
  code: undefined,
  causeKey: undefined,
  severity: undefined,
  ownerRole: undefined,
  text: undefined,
  // What was open may not be the first of what is listed then.
  id: undefined,
} as const;
