import type { Clock } from '../base/clock.ts';
import type { Ids } from '../base/ids.ts';
import { present } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';
import { dayOfEpochMs } from '../domain/day.ts';
import type { Money } from '../domain/money.ts';
import type { EventDraft } from '../journal/event.ts';
import type { Recorder } from '../journal/projection.ts';
import {
  type DelegationTableRow,
  PeopleRepository,
  type PersonTableRow,
} from '../storage/repositories/people.ts';
import type { Store } from '../storage/store.ts';
import { type AccessLog, createAccessLog } from './access-log.ts';
import { authorise, type AuthorityContext, type AuthorityFailure, type Grant } from './authority.ts';
import { delegationFailure, type DelegationDraft, type DelegationFailure } from './delegation-draft.ts';
import { type Limits, limitsSchema } from './limits.ts';
import {
  type AccountFailure,
  delegationNotFound,
  emailTaken,
  keyTaken,
  noAdministrator,
  ownAccount,
  peopleExist,
  personExists,
  personUnchanged,
  personUnknown,
  reasonMissing,
  takenAmong,
} from './people-failure.ts';
import { createPeople, type Delegation, type People, type Person } from './people.ts';
import type { Action, Role } from './permissions.ts';
import {
  type CheckedPerson,
  checkPersonDraft,
  type PersonDraft,
  type PersonDraftFailure,
} from './person-draft.ts';
import type { DelegatedPayload, DelegationEndedPayload, PersonPayload } from './person-event.ts';
import { remembered } from './remembered.ts';
import { trustedNowAt } from './trusted-now.ts';

export interface PeopleDeskPorts {
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly roleLimits: () => Readonly<Partial<Record<Role, Limits>>>;
}

/** What someone wants to do, with what it is about. */
export interface GateRequest {
  readonly actor: string;
  readonly action: Action;
  readonly legalEntity: string | null;
  readonly amount?: Money | null;
  readonly excluded?: readonly string[];
  readonly subject: string;
}

export type PeopleFailure = AuthorityFailure | PersonDraftFailure | DelegationFailure | AccountFailure;

/** Who set a workspace up, before there was anyone to ask. */
const initialiser = 'tieout:init';

/** Where people are added, changed and cut off, and where every other desk asks who may do what. */
export class PeopleDesk {
  readonly #ports: PeopleDeskPorts;
  readonly #people: PeopleRepository;
  readonly #log: AccessLog;
  readonly #now: () => People;

  constructor(ports: PeopleDeskPorts) {
    this.#ports = ports;
    this.#people = new PeopleRepository(ports.store);
    this.#log = createAccessLog(ports.recorder, ports.clock);
    this.#now = remembered(
      ports.recorder,
      ['person.'],
      () => this.#people.lastSeq(),
      () => createPeople(this.#people.all().map(personOf), this.#people.delegations().map(delegationOf)),
    );
  }

  people(): People {
    return this.#now();
  }

  get log(): AccessLog {
    return this.#log;
  }

  /** What decisions are judged by, as of now. */
  context(): AuthorityContext {
    const { clock, recorder, roleLimits } = this.#ports;
    return {
      people: this.people(),
      roleLimits: roleLimits(),
      nowAt: trustedNowAt(clock, recorder.journal),
    };
  }

  /** Whether someone may do something; a refusal is journalled. */
  gate(request: GateRequest): Result<Grant, AuthorityFailure> {
    const { actor, action, legalEntity, amount = null, excluded = [] } = request;
    const answer = authorise({ actor, action, legalEntity, amount, excluded }, this.context());
    if (!answer.ok) this.#log.refused({ ...request, failure: answer.error });
    return answer;
  }

  /** The first people of a workspace; afterwards only an administrator adds others. */
  initialise(drafts: readonly PersonDraft[], reason: string): Result<readonly Person[], PeopleFailure> {
    return this.#ports.store.transact(() => {
      if (this.people().all().length > 0) return err(peopleExist());
      if (!drafts.some(({ roles }) => roles.includes('administrator'))) return err(noAdministrator());
      const checked: CheckedPerson[] = [];
      for (const [index, draft] of drafts.entries()) {
        const person = checkPersonDraft(draft, `people[${index}]`);
        if (!person.ok) return person;
        const taken = this.#takenBy(person.value, null) ?? takenAmong(checked, person.value);
        if (taken) return err(taken);
        checked.push(person.value);
      }
      return ok(checked.map((person) => this.#recordPerson('added', person, initialiser, reason)));
    });
  }

