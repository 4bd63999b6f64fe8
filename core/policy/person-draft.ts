import { err, ok, type Failure, type Result } from '../base/result.ts';
import { type EmailFailure, normaliseEmail } from './email.ts';
import { type KeyFailure, normalisePublicKey } from './keys.ts';
import { type Limits, limitsSchema, noLimits } from './limits.ts';
import { isPersonId } from './people.ts';
import { conflictAmong, type Role, roles } from './permissions.ts';

/** What is written about a person; amounts in limits may be digits or bigint. */
export interface PersonDraft {
  /** Lower case, such as "ana" or "ana.kim"; made up when left out. */
  readonly id?: string;
  readonly name: string;
  readonly email: string;
  /** Ed25519, PEM or base64 DER. */
  readonly publicKey: string;
  readonly roles: readonly Role[];
  readonly limits?: unknown;
}

export interface CheckedPerson {
  readonly id: string | null;
  readonly name: string;
  readonly email: string;
  readonly publicKey: string;
  readonly roles: readonly Role[];
  readonly limits: Limits;
}

export type PersonDraftFailure =
  | EmailFailure
  | KeyFailure
  | Failure<
      'PERSON_ID_INVALID' | 'PERSON_NAME_MISSING' | 'ROLE_UNKNOWN' | 'ROLES_CONFLICT' | 'LIMITS_INVALID'
    >;

/** Checks and normalises one person. `where` names the draft in the failure, such as `people[2]`. */
export function checkPersonDraft(
  draft: PersonDraft,
  where: string,
): Result<CheckedPerson, PersonDraftFailure> {
  if (draft.id !== undefined && !isPersonId(draft.id)) {
    return err({
      code: 'PERSON_ID_INVALID',
      message: `"${draft.id}" is not a person's id`,
      where: `${where}.id`,
      fix: 'Use lower-case letters, digits, dots and hyphens, beginning with a letter.',
    });
  }
  const name = draft.name.normalize('NFC').trim();
  if (name === '') {
    return err({
      code: 'PERSON_NAME_MISSING',
      message: 'The name is empty',
      where: `${where}.name`,
      fix: 'Give the name that people know.',
    });
  }
  const email = normaliseEmail(draft.email);
  if (!email.ok) return err({ ...email.error, where: `${where}.email` });
  const publicKey = normalisePublicKey(draft.publicKey);
  if (!publicKey.ok) return err({ ...publicKey.error, where: `${where}.publicKey` });
  const wrongRoles = rolesFailure(draft.roles, where);
  if (wrongRoles) return err(wrongRoles);
  const limits = limitsSchema.safeParse(draft.limits ?? noLimits);
  if (!limits.success) {
    const issue = limits.error.issues[0];
    return err({
      code: 'LIMITS_INVALID',
      message: `The limits are wrong: ${issue?.message ?? 'not readable'}`,
      where: [where, 'limits', ...(issue?.path ?? [])].join('.'),
      fix: 'Give legalEntities ("all" or a list of codes) and maxMinorByCurrency ("unlimited" or digits per currency).',
    });
  }
  const value = { id: draft.id ?? null, name, email: email.value, publicKey: publicKey.value };
  return ok({ ...value, roles: [...new Set(draft.roles)].sort(), limits: limits.data });
}

function rolesFailure(held: readonly Role[], where: string): PersonDraftFailure | null {
  const unknown = held.find((role) => !roles.includes(role));
  if (unknown !== undefined) {
    return {
      code: 'ROLE_UNKNOWN',
      message: `"${unknown}" is not a role`,
      where: `${where}.roles`,
      fix: `Use some of ${roles.join(', ')}.`,
    };
  }
  const conflict = conflictAmong(held);
  if (!conflict) return null;
  return {
    code: 'ROLES_CONFLICT',
    message: `One person cannot be both ${conflict[0]} and ${conflict[1]}`,
    where: `${where}.roles`,
    fix: 'Give one of the two roles to someone else.',
  };
}
