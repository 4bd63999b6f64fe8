import type { Day } from '../domain/day.ts';
import type { EventDraft } from '../journal/event.ts';
import type { FallbackUsedPayload } from './mapping-event.ts';

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
