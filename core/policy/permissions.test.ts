import { describe, expect, it } from 'vitest';
import { authorise } from './authority.ts';
import { createPeople, type Delegation } from './people.ts';
import { actions, conflictAmong, permissions, type Role, roles } from './permissions.ts';
import { code, person } from './workspace.testing.ts';

const nowAt = '2026-03-10T09:00:00.000Z';

/** How the one who acts stands to what is acted on. */
const relations = [
  'other',
  'owner',
  'editor',
  'mapper',
  'disabled',
  'delegated',
  'delegated-by-owner',
  'expired',
  'service',
] as const;

function attempt(role: Role, action: (typeof actions)[number], relation: (typeof relations)[number]): string {
  const isLent = relation === 'delegated' || relation === 'delegated-by-owner' || relation === 'expired';
  const lender = person('lena', [role]);
  const lent: Delegation = {
    id: 'd',
    fromPerson: 'lena',
    toPerson: 'ann',
    role,
    startsAt: '2026-03-01T00:00:00.000Z',
    endsAt: relation === 'expired' ? nowAt : '2026-04-01T00:00:00.000Z',
  };
  const actor = relation === 'service' ? 'tieout:workflow' : 'ann';
  const own: readonly Role[] = isLent ? [] : [role];
  const people = createPeople(
    [person('ann', own, { isActive: relation !== 'disabled' }), lender],
    isLent ? [lent] : [],
  );
  const excluded = {
    owner: ['ann'],
    editor: ['someone', 'ann'],
    mapper: ['ann', 'other'],
    'delegated-by-owner': ['lena'],
    other: ['bob'],
    disabled: [],
    delegated: ['bob'],
    expired: [],
    service: [],
  }[relation];
  return code(
    authorise(
      { actor, action, legalEntity: 'NW-US', amount: null, excluded },
      { people, roleLimits: {}, nowAt },
    ),
  );
}

/** What the table says, written down without the code that reads it. */
function expected(
  role: Role,
  action: (typeof actions)[number],
  relation: (typeof relations)[number],
): string {
  const allows = permissions[action].includes(role);
  switch (relation) {
    case 'service':
      return 'SERVICE_ACTOR_REFUSED';
    case 'disabled':
      return 'PERSON_INACTIVE';
    case 'owner':
    case 'editor':
    case 'mapper':
      return 'NOT_PREPARER_AND_APPROVER';
    case 'delegated-by-owner':
      return allows ? 'NOT_PREPARER_AND_APPROVER' : 'ROLE_MISSING';
    case 'expired':
      return 'ROLE_MISSING';
    case 'other':
    case 'delegated':
      return allows ? 'ok' : 'ROLE_MISSING';
  }
}

describe('segregation of duties', () => {
  it('allows and refuses every role × action × relation as the table says', () => {
    let cells = 0;
    for (const role of roles) {
      for (const action of actions) {
        for (const relation of relations) {
          expect(attempt(role, action, relation), `${role} ${action} ${relation}`).toBe(
            expected(role, action, relation),
          );
          cells += 1;
        }
      }
    }
    expect(cells).toBe(8 * 47 * 9);
  });

  it('gives whoever makes accounts, audits or is nothing no say about money', () => {
    const money = [
      'posting.approve',
      'posting.release',
      'mapping.approve',
      'period.reopen',
      'flow.change-phase',
    ] as const;
    for (const action of money) {
      for (const role of ['administrator', 'auditor', 'integration-support', 'mapping-editor'] as const) {
        expect(permissions[action], `${role} ${action}`).not.toContain(role);
      }
    }
    expect(permissions['people.change']).toEqual(['administrator']);
  });

  it('names roles that one person cannot hold together', () => {
    expect(conflictAmong(['controller', 'administrator'])).toEqual(['administrator', 'controller']);
    expect(conflictAmong(['auditor', 'approver'])).not.toBeNull();
    expect(conflictAmong(['controller', 'approver'])).toBeNull();
  });
});
