import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invoiceBody, startWorld, type World } from './netsuite-sandbox-world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});

afterEach(() => world.close());

const edit = (input: unknown) => world.organisation.handEdit(input);
const invoice = (more?: Record<string, unknown>) => world.create('invoice', invoiceBody(world.ids, more));
const pay = (id: number, amount: number) =>
  world.create('customerPayment', {
    customer: { id: String(world.ids.acme) },
    account: { id: String(world.ids.bankUs) },
    payment: amount,
    apply: { items: [{ doc: { id: String(id) }, apply: true }] },
  });
const lastCommit = () => {
  const { kind, action, by, id } = world.organisation.commits.all().at(-1) ?? {};
  return { kind, action, by, id };
};

describe('edits by hand', () => {
  it('change the amount, with the person and the time in the record', async () => {
    const id = await invoice({ externalId: 'A-1' });
    world.clock.advance(60_000);
    expect(edit({ type: 'invoice', externalId: 'A-1', action: 'change-amount', totalMinor: 9_950 })).toEqual({
      ok: true,
      id,
    });
    const read = await world.record('GET', `invoice/${id}?expandSubResources=true`);
    expect(read.json).toMatchObject({
      total: 99.5,
      amountRemaining: 99.5,
      lastModifiedDate: '2026-09-15T10:01:00Z',
    });
    expect(read.json['item']).toMatchObject({ items: [{ amount: 99.5 }] });
    const rows = await world.query(
      'SELECT BUILTIN.DF(lastmodifiedby) AS person, BUILTIN.DF(createdby) AS maker FROM transaction',
    );
    expect(rows.json['items']).toMatchObject([{ person: 'Marta Keller', maker: 'Integration User' }]);
    expect(lastCommit()).toEqual({ kind: 'invoice', action: 'update', by: 'hand', id: String(id) });
  });

  it('change memo and date, the date with its period', async () => {
    const id = await invoice();
    edit({ type: 'invoice', id, action: 'change-memo', memo: 'see mail' });
    edit({ type: 'invoice', tranId: 'INV1001', action: 'change-date', tranDate: '2026-08-31' });
    expect((await world.record('GET', `invoice/${id}`)).json).toMatchObject({
      memo: 'see mail',
      tranDate: '2026-08-31',
      postingPeriod: { refName: 'Aug 2026' },
    });
  });

  it('void: zero, released, and no longer to be changed', async () => {
    const id = await invoice({ otherRefNum: 'in_1' });
    const payment = await pay(id, 100);
    edit({ type: 'invoice', otherRefNum: 'in_1', action: 'void' });
    expect((await world.record('GET', `invoice/${id}`)).json).toMatchObject({
      total: 0,
      amountRemaining: 0,
      memo: 'VOID',
      status: { id: 'V', refName: 'Voided' },
    });
    expect(world.store.remainingMinor(payment)).toBe(10_000);
    const rows = await world.query(`SELECT voided, foreigntotal FROM transaction WHERE id = ${id}`);
    expect(rows.json['items']).toMatchObject([{ voided: 'T', foreigntotal: '0' }]);
    expect(lastCommit()).toMatchObject({ action: 'void', by: 'hand' });
    const line = { item: { items: [{ line: 1, amount: 5 }] } };
    expect((await world.record('PATCH', `invoice/${id}`, line)).status).toBe(400);
    expect((await world.record('PATCH', `invoice/${id}`, { memo: 'why' })).status).toBe(204);
  });

  it('delete, also what is paid', async () => {
    const id = await invoice();
    const payment = await pay(id, 100);
    edit({ type: 'invoice', id, action: 'delete' });
    expect((await world.record('GET', `invoice/${id}`)).status).toBe(404);
    expect(world.store.remainingMinor(payment)).toBe(10_000);
    expect(lastCommit()).toMatchObject({ action: 'delete', by: 'hand' });
    const rows = await world.query('SELECT BUILTIN.DF(deletedby) AS person, context FROM deletedrecord');
    expect(rows.json['items']).toMatchObject([{ person: 'Marta Keller', context: 'UI' }]);
  });

  it('duplicate, with the external id only where it need not be unique', async () => {
    const id = await invoice({ externalId: 'A-1', otherRefNum: 'in_1' });
    const copy = edit({ type: 'invoice', id, action: 'create-duplicate' });
    expect(copy).toMatchObject({ ok: true });
    expect(world.store.findDocuments('invoice', { otherRefNum: 'in_1' })).toMatchObject([
      { id, externalId: 'A-1', tranId: 'INV1001' },
      { externalId: null, tranId: 'INV1002', createdBy: 5 },
    ]);
    const withId = { type: 'invoice', id, action: 'create-duplicate', keepExternalId: true };
    expect(edit(withId)).toMatchObject({ ok: false });
    world.organisation.settings.uniqueExternalIds = false;
    expect(edit(withId)).toMatchObject({ ok: true });
    expect(world.store.findDocuments('invoice', { externalId: 'A-1' })).toHaveLength(2);
    expect((await world.record('GET', 'invoice/eid:A-1')).status).toBe(400);
  });

  it('create a document of their own', async () => {
    const { ids } = world;
    const open = await invoice();
    const created = edit({
      action: 'create',
      type: 'customerPayment',
      document: {
        customerId: ids.acme,
        subsidiaryId: ids.us,
        currencyId: ids.usd,
        tranDate: '2026-09-14',
        totalMinor: 2_500,
        memo: 'cheque',
        settles: [{ documentId: open, amountMinor: 2_500 }],
      },
    });
    expect(created).toMatchObject({ ok: true });
    expect(world.store.remainingMinor(open)).toBe(7_500);
    expect(lastCommit()).toMatchObject({ kind: 'customerPayment', action: 'create', by: 'hand' });
  });

  it('respect closed periods unless told otherwise', async () => {
    const id = await invoice({ tranDate: '2026-08-31' });
    expect(edit({ action: 'set-period', period: 'Aug 2026', state: 'closed' })).toEqual({ ok: true });
    const change = { type: 'invoice', id, action: 'change-amount', totalMinor: 1 };
    expect(edit(change)).toMatchObject({ ok: false, message: expect.stringContaining('closed') as string });
    expect(edit({ ...change, inClosedPeriod: true })).toMatchObject({ ok: true });
    edit({ action: 'set-period', period: 'Aug 2026', state: 'locked' });
    expect(edit({ ...change, totalMinor: 2 })).toMatchObject({ ok: true });
  });

  it('change settings', () => {
    edit({ action: 'set-settings', settings: { searchLagMs: 5, uniqueExternalIds: false } });
    expect(world.organisation.settings).toMatchObject({ searchLagMs: 5, uniqueExternalIds: false });
  });

  it.each([
    [{ action: 'burn' }],
    [{ type: 'invoice', action: 'void' }],
    [{ type: 'invoice', id: 1, tranId: 'x', action: 'void' }],
    [{ type: 'invoice', id: 1, action: 'void' }],
    [{ type: 'invoice', id: 1, action: 'change-amount', totalMinor: 0.5 }],
    [{ action: 'set-period', period: 'Aug 1999', state: 'closed' }],
    [{ action: 'set-settings', settings: { speed: 1 } }],
    [{ action: 'plant', when: { type: 'invoice' }, delayMs: 0, edit: { type: 'invoice', action: 'void' } }],
    ['void everything'],
  ])('say what is wrong with %j', (input) => {
    const outcome = edit(input);
    expect(outcome).toMatchObject({ ok: false });
    expect('message' in outcome ? outcome.message.length : 0).toBeGreaterThan(10);
    expect(world.organisation.commits.count).toBe(0);
  });
});

