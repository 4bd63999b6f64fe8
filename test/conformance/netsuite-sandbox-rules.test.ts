import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CREDENTIAL,
  errorOf,
  invoiceBody,
  type Reply,
  startWorld,
  type World,
} from './netsuite-sandbox-world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});

afterEach(() => world.close());

const post = (type: string, body: unknown, headers?: Record<string, string>): Promise<Reply> =>
  world.record('POST', type, body, headers);

describe('what an invoice must be', () => {
  it.each([
    ['no customer', { entity: undefined }, 'USER_ERROR', 'entity'],
    ['an unknown customer', { entity: { id: '9999' } }, 'INVALID_CONTENT', 'entity'],
    ['a customer that is no reference', { entity: 'Acme' }, 'INVALID_CONTENT', 'entity'],
    ['no lines', { item: { items: [] } }, 'USER_ERROR', 'item'],
    ['a line without item', { item: { items: [{ amount: 1 }] } }, 'USER_ERROR', 'item.items[0].item'],
    [
      'a line without amount',
      { item: { items: [{ item: { id: '1' } }] } },
      'USER_ERROR',
      'item.items[0].amount',
    ],
    [
      'an unknown item',
      {
        item: {
          items: [
            { item: { id: '1' }, amount: 1 },
            { item: { id: '77' }, amount: 1 },
          ],
        },
      },
      'INVALID_CONTENT',
      'item.items[1].item',
    ],
    ['a date that is none', { tranDate: '2026-02-30' }, 'INVALID_CONTENT', 'tranDate'],
    ['a day without a period', { tranDate: '2031-01-01' }, 'USER_ERROR', 'tranDate'],
    ['a currency the customer has not', { currency: { id: '2' } }, 'INVALID_CONTENT', 'currency'],
    ['a subsidiary the customer has not', { subsidiary: { id: '2' } }, 'INVALID_CONTENT', 'subsidiary'],
    ['a quarter as posting period', { postingPeriod: { id: '2' } }, 'INVALID_CONTENT', 'postingPeriod'],
    ['a rate of zero', { exchangeRate: 0 }, 'INVALID_CONTENT', 'exchangeRate'],
    ['a negative total', { item: { items: [{ item: { id: '1' }, amount: -1 }] } }, 'USER_ERROR', 'item'],
    [
      'a location of another subsidiary',
      { item: { items: [{ item: { id: '1' }, amount: 1, location: { id: '1' } }] } },
      'INVALID_CONTENT',
      'item.items[0].location',
    ],
  ])('refuses %s', async (_name, change, code, path) => {
    const reply = await post('invoice', invoiceBody(world.ids, change));
    expect(errorOf(reply)).toMatchObject({ status: 400, code, path });
    expect(world.store.countDocuments()).toBe(0);
    expect(world.organisation.commits.count).toBe(0);
  });

  it('says which reference is wrong, as the vendor words it', async () => {
    const reply = await post('invoice', invoiceBody(world.ids, { entity: { id: '9999' } }));
    expect(reply.json).toEqual({
      type: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.1',
      title: 'Bad Request',
      status: 400,
      'o:errorDetails': [
        {
          detail:
            'Error while accessing resource: You have entered an Invalid Field Value 9999 for the following field: entity',
          'o:errorPath': 'entity',
          'o:errorCode': 'INVALID_CONTENT',
        },
      ],
    });
  });

  it('refuses inactive dimensions and customers', async () => {
    const { ids, store } = world;
    const line = { item: { id: String(ids.item) }, amount: 1, department: { id: String(ids.sales) } };
    const body = invoiceBody(ids, { item: { items: [line] } });
    store.setInactive('department', ids.sales);
    expect(errorOf(await post('invoice', body)).path).toBe('item.items[0].department');
    store.setInactive('department', ids.sales, false);
    await world.create('invoice', body);
    store.setInactive('customer', ids.acme);
    expect(errorOf(await post('invoice', body)).path).toBe('entity');
  });

  it('asks for the dimensions and tax code that the account makes mandatory', async () => {
    world.organisation.settings.mandatoryDimensions = ['department'];
    const reply = await post('invoice', invoiceBody(world.ids));
    expect(errorOf(reply)).toMatchObject({ path: 'item.items[0].department' });
    expect(errorOf(reply).detail).toContain('Please enter value(s) for: Department');
    await world.create('invoice', invoiceBody(world.ids, { department: { id: String(world.ids.sales) } }));
    world.organisation.settings.mandatoryDimensions = [];
    world.organisation.settings.mandatoryTaxCode = true;
    expect(errorOf(await post('invoice', invoiceBody(world.ids))).path).toBe('item.items[0].taxCode');
  });

  it('drops unknown properties unless told to refuse them', async () => {
    const body = invoiceBody(world.ids, { otherRefNumber: 'typo', voided: true });
    const id = await world.create('invoice', body);
    expect(world.store.document(id)).toMatchObject({ voided: false, otherRefNum: null });
    const refused = await post('invoice', body, { 'X-NetSuite-PropertyNameValidation': 'Error' });
    expect(errorOf(refused)).toMatchObject({ code: 'INVALID_CONTENT', path: 'otherRefNumber' });
    const known = await post('invoice', invoiceBody(world.ids), {
      'X-NetSuite-PropertyNameValidation': 'Error',
    });
    expect(known.status).toBe(204);
  });

  it.each(['{', '[]', '"text"', '', '{"a":1}x'])('refuses the body %s', async (text) => {
    const reply = await world.call('POST', '/services/rest/record/v1/invoice', { text });
    expect(errorOf(reply)).toMatchObject({ status: 400, code: 'INVALID_CONTENT' });
  });

  it('refuses a document number used before only when the preference says so', async () => {
    const body = invoiceBody(world.ids, { tranId: 'INV-7' });
    await world.create('invoice', body);
    await world.create('invoice', body);
    world.organisation.settings.refuseDuplicateTranIds = true;
    expect(errorOf(await post('invoice', body))).toMatchObject({ code: 'USER_ERROR', path: 'tranId' });
  });

  it('refuses a customer without name or subsidiary, and a name twice', async () => {
    const subsidiary = { id: String(world.ids.us) };
    expect(errorOf(await post('customer', { companyName: 'X' })).path).toBe('subsidiary');
    expect(errorOf(await post('customer', { subsidiary })).path).toBe('companyName');
    expect(errorOf(await post('customer', { isPerson: true, firstName: 'A', subsidiary })).path).toBe(
      'lastName',
    );
    expect(errorOf(await post('customer', { companyName: 'Acme Inc', subsidiary })).detail).toBe(
      'Error while accessing a resource. This entity already exists.',
    );
  });

  it('refuses a journal that does not balance', async () => {
    const line = (account: number, side: object) => ({ account: { id: String(account) }, ...side });
    const { ids } = world;
    const body = (credit: number) => ({
      subsidiary: { id: String(ids.us) },
      line: { items: [line(ids.receivables, { debit: 10 }), line(ids.revenue, { credit })] },
    });
    for (const credit of [9.99, 10.01]) {
      const refused = await post('journalEntry', body(credit));
      expect(errorOf(refused)).toMatchObject({ code: 'USER_ERROR', path: 'line' });
    }
    expect((await post('journalEntry', body(10))).status).toBe(204);
  });
});

