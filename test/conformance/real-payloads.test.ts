import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '#core/base/log.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { readFailure as readNetSuiteFailure } from '#core/connectors/netsuite/errors.ts';
import { readChangeEvent } from '#core/connectors/salesforce/change-events.ts';
import { readErrors, readSaveResults, rejectionOf } from '#core/connectors/salesforce/errors.ts';
import { queryPage } from '#core/connectors/salesforce/query-page.ts';
import { translateSalesforce } from '#core/connectors/salesforce/translations.ts';
import {
  type Connection,
  createRateGovernor,
  readJson,
  type SourceRecord,
} from '#core/connectors/sdk/index.ts';
import { stripe } from '#core/connectors/stripe/connector.ts';
import type { PostInvoice } from '#core/domain/command.ts';
import { money } from '#core/domain/money.ts';
import { FaultPorts } from '#core/sandbox/kit/faults.ts';
import type { HttpDoor } from '#core/sandbox/kit/organisation.ts';
import { type RunningServer, startServer } from '#core/sandbox/kit/server.ts';
import { netsuite } from '#core/connectors/netsuite/connector.ts';

const specs = new URL('../../../shared/specs/', import.meta.url);
const isHere = existsSync(fileURLToPath(specs));
if (!isHere) console.warn('../shared/specs is not here: the vendors own payloads are not read.');

const read = (path: string): string => readFileSync(new URL(path, specs), 'utf8');

