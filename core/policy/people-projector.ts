import { AssertionError } from '../base/assert.ts';
import { canonicalJson, type CanonicalValue } from '../base/canonical-json.ts';
import type { RecordedEvent } from '../journal/event.ts';
import type { Projector } from '../journal/projection.ts';
import { PeopleRepository } from '../storage/repositories/people.ts';
import type { Store } from '../storage/store.ts';
import type { DelegatedPayload, DelegationEndedPayload, PersonPayload } from './person-event.ts';

/** Follows `person.*`. */
export function createPeopleProjector(store: Store): Projector {
  const people = new PeopleRepository(store);
  return {
    name: 'people',
    tables: ['people', 'person_marks', 'delegations'],
    handles: ['person.'],
    apply: (event) => apply(people, event),
  };
}

function apply(people: PeopleRepository, event: RecordedEvent): void {
  switch (event.type) {
    case 'person.added':
    case 'person.changed':
    case 'person.deactivated':
    case 'person.reactivated':
      save(people, event);
      return;
    case 'person.delegated': {
      const lent = event.payload as unknown as DelegatedPayload;
      people.insertDelegation({
        id: event.aggregateId,
        from_person: lent.fromPerson,
        to_person: lent.toPerson,
        role: lent.role,
        starts_at: lent.startsAt,
        ends_at: lent.endsAt,
        seq: event.seq,
      });
      return;
    }
    case 'person.delegation-ended': {
      const ended = event.payload as unknown as DelegationEndedPayload;
      people.endDelegation(event.aggregateId, ended.endsAt, event.seq);
      return;
    }
    default:
      throw new AssertionError(`no projection of ${event.type}`);
  }
}

function save(people: PeopleRepository, event: RecordedEvent): void {
  const person = event.payload as unknown as PersonPayload;
  people.save({
    id: event.aggregateId,
    name: person.name,
    email: person.email,
    public_key: person.publicKey,
    is_active: person.isActive ? 1 : 0,
    roles: canonicalJson(person.roles),
    limits: canonicalJson(person.limits as unknown as CanonicalValue),
    changed_by: event.actor,
    version: event.aggregateVersion,
    seq: event.seq,
  });
}
