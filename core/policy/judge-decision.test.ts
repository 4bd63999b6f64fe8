import { describe, expect, it } from 'vitest';
import { money } from '../domain/money.ts';
import { decisionText, signDecision, verifyDecision } from './decision.ts';
import { judgeDecision } from './judge-decision.ts';
import type { Limits } from './limits.ts';
import { code, decision, facts, keysOf, person, posting, signed } from './workspace.testing.ts';

const olga = person('olga', ['approver']);
const ben = person('ben', ['billing-operations']);
const everyone = [olga, ben];
const judge = (made: ReturnType<typeof signed>, given = facts(everyone)) =>
  code(judgeDecision(made.decision, made.signature, given));
const limits = (max: bigint, legalEntities: Limits['legalEntities'] = 'all'): Limits => ({
  legalEntities,
  maxMinorByCurrency: { USD: max },
});

describe('signatures', () => {
  it('bind every member of the decision', () => {
    const { signature } = signed();
    expect(verifyDecision(decision, signature, olga.publicKey)).toBe(true);
    const others = {
      workspaceId: 'x',
      postingId: 'x',
      revision: 3,
      payloadHash: 'x',
      mappingVersion: 'x',
      period: '2026-04',
      decision: 'reject',
      reason: 'x',
      decidedBy: 'ben',
      nonce: 'x',
      journalHeadSeq: 1,
      journalHeadHash: 'x',
    } as const;
    expect(Object.keys(others).sort()).toEqual(Object.keys(decision).sort());
    for (const [name, value] of Object.entries(others)) {
      expect(verifyDecision({ ...decision, [name]: value }, signature, olga.publicKey), name).toBe(false);
    }
  });

  it('answer no to malformed keys and signatures, and a failure to a key that cannot sign', () => {
    const { signature } = signed();
    expect(verifyDecision(decision, signature, 'not a key')).toBe(false);
    expect(verifyDecision(decision, '', olga.publicKey)).toBe(false);
    expect(verifyDecision(decision, `${signature} `, olga.publicKey)).toBe(false);
    expect(code(signDecision(decision, 'not a key'))).toBe('KEY_UNREADABLE');
  });

  it('are over a text that does not depend on the order of members', () => {
    const reversed = Object.fromEntries(Object.entries(decision).reverse()) as unknown as typeof decision;
    expect(decisionText(reversed)).toBe(decisionText(decision));
  });
});

