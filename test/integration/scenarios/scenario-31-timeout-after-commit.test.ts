import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

const hourMs = 3_600_000;

/** Requests that would make a document, by its external id. */
function writes(externalId: string): number {
  return tiny.world.sandbox.servers.netsuite.requests
    .entries()
    .filter(({ method, path }) => method === 'PUT' && path.includes(externalId)).length;
}

test.each([0, 25, 72])(
  'scenario 31: the ERP commits and its answer times out; %d hours later it is looked up and linked, never sent again',
  async (hours) => {
    tiny = await startTinyWorld();
    const customer = tiny.addCustomer();
    await tiny.sync();
    const invoice = tiny.issueInvoice(customer, { netMinor: 412_900 });
    tiny.faults.netsuite.add({
      id: 'no answer',
      match: { methods: ['PUT'] },
      port: 'after-commit',
      action: 'hang',
      times: 1,
    });
    // The time limit of a request is thirty seconds on this clock: three of ours, which no other request takes.
    tiny.world.clock.hurry(10);
    await tiny.core.synchronise({ untilIdle: false });
    tiny.world.clock.hurry(1);
    expect(tiny.faults.netsuite.hits('no answer')).toBe(1);
    const unknown = present(tiny.postings('UNKNOWN')[0], 'an unknown posting');
    expect(unknown).toMatchObject({ sourceReference: invoice.number, attempt: 1, documentId: null });
    expect(tiny.created()).toHaveLength(1);
    expect(writes(unknown.externalId)).toBe(1);

    // The machine is off until then; nothing of what the vendor remembers for a day is left.
    tiny.world.clock.skip(hours * hourMs);
    await tiny.world.reopen();
    await tiny.sync();

    const { id } = tiny.document('invoice', invoice.number ?? '');
    expect(tiny.core.desk.postings.get(unknown.id)).toMatchObject({
      state: 'POSTED',
      attempt: 1,
      documentId: String(id),
      amount: { minor: 412_900n, currency: 'USD' },
    });
    const steps = tiny.core.desk.history(unknown.id).map(({ type }) => type.slice('posting.'.length));
    expect(steps).toEqual(['held', 'approved', 'sending', 'unknown', 'looked-up', 'posted']);
    expect(writes(unknown.externalId)).toBe(1);
    expect(tiny.created()).toHaveLength(1);
    expect(tiny.codes()).toEqual([]);
    await expectQuiet(tiny);
  },
);
