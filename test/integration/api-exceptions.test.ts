import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { answeredError } from '#core/host/answered-error.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { signDecision } from '#core/policy/decision.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;

beforeEach(async () => {
  tiny = await startTinyWorld();
});

afterEach(async () => {
  await tiny?.close();
});

const as = (person: string) => createLocalClient(tiny.core, person);
const codeOf = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => undefined,
    (cause: unknown) => answeredError(cause)?.code,
  );

async function approveAll(by: string): Promise<void> {
  const { postings } = await as(by).postings.list.query({ state: 'HELD' });
  const decisions = await Promise.all(
    postings.map(async ({ id }) => {
      const { decisionDraft } = await as(by).postings.get.query({ id });
      const decision = {
        ...decisionDraft,
        decision: 'approve' as const,
        reason: '',
        decidedBy: by,
        nonce: randomUUID(),
      };
      const signature = signDecision(decision, tiny.world.keys.get(by)?.privateKeyPem ?? '');
      return { decision, signature: signature.ok ? signature.value : '' };
    }),
  );
  const { refused } = await as(by).postings.decide.mutate({ decisions });
  expect(refused).toEqual([]);
}

describe('fix once, release all', () => {
  const reason = 'the mapping is there now';

  it('shows count and sum first, keeps what is not fixed, and releases all of it once it is', async () => {
    for (const netMinor of [100_000, 250_000])
      tiny.issueInvoice(tiny.addCustomer(), { product: 'NW-TRAIN', netMinor });
    await tiny.sync();
    const { totals } = await as('maria').exceptions.list.query({});
    const { causes } = await as('maria').exceptions.causes.query({});
    const [cause, ...others] = causes;
    expect(others).toEqual([]);
    expect(cause).toMatchObject({ code: 'MAPPING_MISSING', totals: { count: 2 } });
    const causeKey = cause?.causeKey ?? '';

    const head = tiny.core.journal.head();
    const preview = await as('ben').exceptions.releaseCause.mutate({ causeKey, reason, confirm: false });
    expect(preview).toEqual({ causeKey, isPreview: true, totals, released: [], stillBlocked: [] });
    expect(tiny.core.journal.head()).toEqual(head);

    const early = await as('ben').exceptions.releaseCause.mutate({ causeKey, reason, confirm: true });
    expect(early).toMatchObject({ released: [], totals: { count: 0 } });
    expect(early.stillBlocked.map(({ code }) => code)).toEqual(['MAPPING_MISSING', 'MAPPING_MISSING']);

    const itemId = tiny.mapped('item', 'NW-ONBOARD', 'itemId');
    const { mappings } = await as('rita').mappings.propose.mutate({
      drafts: [
        {
          type: 'item',
          sourceKey: 'NW-TRAIN',
          target: { itemId, revenueRule: 'point-in-time' },
          validFromOn: '2026-01-01',
        },
      ],
      reason: 'training is sold now',
    });
    await as('maria').mappings.approve.mutate({ ids: mappings.map(({ id }) => id), reason: 'agreed' });
    const released = await as('ben').exceptions.releaseCause.mutate({ causeKey, reason, confirm: true });
    expect(released).toMatchObject({ isPreview: false, totals, stillBlocked: [] });
    expect(released.released).toHaveLength(2);
    expect((await as('maria').exceptions.list.query({})).exceptions).toEqual([]);
    await tiny.sync();
    expect(tiny.documents('invoice')).toHaveLength(2);

    const records = tiny.core.journal.ofAggregate(`cause:${causeKey}`);
    expect(records.map(({ actor, payload }) => [actor, payload['reason']])).toEqual([
      ['ben', reason],
      ['ben', reason],
    ]);
    expect(await codeOf(as('ben').exceptions.releaseCause.mutate({ causeKey, reason, confirm: true }))).toBe(
      'CAUSE_NOT_FOUND',
    );
  });

  it('puts what a vendor refused back on hold with the same bytes, for a person to approve again', async () => {
    const customer = tiny.addCustomer();
    tiny.issueInvoice(customer, { netMinor: 2_000_000 });
    await tiny.sync();
    await approveAll('maria');
    tiny.erp.setInactive('customer', customer.erpId ?? 0);
    await tiny.core.sender.run();
    tiny.core.workflow.run();
    const [refused] = tiny.postings('REJECTED');
    const { exceptions } = await as('maria').exceptions.list.query({ code: 'ERP_REJECTED' });
    expect(exceptions).toMatchObject([{ postingId: refused?.id, ownerRole: 'accounting' }]);

    tiny.erp.setInactive('customer', customer.erpId ?? 0, false);
    const causeKey = exceptions[0]?.causeKey ?? '';
    const released = await as('ben').exceptions.releaseCause.mutate({ causeKey, reason, confirm: true });
    expect(released).toMatchObject({ totals: { count: 1 }, stillBlocked: [] });
    const [held] = tiny.postings('HELD');
    expect(held).toMatchObject({ id: refused?.id, payloadHash: refused?.payloadHash });
    await approveAll('omar');
    await tiny.sync();
    expect(tiny.documents('invoice')).toHaveLength(1);
    expect(tiny.postings('POSTED').map(({ id }) => id)).toContain(refused?.id);
  });
});