describe('accounting periods', () => {
  const august = () => post('invoice', invoiceBody(world.ids, { tranDate: '2026-08-31' }));

  it('refuses every change of the ledger in a closed period, for everybody', async () => {
    const id = await world.create('invoice', invoiceBody(world.ids, { tranDate: '2026-08-31' }));
    world.store.setPeriodState('Aug 2026', 'closed');
    expect(errorOf(await august())).toMatchObject({ code: 'USER_ERROR', path: 'postingPeriod' });
    expect(errorOf(await august()).detail).toContain('Aug 2026 is closed');
    const into = { postingPeriod: world.store.document(id)?.postingPeriodId };
    const named = invoiceBody(world.ids, { postingPeriod: { id: String(into.postingPeriod) } });
    expect((await post('invoice', named)).status).toBe(400);
    expect((await world.record('PATCH', `invoice/${id}`, { tranDate: '2026-09-01' })).status).toBe(400);
    expect((await world.record('PATCH', `invoice/${id}`, { memo: 'x' })).status).toBe(400);
    expect((await world.record('DELETE', `invoice/${id}`)).status).toBe(400);
    world.store.setPeriodState('Aug 2026', 'open');
    expect((await august()).status).toBe(204);
  });

  it('refuses a locked period to roles that may not override, and allows edits beside the ledger', async () => {
    const id = await world.create('invoice', invoiceBody(world.ids, { tranDate: '2026-08-31' }));
    world.store.setPeriodState('Aug 2026', 'locked');
    expect(errorOf(await august()).detail).toContain('locked');
    expect((await world.record('PATCH', `invoice/${id}`, { memo: 'x' })).status).toBe(204);
    const overriding = { ...CREDENTIAL, overridePeriodRestrictions: true };
    const other = await startWorld({ credentials: [overriding] });
    const inAugust = invoiceBody(other.ids, { tranDate: '2026-08-31' });
    other.store.setPeriodState('Aug 2026', 'locked');
    expect((await other.record('POST', 'invoice', inAugust)).status).toBe(204);
    other.store.setPeriodState('Aug 2026', 'closed');
    expect((await other.record('POST', 'invoice', inAugust)).status).toBe(400);
    await other.close();
  });

  it('locks receivables only, or one subsidiary only', async () => {
    const { ids, store } = world;
    const journal = {
      subsidiary: { id: String(ids.us) },
      tranDate: '2026-08-31',
      line: {
        items: [
          { account: { id: String(ids.receivables) }, debit: 1 },
          { account: { id: String(ids.revenue) }, credit: 1 },
        ],
      },
    };
    store.setPeriodState('Aug 2026', 'locked');
    expect((await post('journalEntry', journal)).status).toBe(204);
    store.setPeriodState('Aug 2026', 'all-locked');
    expect((await post('journalEntry', journal)).status).toBe(400);
    store.setPeriodState('Aug 2026', 'open');
    store.setPeriodState('Aug 2026', 'locked', [ids.de]);
    expect((await august()).status).toBe(204);
    const german = invoiceBody(ids, { tranDate: '2026-08-31', entity: { id: String(ids.beta) } });
    expect((await post('invoice', german)).status).toBe(400);
    store.setPeriodState('Aug 2026', 'open', [ids.de]);
    expect((await post('invoice', german)).status).toBe(204);
  });
});

