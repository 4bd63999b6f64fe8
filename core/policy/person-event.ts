import type { Limits } from './limits.ts';
import type { Role } from './permissions.ts';

/** Payload of `person.added`, `person.changed`, `person.deactivated` and `person.reactivated`: the person afterwards. */
export interface PersonPayload {
  readonly name: string;
  readonly email: string;
  readonly publicKey: string;
  readonly isActive: boolean;
  readonly roles: readonly Role[];
  readonly limits: Limits;
  readonly reason: string;
}

/** Payload of `person.delegated`. The aggregate is the delegation. */
export interface DelegatedPayload {
  readonly fromPerson: string;
  readonly toPerson: string;
  readonly role: Role;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly reason: string;
}

/** Payload of `person.delegation-ended`. */
export interface DelegationEndedPayload {
  readonly endsAt: string;
  readonly reason: string;
}
