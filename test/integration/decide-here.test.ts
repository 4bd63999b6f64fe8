import { sign as signBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ok } from '#core/base/result.ts';
import { decideHere } from '#core/app/router/decide-here.ts';
import { decideHereInput, type WirePosting } from '#core/contract/postings.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;

beforeAll(async () => {
  tiny = await startTinyWorld();
  for (let at = 0; at < 6; at += 1) tiny.issueInvoice(tiny.addCustomer(), { netMinor: 1_500_000 + at });
  tiny.issueInvoice(tiny.addCustomer(), { netMinor: 30_000_000 });
  await tiny.sync();
});

afterAll(async () => {
  await tiny?.close();
});

const as = (person: string) => createLocalClient(tiny.core, person);
const queue = async (person: string, of: 'held' | 'awaiting-me' | 'in-grace' | 'on-its-way' | 'posted') =>
  (await as(person).postings.list.query({ queue: of, sort: { by: 'document', isDescending: false } }))
    .postings;

/** As the host does it: the session's person signs with their own key. */
function decideAs(person: string, input: object) {
  const key = tiny.world.keys.get(person)?.privateKeyPem ?? '';
  return decideHere(
    tiny.core,
    person,
    (text) => ok(signBytes(null, Buffer.from(text), key).toString('base64')),
    decideHereInput.parse(input),
  );
}

const shown = ({ id, revision, payloadHash, mappingVersion }: WirePosting) => ({
  postingId: id,
  revision,
  payloadHash,
  mappingVersion,
});

describe('what awaits a person', () => {
  it.each(['maria', 'ben', 'omar', 'rita', 'audrey', 'ada'])(
    'is for %s exactly what the rules let them approve',
    async (person) => {
      const held = await queue(person, 'held');
      const mine = await queue(person, 'awaiting-me');
      expect(held.length).toBe(7);
      expect(mine.map(({ id }) => id)).toEqual(
        held.filter(({ you }) => you.approve === null).map(({ id }) => id),
      );
      const { queues } = await as(person).postings.counts.query({});
      expect(queues['awaiting-me']).toBe(mine.length);
      expect(queues.held).toBe(held.length);
    },
  );

  it('says which rule keeps it from the others: the proposer of its mappings, a role, a limit', async () => {
    const ruleFor = async (person: string) => {
      const codes = (await queue(person, 'held')).map(({ you }) => you.approve?.code ?? null);
      return [...new Set(codes)];
    };
    expect(await ruleFor('maria')).toEqual([null]);
    expect(await ruleFor('rita')).toEqual(['NOT_PREPARER_AND_APPROVER']);
    expect(await ruleFor('audrey')).toEqual(['ROLE_MISSING']);
    const limits = { legalEntities: 'all' as const, maxMinorByCurrency: { USD: 2_000_000n } };
    expect(tiny.core.people.change('omar', { limits }, 'ada', 'a limit').ok).toBe(true);
    expect(await ruleFor('omar')).toEqual([null, 'LIMIT_EXCEEDED']);
    expect(await queue('omar', 'awaiting-me')).toHaveLength(6);
  });
});

describe('the document', () => {
  it('is shown as debits and credits that balance, and says where the ERP decides the account', async () => {
    const [held] = await queue('maria', 'held');
    const details = await as('maria').postings.get.query({ id: held?.id ?? '' });
    const { document } = details;
    if (document.is !== 'entry') throw new Error('an invoice is an entry');
    expect(document).toMatchObject({ isBalanced: true, debit: held?.amount, credit: held?.amount });
    expect(document.lines[0]).toMatchObject({ side: 'debit', account: { by: 'customer' } });
    const [, item] = document.lines;
    expect(item).toMatchObject({ side: 'credit', account: { by: 'item', id: expect.any(String) } });
    expect(item?.account.name).toEqual(expect.stringMatching(/\w/));
    expect(details.sources).toMatchObject([{ kind: 'invoice', label: held?.sourceReference }]);
    expect(details.contributors.map(({ id }) => id)).toContain('rita');
    expect(details.posting.customer).toMatch(/^Tiny Customer/);
  });
});

