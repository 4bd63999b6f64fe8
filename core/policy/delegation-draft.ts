import type { Failure } from '../base/result.ts';
import type { AuthorityContext } from './authority.ts';
import type { Role } from './permissions.ts';

export interface DelegationDraft {
  readonly fromPerson: string;
  readonly toPerson: string;
  readonly role: Role;
  /** RFC 3339 in UTC with milliseconds, included. */
  readonly startsAt: string;
  /** Excluded. */
  readonly endsAt: string;
}

export type DelegationFailure = Failure<
  'DELEGATION_NOT_OWN' | 'DELEGATION_TO_NOBODY' | 'DELEGATION_DATES_INVALID' | 'DELEGATION_REFUSED'
>;

const daysMax = 92;
const millisecondsPerDay = 86_400_000;

/** Why a delegation is not possible, or null. */
export function delegationFailure(
  draft: DelegationDraft,
  by: string,
  { people, nowAt }: AuthorityContext,
): DelegationFailure | null {
  const from = people.find(draft.fromPerson);
  if (by !== draft.fromPerson || !from?.roles.includes(draft.role)) {
    return {
      code: 'DELEGATION_NOT_OWN',
      message: `${by} cannot lend the role ${draft.role} of ${draft.fromPerson}.`,
      where: 'role',
      fix: 'People lend roles that they hold themselves; a lent role is not lent on.',
    };
  }
  const to = people.find(draft.toPerson);
  if (!to?.isActive || draft.toPerson === draft.fromPerson) {
    return {
      code: 'DELEGATION_TO_NOBODY',
      message: `${draft.toPerson} cannot take the role over.`,
      where: 'toPerson',
      fix: 'Name another, active person.',
    };
  }
  if (draft.role === 'administrator' || to.roles.includes('administrator') || to.roles.includes('auditor')) {
    return {
      code: 'DELEGATION_REFUSED',
      message: `The role ${draft.role} cannot be lent to ${draft.toPerson}, whose own roles conflict with it.`,
      where: 'role',
      fix: 'Choose someone who neither administers nor audits.',
    };
  }
  return dateFailure(draft, nowAt);
}

function dateFailure({ startsAt, endsAt }: DelegationDraft, nowAt: string): DelegationFailure | null {
  const [start, end] = [instantMs(startsAt), instantMs(endsAt)];
  const isRight =
    start !== null &&
    end !== null &&
    start < end &&
    endsAt > nowAt &&
    end - start <= daysMax * millisecondsPerDay;
  if (isRight) return null;
  return {
    code: 'DELEGATION_DATES_INVALID',
    message: `A delegation from ${startsAt} to ${endsAt} is not possible.`,
    where: 'endsAt',
    fix: `Give two instants such as 2026-01-31T00:00:00.000Z, the later one in the future, at most ${daysMax} days apart.`,
  };
}

/** Milliseconds of an instant in the one form that sorts as text, or null. */
function instantMs(text: string): number | null {
  const epochMs = Date.parse(text);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString() === text ? epochMs : null;
}
