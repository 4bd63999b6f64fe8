import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 30: an amendment that comes twice, as a touch and as a second order, modifies once', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  const contract = 'NWC-3000';
  tiny.addDeal(customer, { contract, quantity: 50 });
  await tiny.sync();
  tiny.world.clock.skip(24 * 3_600_000);
  const amendment = {
    contract,
    version: 2,
    baseVersion: 1,
    type: 'Amendment',
    quantity: 60,
    on: '2026-10-06',
  } as const;
  const deal = tiny.addDeal(customer, amendment);
  await tiny.sync();
  const changes = () =>
    tiny.world.sandbox.organisations.stripe.commits
      .of('subscription')
      .filter(({ by, action }) => by === 'api' && action === 'update').length;
  const changed = changes();
  const invoices = [...tiny.billing.rows('invoice')].length;

  // Touched without a change, and written a second time as another order of the same version.
  tiny.crm.change('Order', deal.orderId, {});
  tiny.addDeal(customer, amendment);
  tiny.world.clock.skip(60_000);
  await tiny.sync();

  const [subscription, ...others] = [...tiny.billing.rows('subscription')];
  expect(others).toEqual([]);
  expect(subscription).toMatchObject({ metadata: { contract_version: '2' } });
  expect(present(subscription, 'a subscription').items).toMatchObject([{ quantity: 60 }]);
  expect(changes()).toBe(changed);
  expect(
    tiny.core.desk.postings.all().filter(({ commandType }) => commandType === 'subscription.amend'),
  ).toHaveLength(1);
  expect([...tiny.billing.rows('invoice')]).toHaveLength(invoices);
  await expectQuiet(tiny);
});