/** Stripe's fixtures, of an API three years younger than the version that the connector asks for. */
describe.skipIf(!isHere)("Stripe's published fixtures (needs ../shared/specs)", () => {
  const clock = new ManualClock(Date.UTC(2026, 8, 15));
  let server: RunningServer;
  let connection: Connection;
  let fixtures: Record<string, unknown>;

  /** The fixture, written as one line of JSON, is the only element of each list. */
  const textOf = (name: string): string => JSON.stringify(fixtures[name]);
  const lists: Readonly<Record<string, string>> = {
    '/v1/customers': 'customer',
    '/v1/products': 'product',
    '/v1/prices': 'price',
    '/v1/subscriptions': 'subscription',
    '/v1/invoices': 'invoice',
    '/v1/credit_notes': 'credit_note',
    '/v1/charges': 'charge',
    '/v1/refunds': 'refund',
    '/v1/events': 'event',
  };

  beforeAll(async () => {
    fixtures = (JSON.parse(read('stripe/fixtures3.json')) as { resources: Record<string, unknown> })
      .resources;
    const door: HttpDoor = {
      handle({ path }) {
        const name = lists[path];
        const data = name === undefined ? '' : textOf(name);
        const body = `{"object":"list","data":[${data}],"has_more":false,"url":"${path}"}`;
        return { status: 200, headers: { 'content-type': 'application/json' }, body };
      },
    };
    server = await startServer(door, { clock, faults: new FaultPorts() });
    const settings = stripe.parseSettings({ baseUrl: server.baseUrl, environment: 'sandbox' });
    if (!settings.ok) throw new Error(JSON.stringify(settings.error));
    connection = stripe.connect('billing', settings.value, {
      clock,
      log: silentLog,
      governor: createRateGovernor({ clock, concurrencyMax: 2 }),
      secret: async () => 'sk_test_fixtures',
    });
  });
  afterAll(async () => {
    await connection.close();
    await server.close();
  });

  async function ingest(stream: string): Promise<SourceRecord> {
    const page = await connection.pull({ stream, cursor: null, lane: 'backfill' });
    if (!page.ok) throw new Error(page.error.message);
    return page.value.records[0] ?? expect.fail(`${stream} brought nothing`);
  }

  it.each([
    ['customers', 'customer', { kind: 'customer', legalName: '', currency: 'USD', isActive: true }],
    ['products', 'product', { kind: 'product', name: 'T-shirt', isActive: true, price: null }],
    // The fixture's price is for packages of many units, so no amount is the price of one.
    ['prices', 'price', { price: { unitAmount: null, interval: 'month', usage: 'licensed' } }],
    [
      'refunds',
      'refund',
      {
        kind: 'refund',
        status: 'succeeded',
        amount: money(100, 'USD'),
        paymentExternalId: 'ch_1PgafuB7WZ01zgkWXYmPNZs8',
      },
    ],
  ])('%s have the shape of our version and are read', async (stream, fixture, entity) => {
    const record = await ingest(stream);
    expect(record.body).toBe(textOf(fixture));
    expect(connection.translate(record)).toMatchObject({ ok: true, value: [{ entity }] });
  });

  it.each([
    // Periods moved from the subscription to its items.
    ['subscriptions', 'subscription', '$.current_period_start'],
    // Tax moved to total_taxes, prices and proration of lines to pricing and parent.
    ['invoices', 'invoice', '$.tax'],
    ['credit-notes', 'credit_note', '$.tax_amounts'],
    // The link to the invoice moved to invoice payments: read as it stands, the charge would pay nothing.
    ['charges', 'charge', '$.invoice'],
  ])('%s have moved, and are quarantined with their bytes and the path', async (stream, fixture, where) => {
    const record = await ingest(stream);
    expect(record.body).toContain(textOf(fixture));
    expect(connection.translate(record)).toMatchObject({
      ok: false,
      error: { code: 'SHAPE_UNKNOWN', where, found: 'absent' },
    });
  });

  it('a line of the younger invoice is not read either when its totals are put back', async () => {
    const { body, ...record } = await ingest('invoices');
    const older = body.replace('"total_taxes":null', '"tax":null,"total_tax_amounts":[]');
    expect(older).not.toBe(body);
    expect(connection.translate({ ...record, body: older })).toMatchObject({
      ok: false,
      error: { code: 'SHAPE_UNKNOWN', where: '$.lines.data[0].price', found: 'absent' },
    });
  });

  it('the charge with its invoice put back is an authorisation, not money that came', async () => {
    const { body, ...record } = await ingest('charges');
    const older = body.replace('"livemode"', '"invoice":null,"livemode"');
    expect(connection.translate({ ...record, body: older })).toMatchObject({
      ok: true,
      value: [
        {
          entity: { kind: 'payment', status: 'pending', amount: money(100, 'USD'), invoiceExternalId: null },
        },
      ],
    });
  });

  it('an event of something that is not followed brings no record', async () => {
    const first = await connection.pull({ stream: 'events', cursor: null, lane: 'live' });
    expect(first).toMatchObject({ ok: true, value: { records: [], isLast: true } });
    const unseen = JSON.parse(first.ok ? first.value.cursor : '') as Record<string, unknown>;
    const cursor = JSON.stringify({ ...unseen, seen: [] });
    expect(await connection.pull({ stream: 'events', cursor, lane: 'live' })).toMatchObject({
      ok: true,
      value: { records: [] },
    });
  });

  it('a mark of deletion is no customer, and no event is a record', () => {
    const gone = { stream: 'customers', externalId: 'cus_1', body: textOf('deleted_customer') };
    expect(connection.translate(gone)).toMatchObject({ ok: false, error: { where: '$.created' } });
    const event = { stream: 'events', externalId: 'evt_1', body: textOf('event') };
    expect(connection.translate(event)).toMatchObject({ ok: false, error: { code: 'VALUE_INVALID' } });
  });

  it('none of the 176 resources is taken for one of ours: read right, or quarantined with a path', () => {
    const owners: Readonly<Record<string, string>> = Object.fromEntries(
      ['customers', 'products', 'prices', 'refunds'].map((stream) => [stream, stream.slice(0, -1)]),
    );
    const streams = connection.capabilities.streams.map(({ name }) => name);
    for (const name of Object.keys(fixtures)) {
      for (const stream of streams) {
        const result = connection.translate({ stream, externalId: 'x', body: textOf(name) });
        if (owners[stream] === name) expect(result.ok, name).toBe(true);
        else expect(result, `${name} as ${stream}`).toMatchObject({ ok: false, error: { where: /^\$/ } });
      }
    }
    expect(Object.keys(fixtures)).toHaveLength(176);
  });
});