describe('edits planted in advance', () => {
  it('follow the posting they wait for, once', async () => {
    const planted = {
      action: 'plant',
      when: { type: 'invoice', otherRefNum: 'in_7' },
      delayMs: 30_000,
      edit: { type: 'invoice', action: 'change-amount', totalMinor: 9_000 },
    };
    expect(edit(planted)).toEqual({ ok: true });
    await invoice({ otherRefNum: 'in_6' });
    const typed = {
      customerId: world.ids.acme,
      subsidiaryId: world.ids.us,
      currencyId: world.ids.usd,
      tranDate: '2026-09-14',
      otherRefNum: 'in_7',
      lines: [{ itemId: world.ids.item, amountMinor: 10_000 }],
    };
    edit({ action: 'create', type: 'invoice', document: typed });
    world.clock.advance(30_000);
    world.organisation.runDue();
    expect(world.store.findDocuments('invoice', { otherRefNum: 'in_7' })).toMatchObject([
      { totalMinor: 10_000 },
    ]);
    const id = await invoice({ otherRefNum: 'in_7' });
    world.clock.advance(29_999);
    expect((await world.record('GET', `invoice/${id}`)).json).toMatchObject({ total: 100 });
    world.clock.advance(1);
    expect(lastCommit()).toMatchObject({ action: 'update', by: 'hand', id: String(id) });
    expect((await world.record('GET', `invoice/${id}`)).json).toMatchObject({ total: 90 });
    const second = await invoice({ otherRefNum: 'in_7' });
    world.clock.advance(60_000);
    expect((await world.record('GET', `invoice/${second}`)).json).toMatchObject({ total: 100 });
  });

  it('wait for an external id too, and run in the order of their times', async () => {
    const plant = (delayMs: number, memo: string) =>
      edit({
        action: 'plant',
        when: { type: 'invoice', externalId: 'A-1' },
        delayMs,
        edit: { type: 'invoice', action: 'change-memo', memo },
      });
    plant(20, 'second');
    plant(10, 'first');
    const id = await invoice({ externalId: 'A-1' });
    world.clock.advance(20);
    world.organisation.runDue();
    expect(world.store.document(id)?.memo).toBe('second');
    expect(world.organisation.commits.of('invoice')).toHaveLength(3);
  });
});
