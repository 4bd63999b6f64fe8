import { afterEach, expect, test } from 'vitest';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

const dayMs = 86_400_000;

test('cash received after go-live for an invoice from before it is posted or missed, never silently neither', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  // The old system numbered it its own way, so its ERP document does not carry billing's number.
  const invoice = tiny.billing.invoices.issue(
    {
      customer: customer.billingId ?? '',
      currency: 'usd',
      billingReason: 'manual',
      collectionMethod: 'send_invoice',
      daysUntilDue: 30,
      metadata: { legal_entity: 'NW-US' },
      lines: [
        {
          amount: 400_000,
          price: tiny.priceId('NW-ONBOARD', 'USD'),
          quantity: 1,
          description: 'x',
          periodStart: 1788220800,
          periodEnd: 1790812800,
        },
      ],
    },
    Date.parse('2026-07-20T12:00:00Z'),
  );
  await tiny.sync();
  tiny.world.clock.skip(60_000);
  tiny.pay(invoice.id, 400_000);
  await tiny.sync();
  tiny.world.clock.skip(10 * dayMs);
  await tiny.sync();
  const isPosted = tiny.documents('customerPayment').length === 1;
  expect(isPosted || tiny.codes().length > 0).toBe(true);
});
