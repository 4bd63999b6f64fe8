import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { signFor } from '#test/support/sample-world.ts';
import { decidePostings } from '#core/app/router/decide-postings.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('who proposed the mapping of an invoice does not approve its reversal, which says the same lines', async () => {
  tiny = await startTinyWorld();
  const { people } = tiny.core;
  expect(people.change('rita', { roles: ['mapping-editor', 'approver'] }, 'ada', 'stands in').ok).toBe(true);
  const invoice = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 2_000_000 });
  await tiny.sync();
  const [held] = tiny.postings('HELD');
  const own = decidePostings(tiny.core, 'rita', [
    signFor(tiny.world, present(held, 'a held posting'), 'rita', 'approve'),
  ]);
  expect(own.refused).toMatchObject([{ failure: { code: 'NOT_PREPARER_AND_APPROVER' } }]);
  await tiny.approveHeld('omar');
  await tiny.sync();
  tiny.world.clock.skip(60_000);
  tiny.billing.invoices.void(invoice.id);
  await tiny.sync();
  const [reversal] = tiny.postings('HELD');
  const second = decidePostings(tiny.core, 'rita', [
    signFor(tiny.world, present(reversal, 'a reversal'), 'rita', 'approve'),
  ]);
  expect(second.refused).toMatchObject([{ failure: { code: 'NOT_PREPARER_AND_APPROVER' } }]);
});

test('a void is said where credits are not posted yet, and never silently left live', async () => {
  tiny = await startTinyWorld({
    change: (file) => ({ ...file, phases: { ...file.phases, 'credit-to-erp': 'observe' } }),
  });
  const invoice = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 500_000 });
  await tiny.sync();
  tiny.world.clock.skip(60_000);
  tiny.billing.invoices.void(invoice.id);
  await tiny.sync();
  expect(tiny.codes()).toEqual(['SOURCE_CHANGED_AFTER_POSTING']);
});

test('a reversal that goes to the open period says which day it is of', async () => {
  tiny = await startTinyWorld();
  const invoice = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 120_000 });
  await tiny.sync();
  tiny.erp.setPeriodState('Sep 2026', 'closed');
  tiny.world.clock.skip(60_000);
  tiny.billing.invoices.void(invoice.id);
  await tiny.sync();
  const [memo] = tiny.documents('creditMemo');
  expect(memo?.memo).toMatch(/Reversal of .* \(dated 2026-09-\d\d, its period is closed\)/);
});

test('a void of an invoice that was credited in part is for a person: in full it would credit that part twice', async () => {
  tiny = await startTinyWorld();
  const invoice = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 100_000 });
  await tiny.sync();
  tiny.world.clock.skip(60_000);
  tiny.billing.creditNotes.create({
    invoice: invoice.id,
    lines: [{ type: 'invoice_line_item', invoiceLine: 0, amount: 30_000 }],
  });
  await tiny.sync();
  tiny.world.clock.skip(60_000);
  tiny.billing.invoices.void(invoice.id);
  await tiny.sync();
  expect(tiny.codes()).toEqual(['SOURCE_CHANGED_AFTER_POSTING']);
  expect(tiny.exceptions()[0]?.message).toContain('was credited in part and has to be reversed there');
  expect(tiny.documents('creditMemo').map(({ totalMinor }) => totalMinor)).toEqual([30_000]);
});
