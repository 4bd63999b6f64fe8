import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WirePosting } from '#core/contract/postings.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { type PostingDecision, signDecision } from '#core/policy/decision.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';

let world: SampleWorld;

beforeAll(async () => {
  world = await startSampleWorld({
    change: (file) => ({
      ...file,
      // Everything that goes into the ledger waits for a person, so that there is much to decide on.
      phases: Object.fromEntries(
        Object.entries(file.phases).map(([flow, phase]) => [
          flow,
          flow.endsWith('-to-erp') ? 'hold-all' : phase,
        ]),
      ),
      people: file.people.map((person) =>
        person.id === 'omar'
          ? {
              ...person,
              limits: { legalEntities: ['NW-US'], maxMinorByCurrency: 'unlimited' },
            }
          : person,
      ),
    }),
  });
  await as('ada').sync.run.mutate({ untilIdle: false });
}, 120_000);

afterAll(async () => {
  await world?.close();
});

const as = (person: string) => createLocalClient(world.core, person);

const held = async (filter: object = {}): Promise<WirePosting[]> =>
  (await as('maria').postings.list.query({ state: 'HELD', ...filter })).postings;

let nonces = 0;

async function sign(
  posting: Pick<WirePosting, 'id'>,
  decidedBy: string,
  changes: Partial<PostingDecision> = {},
  signer = decidedBy,
) {
  const { decisionDraft } = await as(decidedBy).postings.get.query({ id: posting.id });
  nonces += 1;
  const decision: PostingDecision = {
    ...decisionDraft,
    decision: 'approve',
    reason: 'reviewed',
    decidedBy,
    nonce: `nonce-of-the-test-${nonces}`,
    ...changes,
  };
  const signature = signDecision(decision, world.keys.get(signer)?.privateKeyPem ?? '');
  if (!signature.ok) throw new Error(signature.error.message);
  return { decision, signature: signature.value };
}

async function decide(by: string, ...decisions: Awaited<ReturnType<typeof sign>>[]) {
  return as(by).postings.decide.mutate({ decisions });
}

const decisionsOf = (id: string) =>
  world.core.journal.ofAggregate(id).filter(({ type }) => /\.(approved|declined)$/.test(type));

describe('deciding on postings', () => {
  it('approves what the person signed, and says count and sum', async () => {
    const [posting] = await held();
    const answer = await decide('maria', await sign(posting as WirePosting, 'maria'));
    expect(answer).toEqual({
      decided: [{ postingId: posting?.id, decision: 'approve' }],
      refused: [],
      totals: { count: 1, sums: [posting?.amount] },
    });
    const { approvals, posting: after } = await as('maria').postings.get.query({ id: posting?.id ?? '' });
    expect(after.state).toBe('APPROVED');
    expect(approvals).toMatchObject([{ decision: 'approve', decidedBy: 'maria' }]);
  });

  it.each([
    ['by someone without the role', 'audrey', {}, undefined, 'ROLE_MISSING'],
    [
      'by whoever proposed its mappings',
      'rita',
      { decision: 'approve' },
      undefined,
      'NOT_PREPARER_AND_APPROVER',
    ],
    ['signed with another key', 'maria', {}, 'ben', 'SIGNATURE_INVALID'],
    ['over other bytes', 'maria', { payloadHash: 'f'.repeat(64) }, undefined, 'DECISION_STALE'],
    ['over another mapping version', 'maria', { mappingVersion: 'other' }, undefined, 'DECISION_STALE'],
    ['for another period', 'maria', { period: '2026-07' }, undefined, 'DECISION_STALE'],
    ['over another revision', 'maria', { revision: 99 }, undefined, 'DECISION_STALE'],
    ['made for another workspace', 'maria', { workspaceId: 'ws_other' }, undefined, 'DECISION_FOREIGN'],
    [
      'made over another journal',
      'maria',
      { journalHeadHash: 'a'.repeat(64) },
      undefined,
      'DECISION_FOREIGN',
    ],
    ['made before the posting was', 'maria', { journalHeadSeq: 1 }, undefined, 'DECISION_FOREIGN'],
    [
      'to reject, without a reason',
      'maria',
      { decision: 'reject', reason: ' ' },
      undefined,
      'REASON_MISSING',
    ],
  ] as const)('refuses a decision %s, and journals that', async (_, by, changes, signer, code) => {
    const [posting] = await held();
    const before = world.core.journal.head().seq;
    const signed = await sign(posting as WirePosting, by, changes, signer);
    const answer = await decide(by, signed);
    expect(answer).toMatchObject({ decided: [], refused: [{ postingId: posting?.id, failure: { code } }] });
    const events = world.core.journal.read(before, 10);
    expect(events.map(({ type, actor }) => [type, actor])).toEqual([['access.refused', by]]);
    expect(decisionsOf(posting?.id ?? '')).toEqual([]);
  });

  it('refuses decisions that someone else hands in', async () => {
    const [posting] = await held();
    const answer = await decide('ben', await sign(posting as WirePosting, 'maria'));
    expect(answer.refused).toMatchObject([{ failure: { code: 'DECISION_NOT_OWN' } }]);
  });

  it('counts a signed decision once, and answers it again the same', async () => {
    const [posting, other] = await held();
    const signed = await sign(posting as WirePosting, 'maria');
    const first = await decide('maria', signed);
    expect(await decide('maria', signed, signed)).toMatchObject({ decided: [{}, {}], refused: [] });
    expect(first.decided).toHaveLength(1);
    expect(decisionsOf(posting?.id ?? '')).toHaveLength(1);
    const moved = await sign(other as WirePosting, 'maria', { nonce: signed.decision.nonce });
    expect(await decide('maria', moved)).toMatchObject({ refused: [{ failure: { code: 'NONCE_REUSED' } }] });
  });

  it('keeps a person within their legal entities', async () => {
    const [german] = await held({ legalEntity: 'NW-DE' });
    expect(await decide('omar', await sign(german as WirePosting, 'omar'))).toMatchObject({
      refused: [{ failure: { code: 'ENTITY_NOT_ALLOWED' } }],
    });
  });

  it('keeps a person within their limit, also when it is reached in slices', async () => {
    const [small, large] = ofOneCustomer(await held());
    const { currency, minor } = large.amount;
    const limits = { legalEntities: 'all', maxMinorByCurrency: { [currency]: minor } };
    expect(world.core.people.change('omar', { limits }, 'ada', 'a new limit').ok).toBe(true);
    expect(await decide('omar', await sign(small, 'omar'))).toMatchObject({ refused: [] });
    const second = await decide('omar', await sign(large, 'omar'));
    expect(second).toMatchObject({ decided: [], refused: [{ failure: { code: 'LIMIT_EXCEEDED' } }] });
    expect(await decide('ben', await sign(large, 'ben'))).toMatchObject({ refused: [] });
  });
});

