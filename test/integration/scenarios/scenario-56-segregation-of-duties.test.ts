import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { toInstant } from '#core/base/clock.ts';
import { apiPath, createApi } from '#core/app/router/create-api.ts';
import { signFor } from '#test/support/sample-world.ts';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly data: unknown;
}

/** A direct call of the API as one person: no screen and no command line in between. */
async function call(actor: string, procedure: string, input: unknown): Promise<Answer> {
  const request = new Request(`http://localhost${apiPath}/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  const response = await createApi(tiny.core)(request, actor);
  const text = await response.text();
  const parsed = JSON.parse(text) as { readonly result?: { readonly data: unknown } };
  return { status: response.status, text, data: parsed.result?.data };
}

test('scenario 56: who proposed the mapping of a document approves neither; a second person does', async () => {
  tiny = await startTinyWorld();
  const { mapping, people } = tiny.core;
  const customer = tiny.addCustomer();
  const itemId = tiny.erp.addItem({ itemId: 'NW-TRAIN', displayName: 'Training day', subsidiaryIds: null });
  // Maria holds both rights: to propose mappings, and to approve postings. She may do either, not both on one document.
  expect(
    people.change('maria', { roles: ['controller', 'mapping-editor'] }, 'ada', 'stands in for Rita').ok,
  ).toBe(true);
  const target = { itemId: String(itemId), revenueRule: 'point-in-time' };
  const draft = { type: 'item' as const, sourceKey: 'NW-TRAIN', target, validFromOn: '2026-01-01' };
  const proposed = mapping.propose([draft], 'maria', 'training is sold now');
  if (!proposed.ok) throw new Error(proposed.error.message);
  const ids = proposed.value.map(({ id }) => id);
  expect(mapping.approve(ids, { by: 'maria', reason: 'mine' })).toMatchObject({
    ok: false,
    error: { code: 'NOT_PREPARER_AND_APPROVER' },
  });
  const overApi = await call('maria', 'mappings.approve', { ids, reason: 'mine' });
  expect(overApi.status).not.toBe(200);
  expect(overApi.text).toContain('NOT_PREPARER_AND_APPROVER');
  expect(mapping.approve(ids, { by: 'omar', reason: 'checked' }).ok).toBe(true);

  const invoice = tiny.issueInvoice(customer, { product: 'NW-TRAIN', netMinor: 1_234_500 });
  await tiny.sync();
  const posting = present(tiny.postings('HELD')[0], 'a held posting');
  const own = await call('maria', 'postings.decide', {
    decisions: [signFor(tiny.world, posting, 'maria', 'approve')],
  });
  expect(own.data).toMatchObject({
    decided: [],
    refused: [{ postingId: posting.id, failure: { code: 'NOT_PREPARER_AND_APPROVER' } }],
  });
  // Another's signed decision handed in as one's own, and one's own handed in as another, count as little.
  const others = signFor(tiny.world, posting, 'omar', 'approve');
  const borrowed = await call('maria', 'postings.decide', { decisions: [others] });
  expect(borrowed.data).toMatchObject({ decided: [], refused: [{ failure: { code: 'DECISION_NOT_OWN' } }] });
  const forged = { ...signFor(tiny.world, posting, 'maria', 'approve'), decision: others.decision };
  const posed = await call('omar', 'postings.decide', { decisions: [forged] });
  expect(posed.data).toMatchObject({ decided: [], refused: [{ failure: { code: 'SIGNATURE_INVALID' } }] });
  await tiny.sync();
  expect(tiny.created()).toEqual([]);

  const second = await call('omar', 'postings.decide', { decisions: [others] });
  expect(second.data).toMatchObject({
    decided: [{ postingId: posting.id, decision: 'approve' }],
    refused: [],
  });
  await tiny.sync();
  expect(tiny.document('invoice', invoice.number ?? '').totalMinor).toBe(1_234_500);
  await expectQuiet(tiny);
});

test('scenario 56: without the right nobody approves; a lent one works until the minute it ends', async () => {
  const dora = {
    id: 'dora',
    name: 'Dora Lind',
    email: 'dora@northwind-metrics.example',
    roles: ['revenue-accountant'],
  };
  tiny = await startTinyWorld({ change: (file) => ({ ...file, people: [...file.people, dora] }) });
  const customer = tiny.addCustomer();
  const first = tiny.issueInvoice(customer, { netMinor: 1_500_000 });
  tiny.issueInvoice(customer, { netMinor: 1_600_000 });
  await tiny.sync();
  const held = tiny.postings('HELD');
  const decideAsDora = async (posting: (typeof held)[number] | undefined) => {
    const decision = signFor(tiny.world, present(posting, 'a held posting'), 'dora', 'approve');
    return (await call('dora', 'postings.decide', { decisions: [decision] })).data;
  };
  const small = held.find(({ amount }) => amount.minor === 1_500_000n);
  const large = held.find(({ amount }) => amount.minor === 1_600_000n);
  expect(await decideAsDora(small)).toMatchObject({
    decided: [],
    refused: [{ failure: { code: 'ROLE_MISSING' } }],
  });

  const nowMs = tiny.nowMs();
  const lent = {
    fromPerson: 'omar',
    toPerson: 'dora',
    role: 'approver',
    startsAt: toInstant(nowMs),
    endsAt: toInstant(nowMs + 3_600_000),
  } as const;
  expect(tiny.core.people.delegate(lent, 'dora', 'I take it')).toMatchObject({ ok: false });
  expect(tiny.core.people.delegate(lent, 'omar', 'holiday')).toMatchObject({ ok: true });
  tiny.world.clock.skip(1_000);
  expect(await decideAsDora(small)).toMatchObject({ decided: [{ decision: 'approve' }], refused: [] });
  await tiny.sync();
  tiny.world.clock.skip(2 * 3_600_000);
  expect(await decideAsDora(large)).toMatchObject({
    decided: [],
    refused: [{ failure: { code: 'ROLE_MISSING' } }],
  });
  await tiny.sync();
  expect(tiny.documents('invoice').map(({ otherRefNum }) => otherRefNum)).toEqual([first.number]);
});
