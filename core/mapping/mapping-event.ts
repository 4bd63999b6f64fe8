import type { Day } from '../domain/day.ts';
import type { EventDraft } from '../journal/event.ts';
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

/**
 * The event that counts one use of a fallback row. It is the same event however often the posting is prepared again, so
 * it may be recorded with every preparation and still counts once.
 */
export function fallbackUsedDraft(use: {
  readonly mappingId: string;
  readonly postingId: string;
  readonly legalEntity: string;
  readonly effectiveOn: Day;
  readonly correlationId: string;
}): EventDraft {
  const aggregateId = `fallback-use:${use.mappingId}:${use.postingId}`;
  const payload: FallbackUsedPayload = { mappingId: use.mappingId, postingId: use.postingId };
  return {
    type: 'mapping.fallback-used',
    aggregateId,
    aggregateVersion: 1,
    idempotencyKey: aggregateId,
    correlationId: use.correlationId,
    actor: 'tieout:mapping',
    effectiveOn: use.effectiveOn,
    legalEntity: use.legalEntity,
    payload: { ...payload },
  };
}
