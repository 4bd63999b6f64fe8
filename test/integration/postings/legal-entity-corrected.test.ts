import { afterEach, expect, test } from 'vitest';
import { startTinyWorld, type TinyCustomer, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

/** A customer that the ERP has in two subsidiaries. */
function sharedCustomer(): TinyCustomer {
  const customer = tiny.addCustomer({ inErp: false });
  tiny.erp.addCustomer({
    id: 1_500,
    entityId: 'CUST-SHARED',
    companyName: customer.name,
    subsidiaryIds: [
      Number(tiny.mapped('subsidiary', 'NW-US', 'subsidiaryId')),
      Number(tiny.mapped('subsidiary', 'NW-UK', 'subsidiaryId')),
    ],
    currencyIds: [Number(tiny.mapped('currency', 'USD', 'currencyId'))],
    custom: { custentity_crm_id: customer.accountId, custentity_billing_id: customer.billingId ?? '' },
    employeeId: 1,
  });
  return customer;
}

test('an invoice whose legal entity is corrected while it is held is posted once, for the right entity', async () => {
  tiny = await startTinyWorld();
  const customer = sharedCustomer();
  const invoice = tiny.issueInvoice(customer, { netMinor: 2_000_000 });
  await tiny.sync();
  expect(tiny.postings('HELD')).toMatchObject([{ legalEntity: 'NW-US' }]);
  tiny.world.clock.skip(60_000);
  tiny.billing.invoices.update(invoice.id, { metadata: { legal_entity: 'NW-UK' } });
  await tiny.sync();
  await tiny.approveHeld('omar');
  await tiny.sync();
  expect(tiny.documents('invoice')).toHaveLength(1);
});

test('the same without a person: while the ERP asked us to wait', async () => {
  tiny = await startTinyWorld();
  const customer = sharedCustomer();
  await tiny.sync();
  tiny.faults.netsuite.setRateLimit({
    form: 'seconds',
    until: tiny.nowMs() + 120_000,
    afterCalls: 0,
    match: { kind: 'write' },
  });
  const invoice = tiny.issueInvoice(customer, { netMinor: 500_000 });
  await tiny.syncInTrouble(0);
  tiny.billing.invoices.update(invoice.id, { metadata: { legal_entity: 'NW-UK' } });
  await tiny.syncInTrouble(0);
  tiny.world.clock.skip(900_000);
  await tiny.sync();
  expect(tiny.documents('invoice')).toHaveLength(1);
});
