/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** What of an AbortSignal the pure parts need; the platform's own fits it. */
export interface CancelSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
}

/** Time as a port: core never reads the machine's clock directly, so tests, simulations and the sample company set it. */
export interface Clock {
  /** Wall time. It may jump; never order facts by it. */
  now(): EpochMs;
  /** Monotonic milliseconds for time limits and back-off. */
  monotonicMs(): number;
  /** Resolves after `delayMs` of this clock, or rejects with the signal's reason. */
  sleep(delayMs: number, signal?: CancelSignal): Promise<void>;
}

/** The instant written last: many facts are recorded within one millisecond. */
let written = { epochMs: 0, text: '1970-01-01T00:00:00.000Z' };

/** RFC 3339 in UTC with milliseconds. */
export function toInstant(epochMs: EpochMs): string {
  if (written.epochMs !== epochMs) written = { epochMs, text: new Date(epochMs).toISOString() };
  return written.text;
}
