import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

/** The invoice as somebody enters it in the ERP by hand. */
function enterByHand(reference: string, customerId: number | null, netMinor: number): void {
  tiny.erp.addDocument({
    type: 'invoice',
    customerId: present(customerId, 'a customer of the ERP'),
    subsidiaryId: Number(tiny.mapped('subsidiary', 'NW-US', 'subsidiaryId')),
    currencyId: Number(tiny.mapped('currency', 'USD', 'currencyId')),
    tranDate: '2026-09-20',
    otherRefNum: reference,
    lines: [{ itemId: Number(tiny.mapped('item', 'NW-ONBOARD', 'itemId')), amountMinor: netMinor }],
    employeeId: 1,
  });
}

test.each(['shadow', 'post'] as const)(
  'a document that somebody enters by hand is linked in phase %s, whatever became of ours before',
  async (phase) => {
    tiny = await startTinyWorld({
      change: (file) => ({ ...file, phases: { ...file.phases, 'invoice-to-erp': phase } }),
    });
    const customer = tiny.addCustomer();
    const invoice = tiny.issueInvoice(customer, { netMinor: 2_000_000 });
    await tiny.sync();
    const [prepared] = tiny.core.desk.postings.all();
    expect(prepared?.state).toBe(phase === 'shadow' ? 'SHADOW' : 'HELD');
    if (phase === 'post') tiny.world.decide(present(prepared, 'a posting'), 'omar', 'reject');
    tiny.world.clock.skip(60_000);
    enterByHand(invoice.number ?? '', customer.erpId, 2_000_000);
    await tiny.sync();
    tiny.world.clock.skip(60_000);
    await tiny.sync();
    const [linked] = tiny.core.desk.postings.all();
    expect(linked).toMatchObject({ state: 'POSTED', reason: 'already in the ERP' });
    expect(tiny.documents('invoice')).toHaveLength(1);
    expect(tiny.core.verify().problems).toEqual([]);
  },
);
