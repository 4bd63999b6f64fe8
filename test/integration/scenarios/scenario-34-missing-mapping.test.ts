import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { previewRelease } from '#core/app/router/release-cause.ts';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 34: documents without a mapping are held, others flow; one fix releases 37 items, 412,900.00', async () => {
  tiny = await startTinyWorld({
    // Amounts alone hold nothing here, so that the mapping is all that is tested.
    change: (file) => ({ ...file, policy: { ...file.policy, holdThresholds: { USD: '10000000' } } }),
  });
  const customer = tiny.addCustomer();
  const held = Array.from({ length: 37 }, (_, index) =>
    tiny.issueInvoice(customer, { product: 'NW-TRAIN', netMinor: index === 36 ? 1_690_000 : 1_100_000 }),
  );
  const free = tiny.issueInvoice(customer, { product: 'NW-ONBOARD', netMinor: 150_000 });
  await tiny.sync();

  expect(tiny.documents('invoice').map(({ otherRefNum }) => otherRefNum)).toEqual([free.number]);
  const blocked = tiny.exceptions('MAPPING_MISSING');
  expect(blocked).toHaveLength(37);
  expect(tiny.codes()).toHaveLength(37);
  expect(new Set(blocked.map(({ causeKey }) => causeKey))).toEqual(new Set(['mapping:item:NW-TRAIN:NW-US']));
  expect(previewRelease(tiny.core, 'mapping:item:NW-TRAIN:NW-US')).toMatchObject({
    isPreview: true,
    totals: { count: 37, sums: [{ minor: '41290000', currency: 'USD' }] },
    released: [],
  });

  const itemId = tiny.erp.addItem({ itemId: 'NW-TRAIN', displayName: 'Training day', subsidiaryIds: null });
  const { mapping } = tiny.core;
  const drafts = [
    {
      type: 'item' as const,
      sourceKey: 'NW-TRAIN',
      target: { itemId: String(itemId), revenueRule: 'point-in-time' },
      validFromOn: '2026-01-01',
    },
  ];
  const proposed = mapping.propose(drafts, 'rita', 'training is sold now');
  if (!proposed.ok) throw new Error(proposed.error.message);
  const [row] = proposed.value;
  const ids = [present(row, 'a draft').id];
  await tiny.sync();
  expect(tiny.documents('invoice')).toHaveLength(1);
  expect(mapping.approve(ids, { by: 'rita', reason: 'mine' })).toMatchObject({ ok: false });
  expect(mapping.approve(ids, { by: 'maria', reason: 'checked' })).toMatchObject({ ok: true });
  await tiny.sync();

  expect(tiny.codes()).toEqual([]);
  const released = held.map(({ number }) => tiny.document('invoice', number ?? ''));
  expect(released.reduce((sum, { totalMinor }) => sum + totalMinor, 0)).toBe(41_290_000);
  expect(tiny.created()).toHaveLength(38);
  // Sent in the order in which they came in.
  const sent = tiny.core.desk.postings
    .inState('POSTED')
    .map(({ id, subjectId }) => ({
      subjectId,
      seq: tiny.core.journal.ofAggregate(id).find(({ type }) => type === 'posting.sending')?.seq ?? 0,
    }))
    .sort((left, right) => left.seq - right.seq)
    .map(({ subjectId }) => subjectId)
    .slice(1);
  expect(sent).toEqual(blocked.map(({ subjectId }) => subjectId));
  await expectQuiet(tiny);
});