describe('judging a decision', () => {
  it('counts a right one, and says by which role', () => {
    const made = signed();
    expect(judgeDecision(made.decision, made.signature, facts(everyone))).toEqual({
      ok: true,
      value: { role: 'approver', onBehalfOf: null },
    });
  });

  it.each([
    ['signed by someone else', signed({}, 'ben'), {}, 'SIGNATURE_INVALID'],
    [
      'in the name of someone else',
      { ...signed(), decision: { ...decision, decidedBy: 'ben' } },
      {},
      'SIGNATURE_INVALID',
    ],
    ['turned from no to yes', { ...signed({ decision: 'reject' }), decision }, {}, 'SIGNATURE_INVALID'],
    ['transplanted to another posting', signed({ postingId: 'pst_2' }), {}, 'DECISION_FOREIGN'],
    ['from another workspace', signed({ workspaceId: 'other' }), {}, 'DECISION_FOREIGN'],
    ['over a forked journal', signed({ journalHeadHash: 'fork' }), {}, 'DECISION_FOREIGN'],
    ['over a head that is not there yet', signed(), { journalHashAt: () => null }, 'DECISION_FOREIGN'],
    ['on an earlier revision', signed({ revision: 1 }), {}, 'DECISION_STALE'],
    ['after an edit', signed(), { posting: { ...posting, payloadHash: 'bb' } }, 'DECISION_STALE'],
    ['after a mapping change', signed(), { posting: { ...posting, mappingVersion: 'm2' } }, 'DECISION_STALE'],
    ['after the period moved', signed(), { posting: { ...posting, period: '2026-04' } }, 'DECISION_STALE'],
    [
      'made before the posting last moved',
      signed({ journalHeadSeq: 39, journalHeadHash: 'hash-39' }),
      {},
      'DECISION_STALE',
    ],
    ['used before', signed(), { isNonceUsed: true }, 'NONCE_REUSED'],
    ['on something sent already', signed(), { posting: { ...posting, state: 'SENDING' } }, 'ALREADY_DECIDED'],
    ['into a closed period', signed(), { periodState: 'closed' as const }, 'PERIOD_CLOSED'],
    ['to reject without a reason', signed({ decision: 'reject', reason: ' ' }), {}, 'REASON_MISSING'],
  ])('refuses one %s', (_, made, change, expected) => {
    expect(judge(made, facts(everyone, change))).toBe(expected);
  });

  it('F-50: tells the loser of a race who won', () => {
    const given = facts(everyone, { earlierDecision: { decision: 'approve', decidedBy: 'ben' } });
    const made = signed({ decision: 'reject', reason: 'no' });
    expect(judgeDecision(made.decision, made.signature, given)).toMatchObject({
      error: { code: 'ALREADY_DECIDED', message: expect.stringContaining('ben approved') },
    });
  });

  it('scenario 56: keeps everyone with a part in the posting from approving it, and lets them reject it', () => {
    for (const change of [
      { posting: { ...posting, preparedBy: 'olga' } },
      { contributors: ['mia', 'olga'] },
    ]) {
      expect(judge(signed(), facts(everyone, change))).toBe('NOT_PREPARER_AND_APPROVER');
      expect(judge(signed({ decision: 'reject', reason: 'wrong' }), facts(everyone, change))).toBe('ok');
    }
  });

  it('refuses people who are unknown, cut off, without the role, and services', () => {
    expect(judge(signed({ decidedBy: 'eve' }))).toBe('PERSON_UNKNOWN');
    expect(judge(signed({ decidedBy: 'tieout:workflow' }))).toBe('SERVICE_ACTOR_REFUSED');
    expect(judge(signed(), facts([{ ...olga, isActive: false }]))).toBe('PERSON_INACTIVE');
    expect(judge(signed(), facts([{ ...olga, roles: ['auditor'] }]))).toBe('ROLE_MISSING');
  });

  it('takes the limit of the person and of the role, up to the limit itself and for credits as well', () => {
    const at = (max: bigint, minor = posting.amount.minor) =>
      judge(
        signed(),
        facts([{ ...olga, limits: limits(max) }], { posting: { ...posting, amount: money(minor, 'USD') } }),
      );
    expect([at(500_000n), at(499_999n), at(499_999n, -500_000n)]).toEqual([
      'ok',
      'LIMIT_EXCEEDED',
      'LIMIT_EXCEEDED',
    ]);
    expect(judge(signed(), facts(everyone, { roleLimits: { approver: limits(1n) } }))).toBe('LIMIT_EXCEEDED');
    const euros = { posting: { ...posting, amount: money(1, 'EUR') } };
    expect(judge(signed(), facts([{ ...olga, limits: limits(10n) }], euros))).toBe('LIMIT_EXCEEDED');
    const german = [{ ...olga, limits: limits(10_000_000n, ['NW-DE']) }];
    expect(judge(signed(), facts(german))).toBe('ENTITY_NOT_ALLOWED');
    expect(judge(signed({ decision: 'reject', reason: 'no' }), facts(german))).toBe('ENTITY_NOT_ALLOWED');
  });

  it('adds up what a person approved for the customer today: a limit is not passed in slices', () => {
    const sliced = [{ ...olga, limits: limits(900_000n) }];
    expect(judge(signed(), facts(sliced, { approvedTodayMinor: 400_000n }))).toBe('ok');
    expect(judge(signed(), facts(sliced, { approvedTodayMinor: 400_001n }))).toBe('LIMIT_EXCEEDED');
  });

  it('lends authority for a time, with the lender’s limits, and never back to who prepared it', () => {
    const nora = person('nora', []);
    const lend = (fromPerson: string, endsAt = '2026-03-11T00:00:00.000Z') => [
      {
        id: 'd',
        fromPerson,
        toPerson: 'nora',
        role: 'approver' as const,
        startsAt: '2026-03-01T00:00:00.000Z',
        endsAt,
      },
    ];
    const made = signed({ decidedBy: 'nora' });
    expect(judge(made, facts([olga, nora], {}, lend('olga')))).toBe('ok');
    expect(judge(made, facts([olga, nora], {}, lend('olga', '2026-03-10T09:00:00.000Z')))).toBe(
      'ROLE_MISSING',
    );
    expect(judge(made, facts([olga, nora], { contributors: ['olga'] }, lend('olga')))).toBe(
      'NOT_PREPARER_AND_APPROVER',
    );
    expect(judge(made, facts([{ ...olga, limits: limits(1n) }, nora], {}, lend('olga')))).toBe(
      'LIMIT_EXCEEDED',
    );
    expect(judge(made, facts([{ ...olga, isActive: false }, nora], {}, lend('olga')))).toBe('ROLE_MISSING');
    // A role that olga only borrowed herself is not hers to lend: the loop ends at whoever holds it.
    const loop = [
      ...lend('olga'),
      { ...lend('nora')[0], toPerson: 'olga' } as ReturnType<typeof lend>[number],
    ];
    expect(judge(made, facts([{ ...olga, roles: [] }, nora], {}, loop))).toBe('ROLE_MISSING');
  });

  it('does not count a key that is the person’s no more', () => {
    expect(judge(signed(), facts([{ ...olga, publicKey: keysOf('new').publicKey }]))).toBe(
      'SIGNATURE_INVALID',
    );
  });
});
