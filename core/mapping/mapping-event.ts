import type { Day } from '../domain/day.ts';
import type { MappingTarget } from './mapping-row.ts';

/** Payload of `mapping.proposed`: everything about a row that never changes afterwards. */
export interface ProposedPayload {
  readonly version: number;
  readonly type: string;
  readonly legalEntity: string;
  readonly sourceKey: string;
  readonly target: MappingTarget;
  readonly validFromOn: Day;
  readonly validToOn: Day | null;
  readonly isFallback: boolean;
  readonly reason: string;
}

/** Payload of `mapping.approved`, `mapping.rejected` and `mapping.retirement-rejected`; the actor decided. */
export interface DecidedPayload {
  readonly reason: string;
  /** Present when the change was let through a close freeze. */
  readonly frozenPeriod?: string;
}

/** Payload of `mapping.superseded`, `mapping.retirement-proposed` and `mapping.retired`. */
export interface EndedPayload {
  readonly validToOn: Day;
  readonly reason?: string;
  readonly supersededBy?: string;
  readonly frozenPeriod?: string;
}

/** Payload of `mapping.fallback-used`. */
export interface FallbackUsedPayload {
  readonly mappingId: string;
  readonly postingId: string;
}
