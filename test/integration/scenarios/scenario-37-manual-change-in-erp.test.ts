import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import type { WireBreak } from '#core/contract/reconciliation.ts';
import type { InvoiceRow } from '#core/sandbox/stripe/rows.ts';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 37: a hand edit of a posted document is found at the next read-back, and reversing it settles it', async () => {
  tiny = await startTinyWorld();
  const { netsuite } = tiny.world.sandbox.organisations;
  const invoice = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 100_000 });
  const untouched = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 70_000 });
  await tiny.sync();
  const { id } = tiny.document('invoice', invoice.number ?? '');

  tiny.world.clock.skip(3_600_000);
  expect(
    netsuite.handEdit({ action: 'change-amount', type: 'invoice', id, totalMinor: 105_000 }),
  ).toMatchObject({
    ok: true,
  });
  tiny.world.clock.skip(60_000);
  await tiny.sync();
  const [edit, ...others] = tiny.exceptions();
  expect(others).toEqual([]);
  expect(edit).toMatchObject({
    code: 'MANUAL_EDIT_IN_ERP',
    legalEntity: 'NW-US',
    amount: { minor: 100_000n },
  });
  expect(edit?.message).toContain('USD 1000.00 and now shows USD 1050.00');
  // Nothing was written over it, and nothing was posted a second time.
  expect(tiny.document('invoice', invoice.number ?? '').totalMinor).toBe(105_000);
  expect(tiny.created()).toHaveLength(2);
  const before = tiny.standing();
  await tiny.sync();
  expect(tiny.standing()).toEqual(before);

  // The accountant reverses the edit: the exception ends by itself and says why.
  expect(
    netsuite.handEdit({ action: 'change-amount', type: 'invoice', id, totalMinor: 100_000 }),
  ).toMatchObject({
    ok: true,
  });
  tiny.world.clock.skip(60_000);
  await tiny.sync();
  expect(tiny.codes()).toEqual([]);
  expect(tiny.core.exceptions.exceptions.get(edit?.id ?? '')).toMatchObject({ state: 'resolved' });
  expect(tiny.document('invoice', untouched.number ?? '').totalMinor).toBe(70_000);
  await expectQuiet(tiny);
});

test.each([
  ['void', 'was voided in the ERP'],
  ['delete', 'was deleted in the ERP'],
] as const)(
  'scenario 37: a document that falls to a %s by hand is found and not posted again',
  async (action, said) => {
    tiny = await startTinyWorld();
    const invoice = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 100_000 });
    await tiny.sync();
    const { id } = tiny.document('invoice', invoice.number ?? '');
    tiny.world.clock.skip(3_600_000);
    tiny.world.sandbox.organisations.netsuite.handEdit({ action, type: 'invoice', id });
    tiny.world.clock.skip(60_000);
    await tiny.sync();
    expect(tiny.exceptions()).toMatchObject([{ code: 'MANUAL_EDIT_IN_ERP', amount: { minor: 100_000n } }]);
    expect(tiny.exceptions()[0]?.message).toContain(said);
    expect(tiny.created()).toHaveLength(1);
    await expectQuiet(tiny);
  },
);

const period = '2026-09';

/** An invoice of 1,000.00 that is in the ERP, where somebody then does something to it. */
async function editedInErp(
  edit: { readonly action: 'change-amount'; readonly totalMinor: number } | { readonly action: 'void' },
): Promise<{ invoice: InvoiceRow; customer: ReturnType<TinyWorld['addCustomer']>; documentId: number }> {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  const invoice = tiny.issueInvoice(customer, { netMinor: 100_000 });
  await tiny.sync();
  const { id } = tiny.document('invoice', invoice.number ?? '');
  tiny.world.clock.skip(3_600_000);
  tiny.world.sandbox.organisations.netsuite.handEdit({ ...edit, type: 'invoice', id });
  tiny.world.clock.skip(60_000);
  await tiny.sync();
  expect(tiny.codes()).toEqual(['MANUAL_EDIT_IN_ERP']);
  return { invoice, customer, documentId: id };
}

/** The controller accepts what was edited, by the button of the exception. */
async function accept(reason: string): Promise<{ id: string; seq: number }> {
  const [edit] = tiny.exceptions('MANUAL_EDIT_IN_ERP');
  const ids = [present(edit, 'an edit').id];
  const { resolve } = createLocalClient(tiny.core, 'maria').exceptions;
  const done = await resolve.mutate({ ids, how: 'fix', reason, confirm: true });
  expect(done.refused).toEqual([]);
  const [resolved] = done.resolved;
  return { id: resolved?.id ?? '', seq: resolved?.seq ?? 0 };
}

async function manualEdit(): Promise<WireBreak> {
  const { breaks } = await createLocalClient(tiny.core, 'maria').reconciliation.run.mutate({ period });
  return present(
    breaks.find((found) => found.class === 'manual-edit'),
    'a break',
  );
}

