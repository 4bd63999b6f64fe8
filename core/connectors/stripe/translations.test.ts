import { describe, expect, it } from 'vitest';
import { money } from '#core/domain/money.ts';
import { stripeMoney } from './amounts.ts';
import { parseStripeSettings } from './config.ts';
import { translateStripe } from './translations.ts';

const created = 1_788_220_800; // 2026-09-01

function read(stream: string, value: object) {
  const result = translateStripe({ stream, externalId: 'x', body: JSON.stringify(value) });
  return result.ok ? result.value[0] : result.error;
}

const line = (members: object = {}) => ({
  object: 'line_item',
  id: 'il_1',
  amount: 1_000,
  currency: 'usd',
  description: null,
  discount_amounts: [],
  period: { start: created, end: created + 86_400 },
  price: { product: 'prod_1' },
  proration: false,
  quantity: 1,
  tax_amounts: [],
  ...members,
});

const invoice = (lines: object[], members: object = {}) => ({
  object: 'invoice',
  id: 'in_1',
  created,
  number: 'NW-1',
  customer: 'cus_1',
  subscription: null,
  currency: 'usd',
  status: 'open',
  status_transitions: { finalized_at: created + 86_400, marked_uncollectible_at: null, voided_at: null },
  subtotal: 1_000,
  tax: null,
  total: 1_000,
  total_tax_amounts: [],
  amount_paid: 0,
  amount_remaining: 1_000,
  lines: { data: lines, has_more: false },
  ...members,
});

const price = (members: object = {}) => ({
  object: 'price',
  id: 'price_1',
  created,
  active: true,
  billing_scheme: 'per_unit',
  currency: 'usd',
  product: 'prod_1',
  recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
  unit_amount: 500,
  metadata: {},
  ...members,
});

const charge = (members: object = {}) => ({
  object: 'charge',
  id: 'ch_1',
  created,
  amount: 900,
  amount_captured: 900,
  amount_refunded: 0,
  captured: true,
  currency: 'usd',
  customer: 'cus_1',
  invoice: 'in_1',
  status: 'succeeded',
  failure_code: null,
  ...members,
});

describe('amounts', () => {
  it.each([
    ['usd', 1_234, 1_234n],
    ['jpy', 1_234, 1_234n],
    ['kwd', 1_230, 1_230n],
    // Stripe counts these otherwise than ISO 4217 does.
    ['isk', 500, 5n],
    ['ugx', -1_200, -12n],
    ['mga', 7, 700n],
  ])('%s %i', (currency, amount, minor) => {
    expect(stripeMoney(amount, currency, '$.amount')).toEqual({ minor, currency: currency.toUpperCase() });
  });

  it('that Stripe cannot mean are quarantined with their place', () => {
    const odd = read('invoices', invoice([line({ currency: 'isk' })], { currency: 'isk', total: 1_050 }));
    expect(odd).toMatchObject({ code: 'MONEY_INVALID', where: '$.total', found: '1050' });
  });
});

describe('an invoice', () => {
  it('is net of discounts and of tax that is inside the price', () => {
    const tax = { amount: 80, inclusive: true, tax_rate: 'txr_in' };
    const onTop = { amount: 25, inclusive: false, tax_rate: 'txr_top' };
    const lines = [line({ discount_amounts: [{ amount: 100 }], tax_amounts: [tax, onTop] })];
    const totals = {
      total: 925,
      tax: 105,
      total_discount_amounts: [{ amount: 100 }],
      total_tax_amounts: [tax, onTop],
    };
    expect(read('invoices', invoice(lines, totals))).toMatchObject({
      entity: {
        subtotal: money(820, 'USD'),
        tax: money(105, 'USD'),
        total: money(925, 'USD'),
        lines: [{ amount: money(820, 'USD'), tax: money(105, 'USD'), taxCode: 'txr_in,txr_top' }],
      },
    });
  });

  it('is issued on the day that it is effective, and void on the day that it was voided', () => {
    expect(read('invoices', invoice([line()]))).toMatchObject({
      effectiveOn: '2026-09-02',
      entity: { issuedOn: '2026-09-02' },
    });
    const effective = { effective_at: created - 86_400 };
    expect(read('invoices', invoice([line()], effective))).toMatchObject({
      entity: { issuedOn: '2026-08-31' },
    });
    expect(read('invoices', invoice([line()], { status: 'draft' }))).toMatchObject({
      entity: { issuedOn: null },
    });
    const voided = { finalized_at: created, marked_uncollectible_at: null, voided_at: created + 5 * 86_400 };
    const gone = invoice([line()], { status: 'void', status_transitions: voided });
    expect(read('invoices', gone)).toMatchObject({
      effectiveOn: '2026-09-06',
      entity: { issuedOn: '2026-09-01' },
    });
  });

  it('with a line in another currency is quarantined', () => {
    expect(read('invoices', invoice([line(), line({ currency: 'eur' })]))).toMatchObject({
      code: 'VALUE_INVALID',
      where: '$.lines.data[1].currency',
      expected: 'usd',
      found: 'eur',
    });
  });
});