describe.skipIf(!isHere)('recorded Salesforce traffic (needs ../shared/specs)', () => {
  const example = (path: string): string => read(`salesforce/examples/${path}`);

  it.each([
    ['unknown-field.json', 'INVALID_FIELD', []],
    ['unknown-object.json', 'INVALID_TYPE', []],
    ['invalid-field-upsert.json', 'INVALID_FIELD_FOR_INSERT_UPDATE', ['MasterRecordId']],
    ['crm/delete/not-found.json', 'ENTITY_IS_DELETED', []],
    ['batch/create/contacts/err-bad-request.json', 'REQUIRED_FIELD_MISSING', []],
    [
      'metadata/write/err-duplicate-permission-assignment.json',
      'DUPLICATE_VALUE',
      ['AssigneeId', 'PermissionSetId'],
    ],
  ])('errors of a refused request: %s', (path, code, fields) => {
    expect(readErrors(example(path))).toEqual([{ code, message: expect.any(String) as string, fields }]);
  });

  it.each([
    ['crm/delete/not-found.json', 'NOT_FOUND'],
    ['invalid-field-upsert.json', 'PERMISSION_DENIED'],
    ['metadata/write/err-duplicate-permission-assignment.json', 'CONFLICT'],
    ['batch/create/contacts/err-bad-request.json', 'VALIDATION_FAILED'],
  ])('as the rejection of a write: %s', (path, code) => {
    expect(rejectionOf(readErrors(example(path)) ?? [])).toMatchObject({ kind: 'rejected', code });
  });

  it.each([
    ['create-ok.json', [true]],
    ['success-with-errors.json', [false]],
    ['batch/create/contacts/success.json', [true, true]],
    ['batch/create/contacts/partial-but-allOrNone.json', [false, false]],
    ['batch/update/contacts/success.json', [true, true]],
    ['batch/update/contacts/partial-but-allOrNone.json', [false, false]],
    ['batch/update/contacts/err-each-no-ids.json', [false, false]],
  ])('results of saving records: %s', (path, expected) => {
    const results = readSaveResults(example(path)) ?? expect.fail('no results');
    expect(results.map(({ isSuccess }) => isSuccess)).toEqual(expected);
    for (const { isSuccess, errors } of results) expect(errors.length > 0).toBe(!isSuccess);
  });

  it('a result with an id that was not saved is a rejection, not a success', () => {
    const [result] = readSaveResults(example('success-with-errors.json')) ?? [];
    expect(rejectionOf(result?.errors ?? [])).toMatchObject({ kind: 'rejected', code: 'REFERENCE_INVALID' });
  });

  it.each([
    ['read-list-contacts.json', 20],
    ['read-list-leads.json', 8],
    ['read-opportunity-with-account.json', 2],
    ['read-opportunity-with-contacts.json', 1],
  ])('a list, split into the vendor bytes of its records: %s', (path, count) => {
    const text = example(path);
    const page = queryPage(text);
    if (!page.ok) expect.fail(page.error.message);
    expect(page.value.nextRecordsUrl).toBeNull();
    expect(page.value.records).toHaveLength(count);
    for (const record of page.value.records) expect(text).toContain(record);
    const parsed = (JSON.parse(text) as { records: unknown[] }).records;
    expect(page.value.records.map((record) => JSON.parse(record) as unknown)).toEqual(parsed);
  });

  it('a record with fewer fields than we ask for is quarantined with its bytes, not filled in', () => {
    const page = queryPage(example('read-opportunity-with-account.json'));
    const [body] = page.ok ? page.value.records : [];
    const record = { stream: 'opportunities', externalId: '006ak00000OQ4RxAAL', body: body ?? '' };
    expect(body).toContain('"Amount": 50000.00');
    expect(translateSalesforce(record)).toMatchObject({
      ok: false,
      error: { code: 'SHAPE_UNKNOWN', where: '$.SystemModstamp', found: 'absent' },
    });
  });

  it('the same record with the rest of what we ask for is read, its own fields kept', () => {
    const page = queryPage(example('read-opportunity-with-contacts.json'));
    const [body = ''] = page.ok ? page.value.records : [];
    const rest =
      '"SystemModstamp":"2024-09-10T13:57:50.000+0000","IsDeleted":false,"AccountId":null,"IsClosed":false,' +
      '"IsWon":false,"CloseDate":"2024-12-31","CurrencyIsoCode":"JPY","Type":null,"Pricebook2Id":null,' +
      '"Legal_Entity__c":null,"Contract_Number__c":null,"OpportunityLineItems":null,';
    const whole = body.replace(/^\{/, `{${rest}`);
    expect(translateSalesforce({ stream: 'opportunities', externalId: 'x', body: whole })).toMatchObject({
      ok: true,
      value: [
        {
          entity: {
            name: 'Test Opportunity',
            stage: 'Prospecting',
            amount: money(50_000, 'JPY'),
            closedOn: null,
          },
          ordering: { by: 'instant', at: '2024-09-10T13:57:50.000Z' },
        },
      ],
    });
    expect(whole).toContain('OpportunityContactRoles');
  });

  it.each([
    ['subscription/new_account.json', { stream: 'accounts', externalIds: ['0015f00002J9YYEAA3'] }],
    ['subscription/update_contact.json', null],
    ['subscription/update_contact_compound_address.json', null],
    ['subscription/update_lead_compound_address.json', null],
    ['subscription/update_user.json', null],
  ])('a change event is a hint to fetch, or nothing to us: %s', (path, hint) => {
    expect(readChangeEvent(example(path))).toEqual({ ok: true, value: hint });
  });

  it.each([['{}'], ['{"ChangeEventHeader":{"entityName":"Account"}}'], ['{"ChangeEventHeader":']])(
    'a change event of another shape is quarantined: %s',
    (text) => {
      expect(readChangeEvent(text)).toMatchObject({ ok: false, error: { where: /^\$/ } });
    },
  );

  it.each([['bulk/info/success.json'], ['metadata/write/user-info.json'], ['create-ok.json']])(
    'an answer of another resource is neither a list nor an error: %s',
    (path) => {
      expect(queryPage(example(path)).ok).toBe(false);
      expect(readErrors(example(path))).toBeNull();
      for (const stream of ['accounts', 'orders', 'opportunities', 'price-books', 'products']) {
        expect(translateSalesforce({ stream, externalId: 'x', body: example(path) }).ok).toBe(false);
      }
    },
  );
});

interface Documented {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Record<string, string>;
  };
  readonly response?: { readonly status: number; readonly body: unknown };
}

