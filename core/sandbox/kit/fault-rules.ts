import type { EpochMs } from '#core/base/clock.ts';

/** Where in the life of a call a fault strikes; the four places differ in what was committed and what was told. */
export type FaultPort = 'before-receive' | 'after-receive' | 'after-commit' | 'during-response';

export type FaultAction =
  | 'reset'
  | 'hang'
  | {
      readonly status: number;
      readonly headers?: Record<string, string | readonly string[]>;
      readonly body?: string | object;
    };

export interface FaultMatch {
  /** HTTP methods, upper-case; absent: all. */
  readonly methods?: readonly string[];
  /** A regular expression tried against the path without its query; absent: all. */
  readonly pathPattern?: string;
  /** `write` or `read`, by the organisation's own word. */
  readonly kind?: 'read' | 'write';
}

export interface FaultRule {
  readonly id: string;
  readonly match: FaultMatch;
  readonly port: FaultPort;
  readonly action: FaultAction;
  /** How often it strikes at most; absent: always. */
  readonly times?: number;
  /** Chance per matching call, drawn from the seeded generator; absent: certain. */
  readonly probability?: number;
  /** Matching calls that pass unharmed first. */
  readonly afterCalls?: number;
}

export type MaintenanceForm = '503' | '302-login' | '200-html';

/** A maintenance window on the sandbox clock: from ≤ now < to. */
export interface Maintenance {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly form: MaintenanceForm;
  readonly writesOnly?: boolean;
}

export type RetryAfterForm =
  | 'seconds'
  | 'http-date'
  | 'zero'
  | 'negative'
  | 'ten-years'
  | 'malformed'
  | 'absent'
  | 'two-headers';

/** Every matching call before `until` (sandbox clock) is refused with 429 and this form of Retry-After. */
export interface RateLimit {
  readonly form: RetryAfterForm;
  readonly until: EpochMs;
  /** Calls let through before the limit strikes; absent: none. */
  readonly afterCalls?: number;
  readonly match?: FaultMatch;
}

export interface Latency {
  readonly minMs: number;
  readonly maxMs: number;
}
