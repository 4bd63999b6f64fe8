import type { z } from 'zod';
import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import { type Result, err, ok } from '#core/base/result.ts';
import type { Cursor, PullFailure } from './connector.ts';

/** How far behind the high-water mark a new walk starts: at least twice the clock skew that we tolerate. */
export const overlapDefaultMs = 300_000;

/** A walk that does not move for this many pages is stopped. */
const stalledPagesMax = 3;

export function writeCursor(position: CanonicalValue): Cursor {
  return canonicalJson(position);
}

/** Reads our own cursor back. One of an older layout is expired: the caller starts over, which loses nothing. */
export function readCursor<T>(schema: z.ZodType<T>, cursor: Cursor): Result<T, PullFailure> {
  const expired: PullFailure = {
    code: 'CURSOR_EXPIRED',
    message: 'the stored position was written by another version of this connector',
    fix: 'The stream is read again from the start; records that are known are not taken twice.',
  };
  let value: unknown;
  try {
    value = JSON.parse(cursor);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return err(expired);
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? ok(parsed.data) : err(expired);
}

/**
 * Counts pages that got nowhere: no record although more is promised, or the same position again. The count travels in
 * the cursor, so a restart does not forget it.
 */
export function countStalled(
  stalledBefore: number,
  page: { readonly recordCount: number; readonly hasMoved: boolean; readonly isLast: boolean },
): Result<number, PullFailure> {
  if (page.isLast || (page.recordCount > 0 && page.hasMoved)) return ok(0);
  const stalled = stalledBefore + 1;
  if (stalled < stalledPagesMax) return ok(stalled);
  return err({
    code: 'NOT_ADVANCING',
    message: `${stalled} pages in a row brought nothing new although the vendor promises more`,
    fix: 'Start the run again later; if it stays so, tell the vendor.',
  });
}
