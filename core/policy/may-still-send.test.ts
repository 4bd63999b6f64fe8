import { describe, expect, it } from 'vitest';
import { mayStillSend, policyApprover, type SendFacts } from './may-still-send.ts';
import { code, facts, person, posting } from './workspace.testing.ts';

const olga = person('olga', ['approver']);
const approval = {
  revision: 2,
  decidedBy: 'olga',
  payloadHash: 'aa',
  mappingVersion: 'm1',
  period: '2026-03',
};

function send(change: Partial<SendFacts> = {}, people = [olga]): string {
  const { people: directory, roleLimits, nowAt } = facts(people);
  return code(
    mayStillSend({
      people: directory,
      roleLimits,
      nowAt,
      posting,
      approval,
      contributors: [],
      periodState: 'open',
      postsIntoLocked: false,
      phase: 'post',
      circuitReason: null,
      holdReasons: [],
      ...change,
    }),
  );
}

const released = { approval: { ...approval, decidedBy: policyApprover } };
const held = [{ code: 'AMOUNT_OVER_THRESHOLD', message: 'The amount reaches 10.00 USD.' }];

describe('at the moment of sending', () => {
  it.each([
    ['what was approved', {}, 'ok'],
    ['nothing unapproved', { approval: null }, 'APPROVAL_VOID'],
    ['nothing edited after approval', { posting: { ...posting, payloadHash: 'bb' } }, 'APPROVAL_VOID'],
    [
      'nothing mapped otherwise after approval (F-51)',
      { posting: { ...posting, mappingVersion: 'm2' } },
      'APPROVAL_VOID',
    ],
    ['nothing moved to another period', { posting: { ...posting, period: '2026-04' } }, 'APPROVAL_VOID'],
    ['nothing of a later revision', { posting: { ...posting, revision: 3 } }, 'APPROVAL_VOID'],
    ['nothing into a period that closed (F-54)', { periodState: 'closed' }, 'PERIOD_CLOSED'],
    ['nothing into a locked one', { periodState: 'locked' }, 'PERIOD_LOCKED'],
    ['into a locked one where the policy says so', { periodState: 'locked', postsIntoLocked: true }, 'ok'],
    ['nothing into a period the ERP does not have', { periodState: 'unknown' }, 'PERIOD_UNKNOWN'],
    ['what a person approved, in soft close', { periodState: 'soft-close' }, 'ok'],
    ['nothing once the flow went back to shadow', { phase: 'shadow' }, 'FLOW_NOT_POSTING'],
    ['nothing while a limit holds', { circuitReason: 'too many' }, 'CIRCUIT_OPEN'],
    [
      'nothing whose approver turned out to have mapped it',
      { contributors: ['olga'] },
      'NOT_PREPARER_AND_APPROVER',
    ],
    ['what the policy releases', released, 'ok'],
    ['nothing that the policy would hold now', { ...released, holdReasons: held }, 'HOLD_REQUIRED'],
    ['nothing unseen once the flow holds everything', { ...released, phase: 'hold-all' }, 'HOLD_REQUIRED'],
    ['what a person approved although rules hold it', { holdReasons: held, phase: 'hold-all' }, 'ok'],
    [
      'nothing that another service approved',
      { approval: { ...approval, decidedBy: 'tieout:sender' } },
      'SERVICE_ACTOR_REFUSED',
    ],
  ] as [string, Partial<SendFacts>, string][])('sends %s', (_, change, expected) => {
    expect(send(change)).toBe(expected);
  });

  it('F-55: sends nothing whose approver lost the role, the limit, the entity or the account since', () => {
    const now = (change: Partial<typeof olga>) => send({}, [{ ...olga, ...change }]);
    expect(now({ isActive: false })).toBe('PERSON_INACTIVE');
    expect(now({ roles: ['auditor'] })).toBe('ROLE_MISSING');
    expect(now({ limits: { legalEntities: 'all', maxMinorByCurrency: { USD: 1n } } })).toBe('LIMIT_EXCEEDED');
    expect(now({ limits: { legalEntities: ['NW-DE'], maxMinorByCurrency: 'unlimited' } })).toBe(
      'ENTITY_NOT_ALLOWED',
    );
  });
});
