import { describe, expect, it } from 'vitest';
import { readPayload } from '#core/connectors/sdk/index.ts';
import type { Command, PostCreditMemo, PostInvoice, PostPayment, PostRefund } from '#core/domain/command.ts';
import { money } from '#core/domain/money.ts';
import { prepareCommand } from './prepare.ts';

const usd = (minor: number | bigint) => money(minor, 'USD');

const head = {
  subsidiaryId: '2',
  customerId: '77',
  currencyId: 'currency:1',
  currency: 'USD',
  postedOn: '2026-09-12',
  reference: 'IN-1',
  memo: 'from billing',
};

const line = {
  itemId: 'item:5',
  description: 'Pro "plan"',
  quantity: 3,
  amount: usd(10_010),
  taxCodeId: 'tax-code:4',
  tax: usd(1_902),
  departmentId: null,
  classId: '8',
  locationId: null,
};

const invoice: PostInvoice = {
  type: 'invoice.post',
  ...head,
  dueOn: null,
  lines: [line],
  total: usd(11_912),
};
const applications = [{ documentId: '900', amount: usd(1_000) }];
const credit: PostCreditMemo = {
  type: 'credit-memo.post',
  ...head,
  lines: [line],
  total: usd(11_912),
  applications,
};
const payment: PostPayment = {
  type: 'payment.post',
  ...head,
  accountId: 'account:10',
  total: usd(1_500),
  applications,
};
const refund: PostRefund = { ...payment, type: 'refund.post', total: usd(1_000) };

function requestOf(command: Command) {
  const payload = prepareCommand(command, 'TIEOUT1');
  return payload.ok
    ? readPayload(payload.value)
    : expect.fail(`${payload.error.where}: ${payload.error.message}`);
}

describe('the bytes of a posting', () => {
  it('are these for an invoice', () => {
    const { method, path, headers, body } = requestOf(invoice);
    expect([method, path]).toEqual(['PUT', '/services/rest/record/v1/invoice/eid:TIEOUT1?replace=item']);
    expect(headers['x-netsuite-propertynamevalidation']).toBe('Error');
    expect(body).toBe(
      '{"entity":{"id":"77"},"subsidiary":{"id":"2"},"currency":{"id":"1"},"tranDate":"2026-09-12",' +
        '"memo":"from billing","otherRefNum":"IN-1","item":{"items":[{"item":{"id":"5"},' +
        '"description":"Pro \\"plan\\"","quantity":3,"amount":100.10,"taxCode":{"id":"4"},"tax1Amt":19.02,' +
        '"class":{"id":"8"}}]}}',
    );
  });

  it('are these for a credit memo, a payment and a refund', () => {
    expect(requestOf(credit)).toMatchObject({
      path: '/services/rest/record/v1/creditMemo/eid:TIEOUT1?replace=item,apply',
      body: expect.stringContaining('"apply":{"items":[{"doc":{"id":"900"},"apply":true,"amount":10.00}]}'),
    });
    expect(requestOf(payment)).toMatchObject({
      path: '/services/rest/record/v1/customerPayment/eid:TIEOUT1?replace=apply',
      body:
        '{"customer":{"id":"77"},"subsidiary":{"id":"2"},"currency":{"id":"1"},"tranDate":"2026-09-12",' +
        '"memo":"from billing","account":{"id":"10"},"checkNumber":"IN-1","payment":15.00,"autoApply":false,' +
        '"apply":{"items":[{"doc":{"id":"900"},"apply":true,"amount":10.00}]}}',
    });
    expect(requestOf(refund)).toMatchObject({
      path: '/services/rest/record/v1/customerRefund/eid:TIEOUT1?replace=apply',
      body: expect.stringContaining('"total":10.00'),
    });
  });

  it('carry amounts that no float could, and currencies without or with three decimals', () => {
    const large = { ...line, amount: usd(900_719_925_474_099_312n), tax: usd(0) };
    expect(requestOf({ ...invoice, lines: [large], total: large.amount }).body).toContain(
      '"amount":9007199254740993.12',
    );
    const yen = { ...line, amount: money(500, 'JPY'), tax: money(0, 'JPY') };
    expect(requestOf({ ...invoice, currency: 'JPY', lines: [yen], total: yen.amount }).body).toContain(
      '"amount":500,',
    );
    const dinar = { ...line, amount: money(1_234, 'KWD'), tax: money(0, 'KWD') };
    expect(requestOf({ ...invoice, currency: 'KWD', lines: [dinar], total: dinar.amount }).body).toContain(
      '"amount":1.234,',
    );
  });
});

