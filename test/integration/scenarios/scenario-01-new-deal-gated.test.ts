import { afterEach, expect, test } from 'vitest';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 1: a won deal waits for its tax set-up, then becomes one subscription that the CRM knows', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer({ taxSetup: 'Missing', inBilling: false });
  const deal = tiny.addDeal(customer, { product: 'NW-SEAT-A', quantity: 50, on: '2026-10-01' });
  expect(deal.totalMinor).toBe(600_000);
  await tiny.sync();

  expect([...tiny.billing.rows('subscription')]).toEqual([]);
  expect([...tiny.billing.rows('customer')]).toEqual([]);
  expect(tiny.exceptions()).toMatchObject([
    {
      code: 'TAX_SETUP_MISSING',
      ownerRole: 'tax',
      legalEntity: 'NW-US',
      amount: { minor: 600_000n, currency: 'USD' },
    },
  ]);

  tiny.crm.change('Account', customer.accountId, { Tax_Setup__c: 'Complete', Tax_Id__c: 'US100000001' });
  tiny.world.clock.skip(60_000);
  await tiny.sync();
  await tiny.approveHeld('omar');
  await tiny.sync();

  expect(tiny.codes()).toEqual([]);
  const subscriptions = [...tiny.billing.rows('subscription')];
  expect(subscriptions).toHaveLength(1);
  const [subscription] = subscriptions;
  expect(subscription?.items).toMatchObject([{ price: tiny.priceId('NW-SEAT-A', 'USD'), quantity: 50 }]);
  expect(subscription?.metadata).toMatchObject({ contract_number: deal.contract, contract_version: '1' });
  expect([...tiny.billing.rows('customer')]).toMatchObject([
    { metadata: { crm_account_id: customer.accountId } },
  ]);

  const order = tiny.crm.get('Order', deal.orderId);
  expect(order).toMatchObject({
    Billing_Subscription_Id__c: subscription?.id,
    Invoice_Schedule__c: 'annually in advance from 2026-10-01',
    Renewal_Date__c: '2027-10-01',
  });
  expect(tiny.crm.get('Account', customer.accountId)).toMatchObject({
    Billing_Customer_Id__c: subscription?.customer,
    ARR__c: '6000.00',
  });
  const trace = tiny.core.tracer.trace(deal.contract, tiny.core.journal.head().seq);
  expect(trace.ok && trace.value.hops.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['opportunity', 'order', 'subscription']),
  );
  await expectQuiet(tiny);
});
