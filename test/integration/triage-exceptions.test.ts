import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toInstant } from '#core/base/clock.ts';
import { answeredError } from '#core/host/answered-error.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;

beforeEach(async () => {
  tiny = await startTinyWorld();
});

afterEach(async () => {
  await tiny?.close();
});

const as = (person: string) => createLocalClient(tiny.core, person);
const openNow = async (filter: object = {}) => (await as('maria').exceptions.list.query(filter)).exceptions;
const hourMs = 3_600_000;

async function threeUnmapped(): Promise<string[]> {
  for (const netMinor of [100_000, 250_000, 20_000_000])
    tiny.issueInvoice(tiny.addCustomer(), { product: 'NW-TRAIN', netMinor });
  await tiny.sync();
  return (await openNow()).map(({ id }) => id);
}

describe('triage', () => {
  it('lists what is at risk first, with the customer, the due time and the same counts everywhere', async () => {
    const ids = await threeUnmapped();
    const { exceptions, totals, nowAt } = await as('maria').exceptions.list.query({});
    expect(exceptions.map(({ severity }) => severity)).toEqual(['critical', 'medium', 'medium']);
    expect(exceptions[0]).toMatchObject({
      code: 'MAPPING_MISSING',
      subject: { kind: 'invoice', customer: 'Tiny Customer 3' },
      suggestedFix: { kind: 'map', actsAtOnce: false },
      isOverdue: false,
      assignee: null,
    });
    expect((exceptions[0]?.dueAt ?? '') > nowAt).toBe(true);
    const counts = await as('maria').exceptions.counts.query({});
    expect(counts.queues).toEqual({
      open: 3,
      mine: 0,
      snoozed: 0,
      unresolved: 3,
      resolved: 0,
      dismissed: 0,
    });
    expect(counts.codes).toEqual([{ code: 'MAPPING_MISSING', ownerRole: 'controller', count: 3 }]);
    const { causes } = await as('maria').exceptions.causes.query({});
    expect(causes).toMatchObject([{ code: 'MAPPING_MISSING', totals }]);
    const page = await as('maria').exceptions.list.query({ offset: 1, limit: 1 });
    expect(page.exceptions.map(({ id }) => id)).toEqual([ids[1]]);
    expect(page.totals).toEqual(totals);
  });

  it('assigns, snoozes and notes many at once, and each undo is in the journal and leads back', async () => {
    const ids = await threeUnmapped();
    const before = await openNow();
    const assigned = await as('maria').exceptions.assign.mutate({ ids, assignee: 'ben' });
    expect(assigned).toMatchObject({ refused: [] });
    expect((await as('ben').exceptions.counts.query({})).queues.mine).toBe(3);
    const untilAt = toInstant(tiny.core.clock.now() + 24 * hourMs);
    const snoozed = await as('maria').exceptions.snooze.mutate({ ids: ids.slice(0, 2), untilAt });
    expect((await openNow()).map(({ id }) => id)).toEqual(ids.slice(2));
    expect((await openNow({ state: 'snoozed' })).map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const noted = await as('ben').exceptions.note.mutate({ id: ids[2] ?? '', note: 'asked sales' });
    const { history, exception } = await as('ben').exceptions.get.query({ id: ids[2] ?? '' });
    expect(exception).toMatchObject({ noteCount: 1, assignee: { id: 'ben', name: expect.any(String) } });
    expect(history.map(({ what, text }) => [what, text])).toEqual([
      ['exception.raised', exception.message],
      ['exception.assigned', exception.assignee?.name],
      ['exception.noted', 'asked sales'],
    ]);

    const notHis = await as('ben').exceptions.undo.mutate({ items: snoozed.changed });
    expect(notHis.refused.map(({ failure }) => failure.code)).toEqual(['UNDO_REFUSED', 'UNDO_REFUSED']);
    for (const { by, items } of [
      { by: 'ben', items: noted.changed },
      { by: 'maria', items: snoozed.changed },
      { by: 'maria', items: assigned.changed },
    ]) {
      expect(await as(by).exceptions.undo.mutate({ items })).toMatchObject({ refused: [] });
      expect(await as(by).exceptions.undo.mutate({ items })).toMatchObject({ changed: [] });
    }
    const after = await openNow();
    const apartFromVersion = (one: (typeof after)[number]): object => ({ ...one, version: null });
    expect(after.map(apartFromVersion)).toEqual(before.map(apartFromVersion));
    const types = tiny.core.journal.ofAggregate(ids[2] ?? '').map(({ type }) => type);
    expect(types.slice(-3)).toEqual(['exception.noted', 'exception.note-withdrawn', 'exception.assigned']);
    expect(tiny.core.verify().problems).toEqual([]);
  });

  it('brings a snoozed exception back by itself', async () => {
    const [id = ''] = await threeUnmapped();
    const untilAt = toInstant(tiny.core.clock.now() + hourMs);
    await as('maria').exceptions.snooze.mutate({ ids: [id], untilAt });
    expect((await openNow()).map((one) => one.id)).not.toContain(id);
    tiny.world.clock.skip(hourMs + 1);
    expect((await openNow()).map((one) => one.id)).toContain(id);
  });

  it('refuses each by itself: unknown ids, closed ones, and people without the right', async () => {
    const [id = '', other = ''] = await threeUnmapped();
    await as('maria').exceptions.dismiss.mutate({ id, reason: 'not ours' });
    const answer = await as('maria').exceptions.assign.mutate({
      ids: [id, 'exc_none', other],
      assignee: 'ben',
    });
    expect(answer.changed.map((one) => one.id)).toEqual([other]);
    expect(answer.refused.map(({ failure }) => failure.code)).toEqual([
      'EXCEPTION_CLOSED',
      'EXCEPTION_NOT_FOUND',
    ]);
    const refusal = await as('audrey')
      .exceptions.assign.mutate({ ids: [other], assignee: 'ben' })
      .catch(answeredError);
    expect(refusal).toMatchObject({ code: 'ROLE_MISSING' });
    const nobody = await as('maria')
      .exceptions.assign.mutate({ ids: [other], assignee: 'nobody' })
      .catch(answeredError);
    expect(nobody).toMatchObject({ code: 'PERSON_UNKNOWN' });
  });
});

describe('the suggested fix', () => {
  it('is taken for exactly the listed ids; what is fixed elsewhere is refused with its reason', async () => {
    const customer = tiny.addCustomer();
    tiny.issueInvoice(customer, { netMinor: 300_000 });
    tiny.issueInvoice(tiny.addCustomer(), { product: 'NW-TRAIN', netMinor: 100_000 });
    tiny.erp.setInactive('customer', customer.erpId ?? 0);
    await tiny.sync();
    const ids = (await openNow()).map(({ id }) => id);
    const head = tiny.core.journal.head();
    const asked = { ids, how: 'fix' as const, reason: 'customer is active again' };
    const preview = await as('ben').exceptions.resolve.mutate({ ...asked, confirm: false });
    expect(preview).toMatchObject({ isPreview: true, totals: { count: 1 } });
    expect(preview.refused.map(({ failure }) => failure.code)).toEqual(['FIX_ELSEWHERE']);
    expect(tiny.core.journal.head()).toEqual(head);

    const early = await as('ben').exceptions.resolve.mutate({ ...asked, confirm: true });
    expect(early).toMatchObject({ resolved: [], stillOpen: [{ code: 'ERP_CUSTOMER_INACTIVE' }] });
    tiny.erp.setInactive('customer', customer.erpId ?? 0, false);
    await tiny.sync();
    const [left] = await openNow();
    expect(left?.code).toBe('MAPPING_MISSING');
  });

  it('accepts a difference that only a person can end: it stays away until the facts change, and undo brings it back', async () => {
    tiny.issueInvoice(tiny.addCustomer(), { netMinor: 300_000 });
    await tiny.sync();
    const [document] = tiny.documents('invoice');
    tiny.world.sandbox.organisations.netsuite.handEdit({
      action: 'void',
      type: 'invoice',
      id: document?.id ?? 0,
    });
    await tiny.sync();
    const [edited] = await openNow();
    expect(edited).toMatchObject({ code: 'MANUAL_EDIT_IN_ERP', suggestedFix: { kind: 'accept' } });
    const id = edited?.id ?? '';
    const { comparison, links } = await as('maria').exceptions.get.query({ id });
    expect(comparison?.fields.map(({ field }) => field)).toEqual(['total', 'state']);
    expect(links.posting?.state).toBe('POSTED');
    const asked = { ids: [id], how: 'fix' as const, reason: 'voided on purpose', confirm: true };
    const refused = await as('ben').exceptions.resolve.mutate(asked);
    expect(refused.refused.map(({ failure }) => failure.code)).toEqual(['ROLE_MISSING']);
    const accepted = await as('maria').exceptions.resolve.mutate(asked);
    expect(accepted.resolved).toEqual([{ id, seq: expect.any(Number) }]);
    await as('ben').exceptions.retry.mutate({ ids: [id] });
    await tiny.sync();
    // The question is answered; what it asks of billing is another person's.
    expect(await openNow()).toMatchObject([
      { code: 'BILLING_CORRECTION_DUE', ownerRole: 'billing-operations' },
    ]);
    const seq = accepted.resolved[0]?.seq ?? 0;
    expect(await as('maria').exceptions.undo.mutate({ items: [{ id, seq }] })).toMatchObject({ refused: [] });
    expect((await openNow()).map((one) => one.id)).toEqual([id]);
    expect(tiny.core.verify().problems).toEqual([]);
  });

  it('shows what the system sent only to those who may read personal data', async () => {
    const [id = ''] = await threeUnmapped();
    const { records } = await as('maria').exceptions.source.query({ id });
    expect(records[0]?.body).toContain('"object":"invoice"');
    const refusal = await as('rita').exceptions.source.query({ id }).catch(answeredError);
    expect(refusal).toMatchObject({ code: 'ROLE_MISSING' });
  });
});
