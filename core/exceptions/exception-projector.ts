import { present } from '../base/assert.ts';
import { fromWire } from '../domain/wire.ts';
import type { Projector } from '../journal/projection.ts';
import { ExceptionRepository, type ExceptionItem } from '../storage/repositories/exceptions.ts';
import type { Store } from '../storage/store.ts';

/** Payload of `exception.raised`; `exception.restated` carries the members that may move. */
export type RaisedPayload = Omit<
  ExceptionItem,
  'id' | 'version' | 'state' | 'raisedAt' | 'resolvedAt' | 'resolution' | 'seq'
>;

export function createExceptionProjector(store: Store): Projector {
  const exceptions = new ExceptionRepository(store);
  return {
    name: 'exceptions',
    tables: ['exceptions'],
    handles: ['exception.'],
    apply(event) {
      const id = event.aggregateId;
      const version = event.aggregateVersion;
      if (event.type === 'exception.raised') {
        const raised = fromWire<RaisedPayload>(event.payload);
        exceptions.insert({
          ...raised,
          id,
          version,
          state: 'open',
          raisedAt: event.recordedAt,
          resolvedAt: null,
          resolution: null,
          seq: event.seq,
        });
      } else if (event.type === 'exception.restated') {
        const restated = fromWire<Pick<RaisedPayload, 'message' | 'detail' | 'amount'>>(event.payload);
        exceptions.restate({
          ...present(exceptions.get(id), 'restated exception'),
          ...restated,
          version,
          seq: event.seq,
        });
      } else {
        const state = event.type === 'exception.dismissed' ? 'dismissed' : 'resolved';
        const { resolution } = event.payload as { readonly resolution: string };
        exceptions.close({ id, version, state, resolvedAt: event.recordedAt, resolution, seq: event.seq });
      }
    },
  };
}
