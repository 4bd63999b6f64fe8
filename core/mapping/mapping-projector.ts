import { AssertionError } from '../base/assert.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { RecordedEvent } from '../journal/event.ts';
import type { Projector } from '../journal/projection.ts';
import { MappingRepository } from '../storage/repositories/mappings.ts';
import type { Store } from '../storage/store.ts';
import type { EndedPayload, FallbackUsedPayload, ProposedPayload } from './mapping-event.ts';

/** Follows `mapping.*` into the tables that the lookup is made from. */
export function createMappingProjector(store: Store): Projector {
  const mappings = new MappingRepository(store);
  return {
    name: 'mappings',
    tables: ['mappings', 'mapping_fallback_uses'],
    handles: ['mapping.'],
    apply: (event) => apply(mappings, event),
  };
}

function apply(mappings: MappingRepository, event: RecordedEvent): void {
  const { aggregateId: id, actor, seq } = event;
  switch (event.type) {
    case 'mapping.proposed':
      insert(mappings, event);
      return;
    case 'mapping.approved':
      mappings.decide(id, 'live', actor, seq);
      return;
    case 'mapping.rejected':
      mappings.decide(id, 'rejected', actor, seq);
      return;
    case 'mapping.superseded':
      mappings.close(id, payloadOf<EndedPayload>(event).validToOn, seq);
      return;
    case 'mapping.retirement-proposed':
      mappings.proposeRetirement(id, payloadOf<EndedPayload>(event).validToOn, actor, seq);
      return;
    case 'mapping.retirement-rejected':
      mappings.proposeRetirement(id, null, null, seq);
      return;
    case 'mapping.retired':
      mappings.retire(id, payloadOf<EndedPayload>(event).validToOn, actor, seq);
      return;
    case 'mapping.fallback-used': {
      const use = payloadOf<FallbackUsedPayload>(event);
      mappings.useFallback(use.mappingId, use.postingId, seq);
      return;
    }
    default:
      throw new AssertionError(`no projection of ${event.type}`);
  }
}

function insert(mappings: MappingRepository, event: RecordedEvent): void {
  const row = payloadOf<ProposedPayload>(event);
  mappings.insertDraft({
    id: event.aggregateId,
    version: row.version,
    type: row.type,
    legal_entity: row.legalEntity,
    source_key: row.sourceKey,
    target: canonicalJson(row.target),
    valid_from_on: row.validFromOn,
    valid_to_on: row.validToOn,
    is_fallback: row.isFallback ? 1 : 0,
    proposed_by: event.actor,
    reason: row.reason,
    seq: event.seq,
  });
}

function payloadOf<Payload>(event: RecordedEvent): Payload {
  return event.payload as unknown as Payload;
}
