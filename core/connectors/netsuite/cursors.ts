import { z } from 'zod';
import { type Result, ok } from '#core/base/result.ts';
import { type Cursor, type PullFailure, readCursor, writeCursor } from '../sdk/index.ts';
import { idPattern, stampPattern } from './queries.ts';

const stamp = z.string().regex(stampPattern);
const id = z.string().regex(idPattern);
const stalled = z.int().min(0);

/**
 * A walk by (change stamp, id). `from` is where this walk began, `after` the last row taken, `high` the latest stamp ever
 * seen: the next walk begins an overlap before it. Stamps are NetSuite's own text; our clock has no part in them.
 */
const changeCursor = z.strictObject({
  v: z.literal(1),
  from: stamp.nullable(),
  after: z.strictObject({ stamp, id }).nullable(),
  high: stamp.nullable(),
  stalled,
});
export type ChangeCursor = z.output<typeof changeCursor>;

/** A walk over short lists, one after the other, each by id. */
const listCursor = z.strictObject({ v: z.literal(1), list: z.int().min(0), afterId: id, stalled });
export type ListCursor = z.output<typeof listCursor>;

export function readChangeCursor(cursor: Cursor | null): Result<ChangeCursor, PullFailure> {
  if (cursor === null) return ok({ v: 1, from: null, after: null, high: null, stalled: 0 });
  return readCursor(changeCursor, cursor);
}

export function readListCursor(cursor: Cursor | null): Result<ListCursor, PullFailure> {
  if (cursor === null) return ok({ v: 1, list: 0, afterId: '0', stalled: 0 });
  return readCursor(listCursor, cursor);
}

export function writeChangeCursor(cursor: ChangeCursor): Cursor {
  return writeCursor(cursor);
}

export function writeListCursor(cursor: ListCursor): Cursor {
  return writeCursor(cursor);
}

/** Whether row (stamp, id) stands behind the other in the order of the walk. */
export function isAfter(
  left: { readonly stamp: string; readonly id: string },
  right: { readonly stamp: string; readonly id: string },
): boolean {
  return left.stamp === right.stamp ? BigInt(left.id) > BigInt(right.id) : left.stamp > right.stamp;
}

/** The stamp `byMs` earlier, in the same calendar as the stamp itself. */
export function earlier(stampText: string, byMs: number): string {
  const epochMs = Date.parse(`${stampText.replace(' ', 'T')}Z`) - byMs;
  return new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ');
}