/** Two held postings of one customer in one currency, the smaller one first. */
function ofOneCustomer(postings: readonly WirePosting[]): [WirePosting, WirePosting] {
  const seen = new Map<string, WirePosting>();
  for (const posting of postings) {
    const customerId = world.core.desk.postings.get(posting.id)?.customerId;
    const key = `${customerId} ${posting.amount.currency}`;
    const other = seen.get(key);
    if (other) {
      const size = ({ amount }: WirePosting): bigint => BigInt(amount.minor.replace('-', ''));
      return size(other) < size(posting) ? [other, posting] : [posting, other];
    }
    seen.set(key, posting);
  }
  throw new Error('no customer of the sample has two held postings in one currency');
}

describe('F-50: several people decide at once', () => {
  it('records one decision per posting; the others are told who was first', async () => {
    const postings = await held();
    expect(postings.length).toBeGreaterThan(60);
    let contended = 0;
    for (const posting of postings) {
      const [maria, ben] = [await sign(posting, 'maria'), await sign(posting, 'ben')];
      const rejection = await sign(posting, 'maria', { decision: 'reject', reason: 'wrong amount' });
      const calls = [
        { by: 'maria', signed: maria },
        { by: 'ben', signed: ben },
        { by: 'maria', signed: rejection },
        { by: 'maria', signed: maria },
        { by: 'ben', signed: ben },
      ];
      // Another one comes first each time.
      const order = calls.map((_, at) => calls[(at + contended) % calls.length] as (typeof calls)[number]);
      const answers = await Promise.all(order.map(({ by, signed }) => decide(by, signed)));
      contended += calls.length + 1;
      const [event, ...others] = decisionsOf(posting.id);
      expect(others).toEqual([]);
      const winner = order[0]?.signed.decision;
      expect(event?.payload['decidedBy']).toBe(winner?.decidedBy);
      for (const [at, answer] of answers.entries()) {
        if (order[at]?.signed.decision.nonce === winner?.nonce) expect(answer.decided).toHaveLength(1);
        else {
          const [{ failure }] = answer.refused as [(typeof answer.refused)[number]];
          expect(failure.code).toBe('ALREADY_DECIDED');
          expect(failure.message).toContain(
            `${winner?.decidedBy} ${winner?.decision === 'approve' ? 'approved' : 'rejected'}`,
          );
        }
      }
    }
    expect(contended).toBeGreaterThan(400);
  }, 60_000);
});

describe('after the decisions', () => {
  it('verifies: every projection is what the journal says', async () => {
    expect(await as('audrey').journal.verify.mutate()).toMatchObject({ isSound: true, problems: [] });
  });
});
