import { err, ok, type Failure, type Result } from '#core/base/result.ts';
import type { Keystore } from '#core/policy/keystore.ts';
import { type Action, rolesFor } from '#core/policy/permissions.ts';
import type { Person } from '#core/policy/people.ts';
import type { Core } from '../create-core.ts';

export interface ActingRequest {
  /** Who the caller says they are; null where they did not say. */
  readonly wanted: string | null;
  readonly action: Action;
  /** A decision is never made in the name of someone who was not named. */
  readonly isDecision: boolean;
}

/**
 * Who acts at this terminal. Holding a person's private key is what makes someone that person here; without a name, it
 * is the first person with a key whose role allows the action.
 */
export function actingPerson(
  core: Core,
  keystore: Keystore,
  { wanted, action, isDecision }: ActingRequest,
): Result<string, Failure> {
  if (wanted !== null) {
    const key = keystore.privateKeyOf(wanted);
    return key.ok ? ok(wanted) : key;
  }
  const able = core.people
    .people()
    .all()
    .filter(({ id, isActive }) => isActive && keystore.privateKeyOf(id).ok)
    .filter(({ roles }) => roles.some((role) => (rolesFor(action) as readonly string[]).includes(role)));
  if (isDecision) return err(nobodyNamed(able));
  const first = able[0];
  return first ? ok(first.id) : err(nobodyAble(action));
}

function nobodyNamed(able: readonly Person[]): Failure {
  const names = able.map(({ id }) => id).join(', ');
  return {
    code: 'PERSON_NOT_NAMED',
    message: 'A decision is signed by a person, and none is named.',
    where: '--as',
    fix: names === '' ? 'Say --as PERSON.' : `Say --as PERSON; with a key here and a fitting role: ${names}.`,
  };
}

function nobodyAble(action: Action): Failure {
  return {
    code: 'PERSON_NOT_HERE',
    message: `No person whose key is on this machine may do this (${action}).`,
    where: '--keys',
    fix: `It takes one of: ${rolesFor(action).join(', ')}. Name the folder of their key with --keys.`,
  };
}
