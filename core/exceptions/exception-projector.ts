import { present } from '../base/assert.ts';
import { fromWire } from '../domain/wire.ts';
import type { RecordedEvent } from '../journal/event.ts';
import type { Projector } from '../journal/projection.ts';
import { ExceptionRepository, type ExceptionItem } from '../storage/repositories/exceptions.ts';
import type { Store } from '../storage/store.ts';

/** Payload of `exception.raised`; `exception.restated` carries the members that may move. */
export type RaisedPayload = Omit<
  ExceptionItem,
  | 'id'
  | 'version'
  | 'state'
  | 'raisedAt'
  | 'resolvedAt'
  | 'resolution'
  | 'seq'
  | 'assignee'
  | 'snoozedUntil'
  | 'noteCount'
>;

export function createExceptionProjector(store: Store): Projector {
  const exceptions = new ExceptionRepository(store);
  return {
    name: 'exceptions',
    tables: ['exceptions'],
    handles: ['exception.'],
    apply(event) {
      const moved = { id: event.aggregateId, version: event.aggregateVersion, seq: event.seq };
      switch (event.type) {
        case 'exception.raised':
          return raise(exceptions, event);
        case 'exception.restated': {
          const restated = fromWire<Pick<RaisedPayload, 'message' | 'detail' | 'amount'>>(event.payload);
          const before = present(exceptions.get(moved.id), 'restated exception');
          return exceptions.restate({ ...before, ...restated, ...moved });
        }
        case 'exception.assigned':
          return exceptions.assign(moved, event.payload['assignee'] as string | null);
        case 'exception.snoozed':
          return exceptions.snooze(moved, event.payload['untilAt'] as string | null);
        case 'exception.noted':
          return exceptions.countNotes(moved, 1);
        case 'exception.note-withdrawn':
          return exceptions.countNotes(moved, -1);
        case 'exception.reopened':
          return exceptions.reopen(moved);
        default: {
          const state = event.type === 'exception.dismissed' ? 'dismissed' : 'resolved';
          const { resolution } = event.payload as { readonly resolution: string };
          exceptions.close({ ...moved, state, resolvedAt: event.recordedAt, resolution });
        }
      }
    },
  };
}

function raise(exceptions: ExceptionRepository, event: RecordedEvent): void {
  exceptions.insert({
    ...fromWire<RaisedPayload>(event.payload),
    id: event.aggregateId,
    version: event.aggregateVersion,
    state: 'open',
    raisedAt: event.recordedAt,
    resolvedAt: null,
    resolution: null,
    seq: event.seq,
    assignee: null,
    snoozedUntil: null,
    noteCount: 0,
  });
}
