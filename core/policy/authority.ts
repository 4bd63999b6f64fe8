import { err, ok, type Failure, type Result } from '../base/result.ts';
import { inWords, type Money } from '../domain/money.ts';
import { type Limits, reachesAmount, reachesEntity } from './limits.ts';
import { isServiceActor, type People, type Person } from './people.ts';
import { type Action, type Role, rolesFor } from './permissions.ts';

export type AuthorityCode =
  | 'PERSON_UNKNOWN'
  | 'SERVICE_ACTOR_REFUSED'
  | 'PERSON_INACTIVE'
  | 'NOT_PREPARER_AND_APPROVER'
  | 'ROLE_MISSING'
  | 'ENTITY_NOT_ALLOWED'
  | 'LIMIT_EXCEEDED';

export type AuthorityFailure = Failure<AuthorityCode>;

export interface AuthorityRequest {
  readonly actor: string;
  readonly action: Action;
  /** '' is every entity; null when none is concerned. */
  readonly legalEntity: string | null;
  /** What the action is worth; null when it is worth nothing. */
  readonly amount: Money | null;
  /** People who must not be behind the action, neither themselves nor through someone they delegated to. */
  readonly excluded: readonly string[];
}

export interface AuthorityContext {
  readonly people: People;
  readonly roleLimits: Readonly<Partial<Record<Role, Limits>>>;
  /** RFC 3339 in UTC; never earlier than the journal's last entry. */
  readonly nowAt: string;
}

/** By what right someone acts. */
export interface Grant {
  readonly role: Role;
  /** Who lent the role; null for one's own. */
  readonly onBehalfOf: string | null;
}

/** A right that someone holds or was lent, with how far it reaches. */
export interface Candidate extends Grant {
  readonly limits: readonly Limits[];
}

/** Whether someone may do something now, and by what right. The one place where that is decided. */
export function authorise(
  request: AuthorityRequest,
  context: AuthorityContext,
): Result<Grant, AuthorityFailure> {
  const known = activePerson(request.actor, context.people);
  if (!known.ok) return known;
  const { name } = known.value;
  if (request.excluded.includes(request.actor)) return err(ownWork(request, name));
  const all = candidates(known.value, request.action, context);
  if (all.length === 0) return err(roleMissing(request, name));
  const independent = all.filter(
    ({ onBehalfOf }) => onBehalfOf === null || !request.excluded.includes(onBehalfOf),
  );
  if (independent.length === 0) return err(ownWork(request, name));
  const inEntity = independent.filter(({ limits }) =>
    limits.every((limit) => reachesEntity(limit, request.legalEntity)),
  );
  if (inEntity.length === 0) return err(entityNotAllowed(request, name));
  const able = inEntity.find(({ limits }) => limits.every((limit) => reachesAmount(limit, request.amount)));
  if (!able) return err(limitExceeded(request, name));
  return ok({ role: able.role, onBehalfOf: able.onBehalfOf });
}

/** Every right by which someone may take an action now, whatever it is about; none for who is unknown or cut off. */
export function rightsTo(action: Action, actor: string, context: AuthorityContext): readonly Candidate[] {
  const person = activePerson(actor, context.people);
  return person.ok ? candidates(person.value, action, context) : [];
}

function activePerson(id: string, people: People): Result<Person, AuthorityFailure> {
  if (isServiceActor(id)) {
    return err({
      code: 'SERVICE_ACTOR_REFUSED',
      message: `${id} is a service, and services decide nothing.`,
      where: id,
      fix: 'Have a person do it.',
    });
  }
  const person = people.find(id);
  if (!person) {
    return err({
      code: 'PERSON_UNKNOWN',
      message: `There is no person "${id}" in this workspace.`,
      where: id,
      fix: 'Have an administrator add the person.',
    });
  }
  if (!person.isActive) {
    return err({
      code: 'PERSON_INACTIVE',
      message: `${person.name} is deactivated.`,
      where: id,
      fix: 'Have someone else do it.',
    });
  }
  return ok(person);
}

function candidates(person: Person, action: Action, context: AuthorityContext): readonly Candidate[] {
  const granting = rolesFor(action);
  const withRoleLimits = (role: Role, own: Limits): readonly Limits[] => {
    const ofRole = context.roleLimits[role];
    return ofRole ? [own, ofRole] : [own];
  };
  const own = person.roles
    .filter((role) => granting.includes(role))
    .map((role) => ({ role, onBehalfOf: null, limits: withRoleLimits(role, person.limits) }));
  const lent = context.people
    .delegationsTo(person.id)
    .filter(({ role, startsAt, endsAt }) => {
      return granting.includes(role) && startsAt <= context.nowAt && context.nowAt < endsAt;
    })
    .flatMap(({ role, fromPerson }) => {
      // A role is lent only by one who holds it, still and by right of their own: lent roles are not lent on.
      const from = context.people.find(fromPerson);
      if (!from?.isActive || !from.roles.includes(role)) return [];
      return [{ role, onBehalfOf: from.id, limits: withRoleLimits(role, from.limits) }];
    });
  return [...own, ...lent];
}

function ownWork({ actor, action }: AuthorityRequest, name: string): AuthorityFailure {
  return {
    code: 'NOT_PREPARER_AND_APPROVER',
    message: `${name} had a part in this, and nobody decides on their own work (${action}).`,
    where: actor,
    fix: 'Have a person decide who had no part in it.',
  };
}

function roleMissing({ actor, action }: AuthorityRequest, name: string): AuthorityFailure {
  return {
    code: 'ROLE_MISSING',
    message: `${name} has no role that allows ${action}.`,
    where: actor,
    fix: `It takes one of: ${rolesFor(action).join(', ')}.`,
  };
}

function entityNotAllowed({ actor, legalEntity }: AuthorityRequest, name: string): AuthorityFailure {
  return {
    code: 'ENTITY_NOT_ALLOWED',
    message: `${name} does not act for ${legalEntity === '' ? 'every legal entity' : legalEntity}.`,
    where: actor,
    fix: 'Have someone decide whose limits include it.',
  };
}

function limitExceeded({ actor, amount }: AuthorityRequest, name: string): AuthorityFailure {
  return {
    code: 'LIMIT_EXCEEDED',
    message: `${amount === null ? 'Any amount' : inWords(amount)} is above the limit of ${name}.`,
    where: actor,
    fix: 'Have someone with a higher limit decide.',
  };
}
