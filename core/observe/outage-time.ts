/** A span of time, open at its end while it lasts. Epoch milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number | null;
}

/** How much of a time lay within one span. */
export function overlapMs(span: Span, fromMs: number, untilMs: number): number {
  return Math.max(0, Math.min(span.untilMs ?? untilMs, untilMs) - Math.max(span.fromMs, fromMs));
}

/** The span that covers most of a time, and what all of them cover of it; null where none does. */
export function mostOf<One extends Span>(
  spans: readonly One[],
  fromMs: number,
  untilMs: number,
): { readonly most: One; readonly totalMs: number } | null {
  let most: One | null = null;
  let totalMs = 0;
  for (const span of spans) {
    const coveredMs = overlapMs(span, fromMs, untilMs);
    totalMs += coveredMs;
    if (coveredMs > 0 && (most === null || coveredMs > overlapMs(most, fromMs, untilMs))) most = span;
  }
  return most === null ? null : { most, totalMs };
}