describe('a price', () => {
  it.each([
    ['per unit', {}, money(500, 'USD')],
    ['below one minor unit', { unit_amount: null, unit_amount_decimal: '0.2' }, null],
    ['in tiers', { billing_scheme: 'tiered', unit_amount: null }, null],
    ['for a package', { transform_quantity: { divide_by: 100, round: 'up' } }, null],
  ])('%s', (_name, members, unitAmount) => {
    expect(read('prices', price(members))).toMatchObject({ entity: { price: { unitAmount } } });
  });

  it.each([
    [
      'a quarter',
      { interval: 'month', interval_count: 3, usage_type: 'licensed' },
      '$.recurring.interval_count',
    ],
    ['a week', { interval: 'week', interval_count: 1, usage_type: 'licensed' }, '$.recurring.interval'],
    ['another use', { interval: 'month', interval_count: 1, usage_type: 'shared' }, '$.recurring.usage_type'],
  ])('of %s is quarantined, not taken for a month', (_name, recurring, where) => {
    expect(read('prices', price({ recurring }))).toMatchObject({ code: 'VALUE_INVALID', where });
  });
});

describe('a charge', () => {
  it('that was only authorised is pending', () => {
    const members = { captured: false, amount_captured: 0 };
    expect(read('charges', charge(members))).toMatchObject({ entity: { status: 'pending' } });
  });

  it('captured in part is quarantined: its rest would read as a refund', () => {
    const members = { amount_captured: 600, amount_refunded: 300 };
    expect(read('charges', charge(members))).toMatchObject({
      code: 'VALUE_INVALID',
      where: '$.amount_captured',
    });
  });
});

describe('a contract version in metadata', () => {
  const subscription = (metadata: object) => ({
    object: 'subscription',
    id: 'sub_1',
    created,
    customer: 'cus_1',
    currency: 'usd',
    status: 'incomplete_expired',
    start_date: created,
    current_period_start: created,
    current_period_end: created,
    items: { data: [], has_more: false },
    metadata,
  });

  it.each([
    [{ contract_version: '12' }, 12],
    [{}, null],
    [{ contract_version: '' }, null],
  ])('%o', (metadata, contractVersion) => {
    expect(read('subscriptions', subscription(metadata))).toMatchObject({
      entity: { contractVersion, status: 'cancelled' },
    });
  });

  it.each([['2.0'], ['v2'], ['0'], ['-1'], [' 2']])('"%s" is quarantined', (version) => {
    expect(read('subscriptions', subscription({ contract_version: version }))).toMatchObject({
      code: 'VALUE_INVALID',
      where: '$.metadata.contract_version',
    });
  });
});

describe('settings', () => {
  it('have defaults for the real Stripe', () => {
    expect(parseStripeSettings({ environment: 'production' })).toMatchObject({
      ok: true,
      value: { baseUrl: 'https://api.stripe.com', secretKeySecret: 'secretKey', pageSize: 100 },
    });
  });

  it.each([
    [{}, '$.environment'],
    [{ environment: 'sandbox', pageSize: 101 }, '$.pageSize'],
    [{ environment: 'sandbox', baseUrl: 'http://api.stripe.com' }, '$.baseUrl'],
    [{ environment: 'sandbox', secretKey: 'sk_live_pasted' }, '$'],
    [null, '$'],
  ])('%o are refused at %s', (settings, where) => {
    expect(parseStripeSettings(settings)).toMatchObject({
      ok: false,
      error: [{ where }],
    });
  });
});