describe('applications', () => {
  const apply = (...items: readonly [number, number?][]) => ({
    items: items.map(([id, amount]) => ({
      doc: { id: String(id) },
      apply: true,
      ...(amount ? { amount } : {}),
    })),
  });
  const payment = (amount: number, more: object = {}) => ({
    customer: { id: String(world.ids.acme) },
    account: { id: String(world.ids.bankUs) },
    payment: amount,
    ...more,
  });
  const left = async (type: string, id: number) => (await world.record('GET', `${type}/${id}`)).json;

  it('lowers what remains of an invoice by payments and credits', async () => {
    const invoice = await world.create('invoice', invoiceBody(world.ids));
    const paid = await world.create('customerPayment', payment(70, { apply: apply([invoice, 60]) }));
    expect(await left('invoice', invoice)).toMatchObject({ amountPaid: 60, amountRemaining: 40 });
    expect(await left('customerPayment', paid)).toMatchObject({ payment: 70, applied: 60, unapplied: 10 });
    const credit = await world.create('creditMemo', invoiceBody(world.ids, { apply: apply([invoice]) }));
    expect(await left('invoice', invoice)).toMatchObject({
      amountRemaining: 0,
      status: { refName: 'Paid In Full' },
    });
    expect(await left('creditMemo', credit)).toMatchObject({ applied: 40, unapplied: 60 });
    const refund = await world.create('customerRefund', {
      customer: { id: String(world.ids.acme) },
      account: { id: String(world.ids.bankUs) },
      apply: apply([credit, 60], [paid, 10]),
    });
    expect(await left('customerRefund', refund)).toMatchObject({ total: 70 });
    expect(await left('creditMemo', credit)).toMatchObject({
      unapplied: 0,
      status: { refName: 'Fully Applied' },
    });
    const expanded = await world.record('GET', `customerPayment/${paid}?expandSubResources=true`);
    expect(expanded.json['apply']).toMatchObject({
      items: [{ doc: { id: String(invoice) }, amount: 60, apply: true }],
    });
  });

  it('reverses an invoice by a credit memo over all of it, in a new document', async () => {
    const invoice = await world.create('invoice', invoiceBody(world.ids));
    const body = invoiceBody(world.ids, {
      externalId: 'R-1',
      memo: 'reversal',
      apply: apply([invoice, 100]),
    });
    expect((await world.record('PUT', 'creditMemo/eid:R-1', body)).status).toBe(204);
    expect(await left('invoice', invoice)).toMatchObject({ total: 100, amountRemaining: 0 });
    const voiding = await world.record('POST', `invoice/${invoice}/!void`, {});
    expect(voiding.status).toBe(405);
  });

  it('gives back what a changed or deleted payment had settled', async () => {
    const invoice = await world.create('invoice', invoiceBody(world.ids));
    const id = await world.create('customerPayment', payment(100, { apply: apply([invoice]) }));
    expect((await world.record('DELETE', `invoice/${invoice}`)).status).toBe(400);
    const release = { apply: { items: [{ doc: { id: String(invoice) }, apply: false }] } };
    await world.record('PATCH', `customerPayment/${id}`, release);
    expect(world.store.remainingMinor(invoice)).toBe(10_000);
    await world.record('PATCH', `customerPayment/${id}`, { apply: apply([invoice, 30]) });
    expect(world.store.remainingMinor(invoice)).toBe(7_000);
    // What the payment itself settles counts as open when it changes.
    expect(
      (await world.record('PATCH', `customerPayment/${id}`, { apply: apply([invoice, 90]) })).status,
    ).toBe(204);
    expect(world.store.remainingMinor(invoice)).toBe(1_000);
    await world.record('DELETE', `customerPayment/${id}`);
    expect(world.store.remainingMinor(invoice)).toBe(10_000);
    expect((await world.record('DELETE', `invoice/${invoice}`)).status).toBe(204);
  });

  it('refuses to apply more than remains, more than is paid, and to what does not fit', async () => {
    const invoice = await world.create('invoice', invoiceBody(world.ids));
    const foreign = await world.create(
      'invoice',
      invoiceBody(world.ids, { entity: { id: String(world.ids.beta) } }),
    );
    const yen = await world.create(
      'invoice',
      invoiceBody(world.ids, { currency: { id: String(world.ids.jpy) } }),
    );
    const refused = async (body: object) => errorOf(await post('customerPayment', body)).path;
    expect(await refused(payment(200, { apply: apply([invoice, 100.01]) }))).toBe('apply.items[0].amount');
    expect(await refused(payment(50, { apply: apply([invoice, 60]) }))).toBe('apply');
    expect(await refused(payment(50, { apply: apply([foreign, 10]) }))).toBe('apply.items[0].doc');
    expect(await refused(payment(50, { apply: apply([yen, 10]) }))).toBe('apply.items[0].doc');
    expect(await refused(payment(50, { account: { id: String(world.ids.revenue) } }))).toBe('account');
    expect(await refused({ customer: { id: String(world.ids.acme) } })).toBe('payment');
    const refund = {
      customer: { id: String(world.ids.acme) },
      account: { id: String(world.ids.bankUs) },
      total: 5,
    };
    expect(errorOf(await post('customerRefund', refund)).path).toBe('apply');
    const paid = await world.create('customerPayment', payment(10));
    const uneven = { ...refund, apply: apply([paid, 6]) };
    expect(errorOf(await post('customerRefund', uneven)).path).toBe('apply');
    expect(world.store.countDocuments()).toBe(4);
  });

  it('keeps an invoice above what is settled of it', async () => {
    const invoice = await world.create('invoice', invoiceBody(world.ids));
    await world.create('customerPayment', payment(80, { apply: apply([invoice]) }));
    const shrink = { item: { items: [{ line: 1, amount: 79 }] } };
    expect(errorOf(await world.record('PATCH', `invoice/${invoice}`, shrink)).detail).toContain(
      'already applied',
    );
    const enough = { item: { items: [{ line: 1, amount: 80 }] } };
    expect((await world.record('PATCH', `invoice/${invoice}`, enough)).status).toBe(204);
    expect(world.store.remainingMinor(invoice)).toBe(0);
  });

  it('shows the settled document as modified, unless the account does not', async () => {
    const invoice = await world.create('invoice', invoiceBody(world.ids));
    const modified = () => world.store.document(invoice)?.modifiedAtMs;
    const before = modified();
    world.clock.advance(5_000);
    world.organisation.settings.applicationTouchesDocument = false;
    await world.create('customerPayment', payment(10, { apply: apply([invoice]) }));
    expect(modified()).toBe(before);
    world.organisation.settings.applicationTouchesDocument = true;
    await world.create('customerPayment', payment(10, { apply: apply([invoice]) }));
    expect(modified()).toBe((before ?? 0) + 5_000);
  });
});
