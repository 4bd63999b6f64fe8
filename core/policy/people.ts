import type { Limits } from './limits.ts';
import type { Role } from './permissions.ts';

/** Someone who decides, with the public half of the key that only they hold. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** Normalised: see `email.ts`. */
  readonly email: string;
  /** Ed25519, SubjectPublicKeyInfo in DER, base64. */
  readonly publicKey: string;
  readonly isActive: boolean;
  readonly roles: readonly Role[];
  readonly limits: Limits;
}

/** One person's role lent to another for a time: from `startsAt` (included) to `endsAt` (excluded). */
export interface Delegation {
  readonly id: string;
  readonly fromPerson: string;
  readonly toPerson: string;
  readonly role: Role;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** The people of the workspace as they are now. */
export interface People {
  find(id: string): Person | null;
  all(): readonly Person[];
  delegationsTo(id: string): readonly Delegation[];
  delegationsFrom(id: string): readonly Delegation[];
}

export function createPeople(persons: readonly Person[], delegations: readonly Delegation[] = []): People {
  const byId = new Map(persons.map((person) => [person.id, person]));
  return {
    find: (id) => byId.get(id) ?? null,
    all: () => persons,
    delegationsTo: (id) => delegations.filter((delegation) => delegation.toPerson === id),
    delegationsFrom: (id) => delegations.filter((delegation) => delegation.fromPerson === id),
  };
}

const servicePrefix = 'tieout:';

/** Ids of our own parts; people's ids can never look like one. */
export function isServiceActor(id: string): boolean {
  return id.startsWith(servicePrefix);
}

/** Lower case only, so that no two ids differ in case alone. */
export function isPersonId(id: string): boolean {
  return /^[a-z][a-z0-9._-]{0,63}$/.test(id);
}
