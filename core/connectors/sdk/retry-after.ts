/** How a Retry-After came; shown to people when it was not obeyed to the letter. */
export type RetryAfterForm = 'seconds' | 'http-date' | 'capped' | 'malformed' | 'absent';

export interface RetryAfter {
  /** No request before this instant on the clock port. */
  readonly notBeforeMs: number;
  readonly form: RetryAfterForm;
}

/** Nobody waits longer on a header's word; the cap comes with a notice. */
export const retryAfterCapMs = 3_600_000;

/** How long to wait where the vendor said "too many" without a usable instant. */
export const retryAfterDefaultMs = 60_000;

/** The shortest wait: "0", a negative number or a past date is not an invitation to hammer. */
export const retryAfterFloorMs = 1_000;

const httpDate =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT)$/;

/** Reads Retry-After (RFC 9110 §10.2.3). Of several headers the latest instant counts. */
export function parseRetryAfter(header: string | readonly string[] | undefined, nowMs: number): RetryAfter {
  const values =
    header === undefined ? [] : typeof header === 'string' ? split(header) : header.flatMap(split);
  if (values.length === 0) return { notBeforeMs: nowMs + retryAfterDefaultMs, form: 'absent' };
  return values
    .map((value) => parseOne(value.trim(), nowMs))
    .reduce((latest, one) => (one.notBeforeMs > latest.notBeforeMs ? one : latest));
}

/** Several headers joined by a proxy: "1, 120". A date holds one comma of its own. */
function split(header: string): string[] {
  return header.split(/,(?!\s\d{2}\s[A-Z])/).filter((part) => part.trim() !== '');
}

function parseOne(value: string, nowMs: number): RetryAfter {
  if (/^-?\d+$/.test(value)) return within(nowMs + Number(value) * 1000, nowMs, 'seconds');
  if (httpDate.test(value)) return within(Date.parse(value), nowMs, 'http-date');
  return { notBeforeMs: nowMs + retryAfterDefaultMs, form: 'malformed' };
}

function within(instantMs: number, nowMs: number, form: RetryAfterForm): RetryAfter {
  if (instantMs > nowMs + retryAfterCapMs) return { notBeforeMs: nowMs + retryAfterCapMs, form: 'capped' };
  return { notBeforeMs: Math.max(instantMs, nowMs + retryAfterFloorMs), form };
}
