import { describe, expect, it } from 'vitest';
import { parseRetryAfter, retryAfterCapMs, retryAfterDefaultMs, retryAfterFloorMs } from './retry-after.ts';

const nowMs = Date.UTC(2026, 8, 1, 12, 0, 0);

describe('Retry-After', () => {
  it.each([
    ['seconds', '120', 120_000, 'seconds'],
    ['an HTTP date', 'Tue, 01 Sep 2026 12:05:00 GMT', 300_000, 'http-date'],
    ['zero', '0', retryAfterFloorMs, 'seconds'],
    ['a negative number', '-5', retryAfterFloorMs, 'seconds'],
    ['a date in the past', 'Tue, 01 Sep 2026 11:00:00 GMT', retryAfterFloorMs, 'http-date'],
    ['ten years', '315360000', retryAfterCapMs, 'capped'],
    ['a date in ten years', 'Sat, 01 Sep 2036 12:00:00 GMT', retryAfterCapMs, 'capped'],
    ['a number with 400 digits', '9'.repeat(400), retryAfterCapMs, 'capped'],
    ['words', 'in a while', retryAfterDefaultMs, 'malformed'],
    ['a fraction', '1.5', retryAfterDefaultMs, 'malformed'],
    ['nothing', undefined, retryAfterDefaultMs, 'absent'],
    ['an empty value', '', retryAfterDefaultMs, 'absent'],
    ['two headers', ['1', '120'], 120_000, 'seconds'],
    ['two headers in the other order', ['120', '1'], 120_000, 'seconds'],
    ['two headers joined', '1, 120', 120_000, 'seconds'],
    ['a date and seconds joined', 'Tue, 01 Sep 2026 12:05:00 GMT, 1', 300_000, 'http-date'],
  ])('reads %s', (_name, header, waitMs, form) => {
    expect(parseRetryAfter(header, nowMs)).toEqual({ notBeforeMs: nowMs + waitMs, form });
  });
});
