import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { toInstant } from '#core/base/clock.ts';
import { decidePostings } from '#core/app/router/decide-postings.ts';
import { signFor } from '#test/support/sample-world.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('a limit that is lent is one limit: what its owner approved today counts for whom it was lent to', async () => {
  const dora = {
    id: 'dora',
    name: 'Dora Lind',
    email: 'dora@northwind-metrics.example',
    roles: ['revenue-accountant'],
  };
  tiny = await startTinyWorld({ change: (file) => ({ ...file, people: [...file.people, dora] }) });
  const limits = { legalEntities: 'all', maxMinorByCurrency: { USD: 2_000_000n } } as const;
  expect(tiny.core.people.change('omar', { limits }, 'ada', 'his limit').ok).toBe(true);
  const customer = tiny.addCustomer();
  tiny.issueInvoice(customer, { netMinor: 1_500_000 });
  tiny.issueInvoice(customer, { netMinor: 1_500_000 });
  await tiny.sync();
  const [first, second] = tiny.postings('HELD');
  const decide = (by: string, posting: typeof first) =>
    decidePostings(tiny.core, by, [signFor(tiny.world, present(posting, 'a held posting'), by, 'approve')]);
  expect(decide('omar', first).refused).toEqual([]);
  expect(decide('omar', second).refused).toMatchObject([{ failure: { code: 'LIMIT_EXCEEDED' } }]);
  const startsAt = toInstant(tiny.nowMs() - 1_000);
  const lent = {
    fromPerson: 'omar',
    toPerson: 'dora',
    role: 'approver',
    startsAt,
    endsAt: toInstant(tiny.nowMs() + 3_600_000),
  } as const;
  expect(tiny.core.people.delegate(lent, 'omar', 'at lunch').ok).toBe(true);
  tiny.world.clock.skip(2_000);
  expect(decide('dora', second).refused).toMatchObject([{ failure: { code: 'LIMIT_EXCEEDED' } }]);
});