test('scenario 37: an accepted edit goes upstream: billing credits 50.00, and the ERP is not credited again', async () => {
  const { invoice, documentId } = await editedInErp({ action: 'change-amount', totalMinor: 95_000 });
  expect(await manualEdit()).toMatchObject({
    left: { amount: { minor: '100000' } },
    right: { amount: { minor: '95000' } },
    difference: { minor: '5000', currency: 'USD' },
  });
  // Nobody else may accept it.
  const [edit] = tiny.exceptions();
  const { resolve } = createLocalClient(tiny.core, 'ben').exceptions;
  const refused = await resolve.mutate({
    ids: [edit?.id ?? ''],
    how: 'fix',
    reason: 'looks right',
    confirm: true,
  });
  expect(refused).toMatchObject({ resolved: [], refused: [{ failure: { code: 'ROLE_MISSING' } }] });

  await accept('discount agreed by phone');
  expect(tiny.exceptions()).toMatchObject([
    {
      code: 'BILLING_CORRECTION_DUE',
      ownerRole: 'billing-operations',
      legalEntity: 'NW-US',
      amount: { minor: 5_000n, currency: 'USD' },
    },
  ]);
  expect(tiny.exceptions()[0]?.message).toMatch(
    /USD 950\.00 in the ERP was accepted \(discount agreed by phone\); billing differs by USD 50\.00: credit USD 50\.00 there/,
  );
  const { decideBreak } = createLocalClient(tiny.core, 'maria').reconciliation;
  const { key } = await manualEdit();
  await decideBreak.mutate({ period, key, how: 'accept', reason: 'discount agreed by phone' });
  expect(await manualEdit()).toMatchObject({ key, decision: { how: 'accepted', by: 'maria' } });
  const before = tiny.standing();
  await tiny.sync();
  expect(tiny.standing()).toEqual(before);

  const note = tiny.billing.creditNotes.create({
    invoice: invoice.id,
    lines: [{ type: 'invoice_line_item', invoiceLine: 0, amount: 5_000 }],
  });
  await tiny.sync();
  expect(tiny.codes()).toEqual([]);
  expect(tiny.documents('creditMemo')).toEqual([]);
  expect(tiny.created()).toHaveLength(1);
  const [covered] = tiny.core.desk.postings.withReference(note.number);
  expect(covered).toMatchObject({ state: 'POSTED', documentId: String(documentId), payload: '' });
  expect(tiny.document('invoice', invoice.number ?? '').totalMinor).toBe(95_000);
  // The next credit is a credit like any other.
  const next = tiny.billing.creditNotes.create({
    invoice: invoice.id,
    lines: [{ type: 'invoice_line_item', invoiceLine: 0, amount: 2_500 }],
  });
  await tiny.sync();
  expect(tiny.document('creditMemo', next.number).totalMinor).toBe(2_500);
  expect(tiny.codes()).toEqual([]);
  await expectQuiet(tiny);
});

test('scenario 37: what billing invoices for an accepted raise waits for a person, and counts once', async () => {
  const { invoice, customer } = await editedInErp({ action: 'change-amount', totalMinor: 105_000 });
  await accept('ten seats more');
  expect(tiny.exceptions()[0]?.message).toContain('invoice USD 50.00 more there');
  const other = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 5_000 });
  const more = tiny.issueInvoice(customer, { netMinor: 5_000 });
  await tiny.sync();
  expect(tiny.document('invoice', other.number ?? '').totalMinor).toBe(5_000);
  const held = tiny.postings('HELD');
  expect(held).toMatchObject([
    { sourceReference: more.number, holdReasons: [{ code: 'CORRECTS_ACCEPTED_EDIT' }] },
  ]);
  expect(held[0]?.holdReasons[0]?.message).toContain(invoice.number);
  tiny.world.decide(present(held[0], 'a held posting'), 'omar', 'reject');
  await tiny.sync();
  expect(tiny.created()).toHaveLength(2);
  expect(tiny.document('invoice', invoice.number ?? '').totalMinor).toBe(105_000);
});

test('scenario 37: an accepted void is voided in billing and not reversed a second time', async () => {
  const { invoice } = await editedInErp({ action: 'void' });
  await accept('was never delivered');
  expect(tiny.exceptions()).toMatchObject([{ code: 'BILLING_CORRECTION_DUE', amount: { minor: 100_000n } }]);
  expect(tiny.exceptions()[0]?.message).toContain('void the invoice there');
  tiny.billing.invoices.void(invoice.id);
  await tiny.sync();
  expect(tiny.codes()).toEqual([]);
  expect(tiny.documents('creditMemo')).toEqual([]);
  await expectQuiet(tiny);
});

test('scenario 37: an acceptance that is taken back asks the controller again', async () => {
  await editedInErp({ action: 'change-amount', totalMinor: 95_000 });
  const accepted = await accept('discount agreed by phone');
  const { undo } = createLocalClient(tiny.core, 'maria').exceptions;
  expect((await undo.mutate({ items: [accepted] })).refused).toEqual([]);
  await tiny.sync();
  expect(tiny.codes()).toEqual(['MANUAL_EDIT_IN_ERP']);
  await expectQuiet(tiny);
});
