import { afterEach, expect, test } from 'vitest';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('with "hold the first of its kind" on, the first invoice of an entity waits for a person', async () => {
  tiny = await startTinyWorld({
    change: (file) => ({ ...file, policy: { ...file.policy, holdFirstOfKind: true } }),
  });
  tiny.issueInvoice(tiny.addCustomer(), { netMinor: 990_000 });
  await tiny.sync();
  expect(tiny.documents('invoice')).toEqual([]);
  expect(tiny.postings('HELD')).toHaveLength(1);
});

test('a hold rule for new customers holds the first invoice of a customer', async () => {
  tiny = await startTinyWorld({
    change: (file) => ({
      ...file,
      policy: {
        ...file.policy,
        holdRules: [
          { id: 'new-customers', reason: 'New customer', flows: ['invoice-to-erp'], isNewCustomer: true },
        ],
      },
    }),
  });
  tiny.issueInvoice(tiny.addCustomer(), { netMinor: 990_000 });
  await tiny.sync();
  expect(tiny.documents('invoice')).toEqual([]);
});
