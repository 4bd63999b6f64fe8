import type { CreatedRange } from './collection.ts';
import type { Params } from './params.ts';
import { type Json, listOf } from './render-parties.ts';
import { renderRow } from './render.ts';
import type { Kind, RowByKind } from './rows.ts';
import type { StripeState } from './state.ts';
import { invalid, missing } from './stripe-error.ts';
import type { UsageBook } from './usage.ts';
import type { WebhookQueue } from './webhooks.ts';

/** What a handler works with. */
export interface Call {
  readonly state: StripeState;
  readonly usage: UsageBook;
  readonly webhooks: WebhookQueue;
  readonly params: Params;
  readonly path: string;
  /** The path's variable parts, in order. */
  readonly ids: readonly string[];
}

/**
 * Reads and validates the parameters, and returns the work itself. What is thrown before the work begins is no result
 * that an idempotency key remembers.
 */
export type Prepare = (call: Call) => () => Json;

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly pattern: RegExp;
  readonly prepare: Prepare;
}

/** `:id` in the path stands for one part. */
export function route(method: Route['method'], path: string, prepare: Prepare): Route {
  const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:[a-z]+/g, '([^/]+)')}$`);
  return { method, pattern, prepare };
}

/** The first variable part of the path. */
export function pathId(call: Call): string {
  return decodeURIComponent(call.ids[0] ?? '');
}

export interface PageParams {
  readonly limit: number;
  readonly startingAfter?: string;
  readonly endingBefore?: string;
}

export function pageParams(params: Params): PageParams {
  const limit = params.integer('limit') ?? 10;
  if (limit < 1 || limit > 100) {
    const bound = limit < 1 ? 'greater than or equal to 1' : 'less than or equal to 100';
    throw invalid(`This value must be ${bound}.`, 'limit', 'parameter_invalid_integer');
  }
  const startingAfter = params.text('starting_after');
  const endingBefore = params.text('ending_before');
  if (startingAfter !== undefined && endingBefore !== undefined) {
    throw invalid('You can only specify one of starting_after and ending_before.', 'ending_before');
  }
  return {
    limit,
    ...(startingAfter === undefined ? {} : { startingAfter }),
    ...(endingBefore === undefined ? {} : { endingBefore }),
  };
}

export interface ListFilter<R> {
  readonly by?: { readonly index: string; readonly value: string };
  readonly filter?: (row: R) => boolean;
  readonly created?: CreatedRange;
}

/** One page of a table as Stripe's list object. */
export function listTable<K extends Kind>(
  call: Call,
  kind: K,
  page: PageParams,
  filter: ListFilter<RowByKind[K]> = {},
): Json {
  const table = call.state.tables[kind];
  for (const [param, cursor] of [
    ['starting_after', page.startingAfter],
    ['ending_before', page.endingBefore],
  ] as const) {
    if (cursor !== undefined && table.get(cursor) === undefined) throw missing(kind, cursor, param);
  }
  const found = (
    table as unknown as { list: (query: object) => { rows: RowByKind[K][]; hasMore: boolean } }
  ).list({
    ...page,
    ...filter,
  });
  const data = found.rows.map((row) => renderRow(call.state, kind, row));
  return listOf(call.path, data, found.hasMore);
}

/** A page of a small list that is already in order. */
export function listArray(call: Call, items: readonly Json[], page: PageParams): Json {
  const { startingAfter, endingBefore, limit } = page;
  const cursor = startingAfter ?? endingBefore;
  const at = cursor === undefined ? -1 : items.findIndex((item) => item['id'] === cursor);
  if (cursor !== undefined && at < 0) {
    throw missing('object', cursor, startingAfter === undefined ? 'ending_before' : 'starting_after');
  }
  if (endingBefore !== undefined) {
    const start = Math.max(0, at - limit);
    return listOf(call.path, items.slice(start, at), start > 0);
  }
  return listOf(call.path, items.slice(at + 1, at + 1 + limit), items.length > at + 1 + limit);
}

/** Retrieves a row of the kind by the path's id. */
export function retrieve(kind: Kind, param = 'id'): Prepare {
  return (call) => () => renderRow(call.state, kind, call.state.find(kind, pathId(call), param, 404));
}

/** Members of an input without those that are undefined, which exact optional properties ask for. */
export function given<T extends object>(members: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