describe('a posting that cannot be right is refused before anybody approves it', () => {
  const refused: readonly [string, Command, string][] = [
    ['a total that is not the sum', { ...invoice, total: usd(11_911) }, 'TOTAL_MISMATCH $.total'],
    ['no line', { ...invoice, lines: [] }, 'LINES_MISSING $.lines'],
    [
      'two currencies',
      { ...invoice, lines: [{ ...line, tax: money(1_902, 'EUR') }] },
      'CURRENCY_MIXED $.lines[0].tax',
    ],
    ['an unknown currency', { ...invoice, currency: 'XQQ' }, 'CURRENCY_UNKNOWN $.currency'],
    [
      'tax without a code',
      { ...invoice, lines: [{ ...line, taxCodeId: null }] },
      'TAX_CODE_MISSING $.lines[0].taxCodeId',
    ],
    ['no customer', { ...invoice, customerId: '' }, 'ID_INVALID $.customerId'],
    [
      'the id of something else',
      { ...invoice, lines: [{ ...line, itemId: 'account:5' }] },
      'ID_INVALID $.lines[0].itemId',
    ],
    ['a day that is none', { ...invoice, postedOn: '2026-02-30' }, 'DAY_INVALID $.postedOn'],
    ['a due day that is none', { ...invoice, dueOn: 'soon' }, 'DAY_INVALID $.dueOn'],
    ['a reference too long', { ...invoice, reference: 'x'.repeat(46) }, 'TEXT_INVALID $.reference'],
    [
      'a negative total',
      { ...invoice, lines: [{ ...line, amount: usd(-5_000) }], total: usd(-3_098) },
      'AMOUNT_INVALID $.total',
    ],
    ['more applied than paid', { ...payment, total: usd(999) }, 'APPLICATIONS_TOO_LARGE $.applications'],
    [
      'one document applied to twice',
      { ...payment, applications: [...applications, { documentId: '900', amount: usd(1) }] },
      'APPLICATION_REPEATED $.applications[1].documentId',
    ],
    [
      'an application of nothing',
      { ...payment, applications: [{ documentId: '900', amount: usd(0) }] },
      'AMOUNT_INVALID $.applications[0].amount',
    ],
    ['a payment of nothing', { ...payment, total: usd(0), applications: [] }, 'AMOUNT_INVALID $.total'],
    [
      'a refund of more than it applies to',
      { ...refund, total: usd(1_001) },
      'APPLICATIONS_MISMATCH $.applications',
    ],
  ];

  it.each(refused)('%s', (_name, command, expected) => {
    const result = prepareCommand(command, 'TIEOUT1');
    expect(result.ok ? 'taken' : `${result.error.code} ${result.error.where}`).toBe(expected);
  });

  it.each([[''], ['a|b'], ['a/b'], ["a'b"], ['../x'], ['é'], ['x'.repeat(101)]])(
    'the external id "%s"',
    (externalId) => {
      const result = prepareCommand(invoice, externalId);
      expect(result.ok ? null : result.error.code).toBe('EXTERNAL_ID_INVALID');
    },
  );

  it('a command for another system', () => {
    const command: Command = {
      type: 'order.write-back',
      orderExternalId: 'x',
      billingSubscriptionId: 'y',
      invoiceSchedule: '',
      renewalOn: null,
    };
    const result = prepareCommand(command, 'TIEOUT1');
    expect(result.ok ? null : result.error.code).toBe('COMMAND_UNSUPPORTED');
  });
});