  add(draft: PersonDraft, by: string, reason: string): Result<Person, PeopleFailure> {
    return this.#ports.store.transact(() => {
      const allowed = this.#mayChange(draft.id ?? 'new', by, reason);
      if (!allowed.ok) return allowed;
      const checked = checkPersonDraft(draft, 'person');
      if (!checked.ok) return checked;
      const taken = this.#takenBy(checked.value, null);
      return taken ? err(taken) : ok(this.#recordPerson('added', checked.value, by, reason));
    });
  }

  /** Changes what is given and leaves the rest. Nobody changes their own account. */
  change(
    id: string,
    changes: Partial<Omit<PersonDraft, 'id'>>,
    by: string,
    reason: string,
  ): Result<Person, PeopleFailure> {
    return this.#ports.store.transact(() => {
      const allowed = this.#mayChange(id, by, reason);
      if (!allowed.ok) return allowed;
      const before = this.people().find(id);
      if (!before) return err(personUnknown(id));
      const checked = checkPersonDraft({ ...before, ...changes, id }, 'person');
      if (!checked.ok) return checked;
      const taken = this.#takenBy(checked.value, id);
      if (taken) return err(taken);
      return ok(this.#recordPerson('changed', checked.value, by, reason, before.isActive));
    });
  }

  /** Cuts someone off at once. Their decisions stay; what they approved and is not sent yet goes back on hold. */
  deactivate(id: string, by: string, reason: string): Result<Person, PeopleFailure> {
    return this.#setActive(id, false, by, reason);
  }

  reactivate(id: string, by: string, reason: string): Result<Person, PeopleFailure> {
    return this.#setActive(id, true, by, reason);
  }

  /** Lends a role for a time. People lend their own; lent roles cannot be lent on. */
  delegate(draft: DelegationDraft, by: string, reason: string): Result<Delegation, PeopleFailure> {
    return this.#ports.store.transact(() => {
      if (reason.trim() === '') return err(reasonMissing());
      const allowed = this.gate({
        actor: by,
        action: 'people.delegate',
        legalEntity: null,
        subject: draft.toPerson,
      });
      if (!allowed.ok) return allowed;
      const failure = delegationFailure(draft, by, this.context());
      if (failure) {
        this.#log.refused({
          actor: by,
          action: 'people.delegate',
          legalEntity: null,
          subject: draft.toPerson,
          failure,
        });
        return err(failure);
      }
      const id = this.#ports.ids.next('dlg');
      const payload: DelegatedPayload = { ...draft, reason };
      this.#append(id, 'delegated', { ...payload }, by);
      return ok({ id, ...draft });
    });
  }

  /** Ends a delegation now: by the one who lent, or by whoever may change people. */
  endDelegation(id: string, by: string, reason: string): Result<void, PeopleFailure> {
    return this.#ports.store.transact(() => {
      if (reason.trim() === '') return err(reasonMissing());
      const delegation = this.#people.delegations().find((row) => row.id === id);
      if (!delegation) return err(delegationNotFound(id));
      const action = delegation.from_person === by ? 'people.delegate' : 'people.change';
      const allowed = this.gate({ actor: by, action, legalEntity: null, subject: id });
      if (!allowed.ok) return allowed;
      const payload: DelegationEndedPayload = { endsAt: this.context().nowAt, reason };
      this.#append(id, 'delegation-ended', { ...payload }, by);
      return ok(undefined);
    });
  }

  #setActive(id: string, isActive: boolean, by: string, reason: string): Result<Person, PeopleFailure> {
    return this.#ports.store.transact(() => {
      const allowed = this.#mayChange(id, by, reason);
      if (!allowed.ok) return allowed;
      const person = this.people().find(id);
      if (!person) return err(personUnknown(id));
      if (person.isActive === isActive) return err(personUnchanged(person));
      const what = isActive ? 'reactivated' : 'deactivated';
      return ok(this.#recordPerson(what, person, by, reason, isActive));
    });
  }

  #mayChange(id: string, by: string, reason: string): Result<unknown, PeopleFailure> {
    if (reason.trim() === '') return err(reasonMissing());
    const request = { actor: by, action: 'people.change', legalEntity: null, subject: id } as const;
    const allowed = this.gate(request);
    if (!allowed.ok || id !== by) return allowed;
    // Roles granted to oneself would make every other rule here worthless.
    const failure = ownAccount(id);
    this.#log.refused({ ...request, failure });
    return err(failure);
  }

  /** Addresses and keys are one person's for ever, also after they changed or left. */
  #takenBy(person: CheckedPerson, id: string | null): PeopleFailure | null {
    if (id === null && person.id !== null && this.people().find(person.id)) return personExists(person.id);
    const emailOwner = this.#people.ownerOf('email', person.email);
    if (emailOwner !== null && emailOwner !== id) return emailTaken(person.email, emailOwner);
    const keyOwner = this.#people.ownerOf('key', person.publicKey);
    return keyOwner !== null && keyOwner !== id ? keyTaken(keyOwner) : null;
  }

  #recordPerson(
    what: 'added' | 'changed' | 'deactivated' | 'reactivated',
    person: CheckedPerson,
    by: string,
    reason: string,
    isActive = true,
  ): Person {
    const id = person.id ?? this.#ports.ids.next('person');
    const { name, email, publicKey, roles, limits } = person;
    const payload: PersonPayload = { name, email, publicKey, isActive, roles, limits, reason };
    this.#append(id, what, payload as unknown as EventDraft['payload'], by);
    return present(this.people().find(id), `person ${id}`);
  }

  #append(id: string, what: string, payload: EventDraft['payload'], actor: string): void {
    const { recorder, clock } = this.#ports;
    const version = recorder.journal.nextVersion(id);
    recorder.recordAll([
      {
        type: `person.${what}`,
        aggregateId: id,
        aggregateVersion: version,
        idempotencyKey: `${id}/${version}`,
        correlationId: id,
        actor,
        effectiveOn: dayOfEpochMs(clock.now()),
        payload,
      },
    ]);
  }
}

function personOf(row: PersonTableRow): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    publicKey: row.public_key,
    isActive: row.is_active === 1,
    roles: JSON.parse(row.roles) as Role[],
    limits: limitsSchema.parse(JSON.parse(row.limits)),
  };
}

function delegationOf(row: DelegationTableRow): Delegation {
  return {
    id: row.id,
    fromPerson: row.from_person,
    toPerson: row.to_person,
    role: row.role as Role,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
  };
}