describe('postings.retry', () => {
  it('says why what is not refused by a vendor is not retried', async () => {
    tiny.issueInvoice(tiny.addCustomer(), { netMinor: 2_000_000 });
    await tiny.sync();
    const [held] = tiny.postings('HELD');
    const ids = [held?.id ?? '', 'pst_none'];
    const answer = await as('ben').postings.retry.mutate({ ids, reason: 'once more' });
    expect(answer.retried).toEqual([]);
    expect(answer.refused.map(({ failure }) => failure.code)).toEqual([
      'POSTING_NOT_REJECTED',
      'POSTING_NOT_FOUND',
    ]);
  });
});

describe('exceptions.dismiss', () => {
  it('ends an exception for a reason, once', async () => {
    tiny.issueInvoice(tiny.addCustomer(), { product: 'NW-TRAIN', netMinor: 100_000 });
    await tiny.sync();
    const [open] = (await as('maria').exceptions.list.query({})).exceptions;
    const id = open?.id ?? '';
    expect(await codeOf(as('ben').exceptions.dismiss.mutate({ id, reason: 'not ours' }))).toBe(
      'ROLE_MISSING',
    );
    await as('maria').exceptions.dismiss.mutate({ id, reason: 'not ours' });
    const { exceptions } = await as('maria').exceptions.list.query({ state: 'dismissed' });
    expect(exceptions).toMatchObject([{ id, resolution: 'not ours' }]);
    expect(await codeOf(as('maria').exceptions.dismiss.mutate({ id, reason: 'again' }))).toBe(
      'EXCEPTION_CLOSED',
    );
  });
});

describe('sync.run', () => {
  it('runs once at a time, and stops when it is asked to', async () => {
    for (let at = 0; at < 5; at += 1) tiny.issueInvoice(tiny.addCustomer(), { netMinor: 100_000 });
    const stop = new AbortController();
    const first = codeOf(as('ada').sync.run.mutate({ untilIdle: true }, { signal: stop.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await codeOf(as('ada').sync.run.mutate({}))).toBe('SYNC_RUNNING');
    stop.abort();
    await first;
    const status = await as('ada').sync.status.query();
    expect(status.postings.filter(({ state }) => state === 'POSTED')).toEqual([]);
    expect(await as('ada').sync.run.mutate({ untilIdle: true })).toMatchObject({
      isIdle: true,
      failures: [],
    });
    expect(tiny.documents('invoice')).toHaveLength(5);
    expect(tiny.core.verify().problems).toEqual([]);
  });
});
