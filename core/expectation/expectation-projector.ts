import { present } from '../base/assert.ts';
import { fromWire } from '../domain/wire.ts';
import type { Projector } from '../journal/projection.ts';
import { ExpectationRepository, type Expectation } from '../storage/repositories/expectations.ts';
import type { Store } from '../storage/store.ts';

export type ExpectationPayload = Pick<
  Expectation,
  'type' | 'subjectId' | 'dueAtMs' | 'legalEntity' | 'amount' | 'metBy'
>;

const states = {
  'expectation.opened': 'open',
  'expectation.moved': 'open',
  'expectation.met': 'met',
  'expectation.missed': 'missed',
  'expectation.withdrawn': 'withdrawn',
} as const;

export function createExpectationProjector(store: Store): Projector {
  const expectations = new ExpectationRepository(store);
  return {
    name: 'expectations',
    tables: ['expectations'],
    handles: ['expectation.'],
    apply(event) {
      const state = present(
        states[event.type as keyof typeof states],
        `known expectation event: ${event.type}`,
      );
      const payload = fromWire<ExpectationPayload>(event.payload);
      expectations.save({
        ...payload,
        id: event.aggregateId,
        version: event.aggregateVersion,
        state,
        seq: event.seq,
      });
    },
  };
}
