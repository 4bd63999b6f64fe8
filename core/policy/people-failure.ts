import type { Failure } from '../base/result.ts';
import type { CheckedPerson } from './person-draft.ts';
import type { Person } from './people.ts';

export type AccountCode =
  | 'PEOPLE_EXIST'
  | 'NO_ADMINISTRATOR'
  | 'PERSON_EXISTS'
  | 'PERSON_UNKNOWN'
  | 'PERSON_UNCHANGED'
  | 'EMAIL_TAKEN'
  | 'KEY_TAKEN'
  | 'OWN_ACCOUNT'
  | 'PEOPLE_REASON_MISSING'
  | 'DELEGATION_NOT_FOUND';

export type AccountFailure = Failure<AccountCode>;

function failure(code: AccountCode, message: string, where: string, fix: string): AccountFailure {
  return { code, message, where, fix };
}

export function peopleExist(): AccountFailure {
  return failure(
    'PEOPLE_EXIST',
    'The workspace has people already.',
    'people',
    'Have an administrator add others.',
  );
}

export function noAdministrator(): AccountFailure {
  const message = 'None of the people is an administrator, so nobody could add or change anyone later.';
  return failure('NO_ADMINISTRATOR', message, 'people', 'Make one of them an administrator.');
}

export function personExists(id: string): AccountFailure {
  return failure(
    'PERSON_EXISTS',
    `There is a person "${id}" already.`,
    'id',
    'Use another id, or change that person.',
  );
}

export function personUnknown(id: string): AccountFailure {
  return failure(
    'PERSON_UNKNOWN',
    `There is no person "${id}".`,
    'id',
    'List the people and use one of their ids.',
  );
}

export function personUnchanged({ id, isActive }: Person): AccountFailure {
  const message = `${id} is ${isActive ? 'active' : 'deactivated'} already.`;
  return failure('PERSON_UNCHANGED', message, 'id', 'Do nothing.');
}

export function emailTaken(email: string, owner: string): AccountFailure {
  const message = `${email} is, or was, the address of ${owner}; one person has one account.`;
  return failure('EMAIL_TAKEN', message, 'email', `Change or reactivate ${owner} instead.`);
}

export function keyTaken(owner: string): AccountFailure {
  const message = `The key is, or was, the key of ${owner}; keys are never shared.`;
  return failure('KEY_TAKEN', message, 'publicKey', 'Make a new key.');
}

/** A clash among people that are added together. */
export function takenAmong(others: readonly CheckedPerson[], person: CheckedPerson): AccountFailure | null {
  for (const other of others) {
    const name = other.id ?? other.email;
    if (person.id !== null && other.id === person.id) return personExists(person.id);
    if (other.email === person.email) return emailTaken(person.email, name);
    if (other.publicKey === person.publicKey) return keyTaken(name);
  }
  return null;
}

export function ownAccount(id: string): AccountFailure {
  const message = 'Nobody changes their own account.';
  return failure('OWN_ACCOUNT', message, id, 'Ask another administrator.');
}

export function reasonMissing(): AccountFailure {
  const message = 'A change of people needs a reason.';
  return failure('PEOPLE_REASON_MISSING', message, 'reason', 'Say in a sentence why.');
}

export function delegationNotFound(id: string): AccountFailure {
  return failure('DELEGATION_NOT_FOUND', `There is no delegation ${id}.`, id, 'List the delegations.');
}