describe('deciding in the cockpit', () => {
  it('previews count, sum and what is skipped; asks for words on a large one; refuses what moved with both versions', async () => {
    const held = await queue('maria', 'held');
    const large = held.find(({ you }) => you.needsReason);
    const [first, second] = held.filter(({ you }) => !you.needsReason);
    if (!large || !first || !second) throw new Error('three held postings');
    const old = { ...shown(second), revision: 99 };
    const head = tiny.core.journal.head();
    const items = [shown(first), old, shown(large)];
    const preview = await as('maria').postings.previewDecision.mutate({ items, decision: 'approve' });
    expect(preview).toMatchObject({
      totals: { count: 2 },
      needsReason: true,
      skipped: [{ postingId: second.id, failure: { code: 'DECISION_STALE' }, present: shown(second) }],
    });
    expect(tiny.core.journal.head()).toEqual(head);

    const answer = decideAs('maria', { items, decision: 'approve' });
    expect(answer.decided.map(({ postingId }) => postingId)).toEqual([first.id]);
    expect(answer.refused.map(({ postingId, failure }) => [postingId, failure.code])).toEqual([
      [second.id, 'DECISION_STALE'],
      [large.id, 'REASON_MISSING'],
    ]);
    expect(answer.totals).toEqual({ count: 1, sums: [first.amount] });
    const again = decideAs('ben', { items: [shown(first)], decision: 'approve' });
    expect(again.refused[0]).toMatchObject({
      failure: { code: 'ALREADY_DECIDED' },
      present: { state: 'APPROVED', by: { id: 'maria' } },
    });
  });

  it('sends nothing before the grace is over, and shows it as posted only once the ERP has it', async () => {
    const inGrace = await queue('maria', 'in-grace');
    expect(inGrace).toHaveLength(1);
    const [posting] = inGrace;
    expect((posting?.graceUntil ?? '') > new Date(tiny.core.clock.now()).toISOString()).toBe(true);
    await tiny.core.sender.run();
    expect(tiny.documents('invoice')).toEqual([]);
    expect(await queue('maria', 'in-grace')).toHaveLength(1);
    tiny.world.clock.skip(9_000);
    await tiny.core.sender.run();
    expect(tiny.documents('invoice')).toEqual([]);
    tiny.world.clock.skip(1_001);
    expect(await queue('maria', 'in-grace')).toEqual([]);
    expect(await queue('maria', 'on-its-way')).toHaveLength(1);
    expect(await queue('maria', 'posted')).toEqual([]);
    await tiny.core.sender.run();
    expect(tiny.documents('invoice')).toHaveLength(1);
    expect((await queue('maria', 'posted')).map(({ id }) => id)).toEqual([posting?.id]);
    const undo = await as('maria').postings.undoDecision.mutate({ postingIds: [posting?.id ?? ''] });
    expect(undo).toMatchObject({ undone: [], refused: [{ failure: { code: 'UNDO_REFUSED' } }] });
  });

  it('takes an approval back while it is in grace, only for who gave it, and a rejection as long as nothing follows', async () => {
    const [one, other] = (await queue('maria', 'held')).filter(({ you }) => !you.needsReason);
    if (!one || !other) throw new Error('two held postings');
    decideAs('maria', { items: [shown(one)], decision: 'approve' });
    expect(decideAs('maria', { items: [shown(other)], decision: 'reject' }).refused).toMatchObject([
      { failure: { code: 'REASON_MISSING' } },
    ]);
    decideAs('maria', { items: [shown(other)], decision: 'reject', reason: 'wrong amount' });
    const ids = [one.id, other.id];
    const notHis = await as('ben').postings.undoDecision.mutate({ postingIds: ids });
    expect(notHis.undone).toEqual([]);
    const undone = await as('maria').postings.undoDecision.mutate({ postingIds: ids });
    expect(undone).toEqual({ undone: ids, refused: [] });
    tiny.world.clock.skip(60_000);
    await tiny.sync();
    expect(tiny.documents('invoice')).toHaveLength(1);
    const back = (await queue('maria', 'held')).filter(({ id }) => ids.includes(id));
    expect(back.map(({ revision }) => revision)).toEqual([one.revision + 1, other.revision + 1]);
    const types = tiny.core.journal.ofAggregate(one.id).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['posting.approved', 'posting.recalled']);
    // What was shown before is not what is held now.
    expect(decideAs('maria', { items: [shown(one)], decision: 'approve' }).refused).toMatchObject([
      { failure: { code: 'DECISION_STALE' } },
    ]);
    expect(decideAs('maria', { items: back.map(shown), decision: 'approve' }).decided).toHaveLength(2);
    expect(tiny.core.verify().problems).toEqual([]);
  });

  it('never lets someone approve their own work, whatever they show', async () => {
    for (const person of ['rita', 'audrey', 'ada']) {
      const held = await queue(person, 'held');
      const answer = decideAs(person, { items: held.map(shown), decision: 'approve', reason: 'please' });
      expect(answer.decided).toEqual([]);
      expect(answer.refused).toHaveLength(held.length);
    }
  });
});