describe.skipIf(!isHere)("NetSuite's documented examples (needs ../shared/specs)", () => {
  const { examples } = (
    isHere ? JSON.parse(read('netsuite/transcribed/record-rest-v1-2026.1.json')) : {}
  ) as {
    examples: Record<string, Documented>;
  };

  it("the error body is read with NetSuite's own words", () => {
    const { response } = examples['duplicate_idempotency_key'] ?? expect.fail('no such example');
    const text = JSON.stringify(response?.body);
    expect(readJson(text).ok).toBe(true);
    const failure = readNetSuiteFailure({
      kind: 'response',
      status: response?.status ?? 0,
      headers: {},
      text,
      bytesLeft: true,
    });
    expect(failure).toMatchObject({ code: 'RESPONSE_INVALID', message: /same idempotency key/ });
  });

  it('we write to the documented address of an upsert by external id', () => {
    const settings = netsuite.parseSettings({
      baseUrl: 'https://1234567.suitetalk.api.netsuite.com',
      environment: 'production',
      clientId: 'c',
      certificateId: 'k',
    });
    if (!settings.ok) throw new Error(JSON.stringify(settings.error));
    const clock = new ManualClock(0);
    const connection = netsuite.connect('erp', settings.value, {
      clock,
      log: silentLog,
      governor: createRateGovernor({ clock, concurrencyMax: 1 }),
      secret: async () => '',
    });
    const payload = connection.prepare(invoice, 'CID002', '2026-09-15');
    if (!payload.ok) throw new Error(payload.error.message);
    const { method, path } = JSON.parse(payload.value) as { method: string; path: string };
    const documented = examples['upsert_by_external_id']?.request ?? expect.fail('no such example');
    expect(method).toBe(documented.method);
    expect(path.replace(/\?.*$/, '')).toBe(documented.path.replace('/customer/', '/invoice/'));
  });
});

const invoice: PostInvoice = {
  type: 'invoice.post',
  subsidiaryId: '1',
  customerId: '7',
  currencyId: '1',
  currency: 'USD',
  postedOn: '2026-09-15',
  reference: 'IN-1',
  memo: 'Billing document',
  dueOn: null,
  lines: [
    {
      itemId: '3',
      description: 'Pro plan',
      quantity: 1,
      amount: money(100, 'USD'),
      taxCodeId: null,
      tax: money(0, 'USD'),
      departmentId: null,
      classId: null,
      locationId: null,
    },
  ],
  total: money(100, 'USD'),
};
