import type { RecordedEntity } from '../domain/entity.ts';
import { fromWire } from '../domain/wire.ts';
import type { RecordedEvent } from '../journal/event.ts';
import type { Projector } from '../journal/projection.ts';
import { EntityRepository } from '../storage/repositories/entities.ts';
import type { Store } from '../storage/store.ts';

/** Event areas whose events carry a canonical entity: one area per entity kind. */
const entityAreas = [
  'customer.',
  'product.',
  'price-book.',
  'opportunity.',
  'order.',
  'subscription.',
  'usage-summary.',
  'invoice.',
  'credit-note.',
  'payment.',
  'refund.',
  'ledger-document.',
  'accounting-period.',
  'subsidiary.',
  'ledger-reference.',
] as const;

/** Payload of every entity event. */
export interface EntityPayload {
  readonly recorded: RecordedEntity;
  readonly contentHash: string;
}

export function createEntityProjector(store: Store): Projector {
  const entities = new EntityRepository(store);
  return {
    name: 'entities',
    tables: ['entities'],
    handles: entityAreas,
    apply(event: RecordedEvent) {
      const { recorded, contentHash } = fromWire<EntityPayload>(event.payload);
      entities.save({ ...recorded, version: event.aggregateVersion }, event.seq, contentHash);
    },
  };
}
