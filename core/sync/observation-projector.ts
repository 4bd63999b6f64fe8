import type { CanonicalValue } from '../base/canonical-json.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Projector } from '../journal/projection.ts';
import { ObservationRepository } from '../storage/repositories/observations.ts';
import type { Store } from '../storage/store.ts';

/** Follows `observation.parked`, `observation.unparked` `observation.superseded` and `observation.conflicted`. */
export function createObservationProjector(store: Store): Projector {
  const observations = new ObservationRepository(store);
  return {
    name: 'observations',
    tables: ['parked_observations', 'set_aside_observations'],
    handles: ['observation.'],
    apply(event) {
      const payload = event.payload as {
        readonly entityId: string;
        readonly sourceVersion?: number;
        readonly observation?: CanonicalValue;
        readonly reason?: string;
      };
      if (event.type === 'observation.parked') {
        observations.park(
          event.seq,
          payload.entityId,
          payload.sourceVersion ?? 0,
          canonicalJson(payload.observation),
        );
      } else if (event.type === 'observation.unparked') {
        observations.unpark(payload.entityId, payload.sourceVersion ?? 0);
      } else {
        const isConflict = event.type === 'observation.conflicted';
        observations.setAside(
          event.seq,
          payload.entityId,
          isConflict ? 'conflicted' : 'superseded',
          payload.reason ?? '',
        );
      }
    },
  };
}
