import { z } from 'zod';
import { type Result, err, ok } from '#core/base/result.ts';
import { type PullFailure, splitPage } from '../sdk/index.ts';

/** A page of a query: the vendor's texts of its records, and where the next page is. */
export interface QueryPage {
  readonly records: readonly string[];
  /** Null on the last page. */
  readonly nextRecordsUrl: string | null;
}

const envelope = z.union([
  z.looseObject({ done: z.literal(true) }),
  z.looseObject({ done: z.literal(false), nextRecordsUrl: z.string().min(1) }),
]);

/** Reads a query's answer. `done` decides: a finished answer may still carry a URL, which means nothing then. */
export function queryPage(text: string): Result<QueryPage, PullFailure> {
  const page = splitPage(text, ['records']);
  if (!page.ok) return err({ ...page.error, code: 'RESPONSE_INVALID' });
  const parsed = envelope.safeParse(page.value.envelope);
  if (!parsed.success) {
    return err({
      code: 'RESPONSE_INVALID',
      message: 'the page does not say whether it is the last',
      where: '$.done',
    });
  }
  const nextRecordsUrl = parsed.data.done ? null : parsed.data.nextRecordsUrl;
  return ok({ records: page.value.elements, nextRecordsUrl });
}
