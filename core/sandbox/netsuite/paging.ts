import type { Paging } from './record-links.ts';
import { invalidParameter } from './refusal.ts';

const LIMIT_DEFAULT = 1_000;
const LIMIT_MAX = 1_000;

/** `limit` (1 to 1,000) and `offset` (a multiple of the limit) of a request. */
export function readPaging(query: URLSearchParams): Paging {
  const limit = whole(query, 'limit') ?? LIMIT_DEFAULT;
  if (limit < 1 || limit > LIMIT_MAX) {
    throw invalidParameter(
      `Invalid value for the query parameter limit. Provide a number between 1 and ${LIMIT_MAX}.`,
      'limit',
    );
  }
  const offset = whole(query, 'offset') ?? 0;
  if (offset % limit !== 0) {
    throw invalidParameter(
      'Invalid value for the query parameter offset. The offset must be divisible by the limit.',
      'offset',
    );
  }
  return { limit, offset };
}

function whole(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw invalidParameter(`Invalid value for the query parameter ${name}.`, name);
  return Number(text);
}
