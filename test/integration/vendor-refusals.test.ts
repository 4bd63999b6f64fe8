import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { releaseCause } from '#core/app/router/release-cause.ts';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('what the billing platform refuses is for billing operations, and goes out once it is mended', async () => {
  tiny = await startTinyWorld();
  const deal = tiny.addDeal(tiny.addCustomer(), { quantity: 50 });
  const error = { type: 'invalid_request_error', code: 'resource_missing', message: 'No such price.' };
  tiny.faults.stripe.add({
    id: 'refusal',
    match: { methods: ['POST'], pathPattern: '^/v1/subscriptions$' },
    port: 'before-receive',
    action: { status: 400, body: { error } },
    times: 1,
  });
  await tiny.sync();

  expect(tiny.exceptions()).toMatchObject([
    {
      code: 'BILLING_REJECTED',
      ownerRole: 'billing-operations',
      amount: { minor: BigInt(deal.totalMinor), currency: 'USD' },
    },
  ]);
  const refused = present(tiny.exceptions()[0], 'a refusal');
  expect(refused.message).toMatch(/was refused by the billing platform: .*No such price/);
  expect([...tiny.billing.rows('subscription')]).toEqual([]);

  releaseCause(tiny.core, refused.causeKey, 'ben', 'the price is there again');
  await tiny.approveHeld('omar');
  await tiny.sync();
  expect(tiny.codes()).toEqual([]);
  expect([...tiny.billing.rows('subscription')]).toHaveLength(1);
  await expectQuiet(tiny);
});

test('what the CRM refuses is for sales operations', async () => {
  tiny = await startTinyWorld();
  tiny.addDeal(tiny.addCustomer());
  tiny.faults.salesforce.add({
    id: 'refusal',
    match: { methods: ['PATCH'], pathPattern: '/Order/' },
    port: 'before-receive',
    action: {
      status: 400,
      body: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Orders are frozen.', fields: [] }],
    },
    times: 1,
  });
  await tiny.sync();
  expect(tiny.exceptions()).toMatchObject([{ code: 'CRM_REJECTED', ownerRole: 'sales-operations' }]);
  expect(tiny.exceptions()[0]?.message).toMatch(/was refused by the CRM: .*Orders are frozen/);
});
