import { netsuite } from '#core/connectors/netsuite/connector.ts';
import type { Command, PostingLine } from '#core/domain/command.ts';
import type { Entity } from '#core/domain/entity.ts';
import { money } from '#core/domain/money.ts';
import type { Drift, VendorHarness, VendorWorld } from './connector-harness.ts';
import { digestOf, fail, type NetSuiteWorld, startNetSuite } from './netsuite-connector-world.ts';

function digest(entity: Entity): string {
  if (entity.kind !== 'ledger-document') return fail(`not a ledger document: ${entity.kind}`);
  return digestOf(entity.type, entity.total.minor, entity.memo, entity.isVoid);
}

const swap =
  (pattern: RegExp, text: string) =>
  (body: string): string =>
    body.replace(pattern, text);

const drifts: readonly Drift[] = [
  { name: 'a new field', change: swap(/"tranid"/, '"new_field":{"a":[1]},"tranid"'), quarantine: null },
  {
    name: 'an unknown status',
    change: swap(/"status":"\w"/, '"status":"Q"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.transaction.status' },
  },
  {
    name: 'an unknown type',
    change: swap(/"type":"CustInvc"/, '"type":"CustNew"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.transaction.type' },
  },
  {
    name: 'a missing required field',
    change: swap(/"subsidiary":"\d+",/, ''),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.transaction.subsidiary' },
  },
  {
    name: 'a number for a text',
    change: swap(/"foreigntotal":"([\d.]+)"/, '"foreigntotal":$1'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.transaction.foreigntotal' },
  },
  {
    name: 'null for absent',
    change: swap(/"tranid":"[^"]+"/, '"tranid":null'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.transaction.tranid' },
  },
  {
    name: 'thousands separators',
    change: swap(/"foreigntotal":"[\d.]+"/, '"foreigntotal":"1,234.00"'),
    quarantine: { code: 'MONEY_INVALID', where: '$.transaction.foreigntotal' },
  },
  {
    name: 'more decimals than the currency has',
    change: swap(/"foreigntotal":"[\d.]+"/, '"foreigntotal":"1.005"'),
    quarantine: { code: 'MONEY_INVALID', where: '$.transaction.foreigntotal' },
  },
  {
    name: 'an amount of a line that is none',
    change: swap(/("mainline":"F".*?"foreignamount":)"[\d.]+"/, '$1"n/a"'),
    quarantine: { code: 'MONEY_INVALID', where: '$.lines[1].foreignamount' },
  },
  {
    name: 'another date format',
    change: swap(/"trandate":"[\d-]+"/, '"trandate":"9/10/2026"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.transaction.trandate' },
  },
  {
    name: 'a flag that is neither',
    change: swap(/"voided":"F"/, '"voided":"false"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.transaction.voided' },
  },
  {
    name: 'a currency that nobody knows',
    change: swap(/"currencysymbol":"USD"/, '"currencysymbol":"XQQ"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.transaction.currencysymbol' },
  },
  {
    name: 'a key that stands twice',
    change: swap(/"tranid"/, '"foreigntotal":"9.00","tranid"'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$' },
  },
];

const usd = (minor: number) => money(minor, 'USD');

function head(world: VendorWorld, number: number) {
  const { ids } = world as NetSuiteWorld;
  return {
    subsidiaryId: String(ids.us),
    customerId: String(ids.acme),
    currencyId: `currency:${ids.usd}`,
    currency: 'USD',
    postedOn: '2026-09-12',
    reference: `IN-9${number}`,
    memo: `Billing document ${number}`,
  };
}

function lines(world: VendorWorld): readonly PostingLine[] {
  const { ids } = world as NetSuiteWorld;
  const common = {
    itemId: `item:${ids.item}`,
    description: 'Pro plan',
    taxCodeId: String(ids.vat),
    departmentId: `department:${ids.sales}`,
    classId: null,
    locationId: null,
  };
  return [
    { ...common, quantity: 3, amount: usd(10_010), tax: usd(1_902) },
    { ...common, quantity: 0.5, amount: usd(-10), tax: usd(-2) },
  ];
}

/** An open document of the type in the organisation, put there by hand. */
function open(world: VendorWorld, type: 'invoice' | 'creditMemo', amountMinor: number): string {
  const { organisation, ids } = world as NetSuiteWorld;
  const id = organisation.store.addDocument({
    type,
    customerId: ids.acme,
    subsidiaryId: ids.us,
    currencyId: ids.usd,
    tranDate: '2026-09-10',
    lines: [{ itemId: ids.item, amountMinor }],
  });
  return String(id);
}

const total = usd(11_900);

const commands: VendorHarness['commands'] = [
  {
    name: 'invoice.post',
    make: (world, number): Command => ({
      type: 'invoice.post',
      ...head(world, number),
      dueOn: '2026-10-12',
      lines: lines(world),
      total,
    }),
    spoil: (command) => ({ ...command, total: usd(11_901) }) as Command,
  },
  {
    name: 'credit-memo.post',
    make: (world, number): Command => ({
      type: 'credit-memo.post',
      ...head(world, number),
      lines: lines(world),
      total,
      applications: [{ documentId: open(world, 'invoice', 20_000), amount: usd(11_000) }],
    }),
    spoil: (command) => ({ ...command, currency: 'XQQ' }) as Command,
  },
  {
    name: 'payment.post',
    make: (world, number): Command => ({
      type: 'payment.post',
      ...head(world, number),
      accountId: `account:${(world as NetSuiteWorld).ids.bank}`,
      total,
      applications: [{ documentId: open(world, 'invoice', 10_000), amount: usd(10_000) }],
    }),
    spoil: (command) => ({ ...command, customerId: '' }) as Command,
  },
  {
    name: 'refund.post',
    make: (world, number): Command => ({
      type: 'refund.post',
      ...head(world, number),
      accountId: `account:${(world as NetSuiteWorld).ids.bank}`,
      total,
      applications: [{ documentId: open(world, 'creditMemo', 11_900), amount: total }],
    }),
    spoil: (command) => ({ ...command, applications: [] }) as Command,
  },
];

export const netsuiteHarness: VendorHarness = {
  vendor: 'netsuite',
  connector: netsuite,
  start: startNetSuite,
  stream: 'transactions',
  deletionStream: 'deletions',
  digest,
  tokenPath: '/services/rest/auth/oauth2/v1/token',
  readPathPattern: '/suiteql$',
  emptyPageWithMore: {
    status: 200,
    headers: { 'content-type': 'application/vnd.oracle.resource+json; type=collection; charset=UTF-8' },
    body: { links: [], count: 0, hasMore: true, items: [], offset: 0, totalResults: 9 },
  },
  drifts,
  commands,
  commitsOf: (world, externalId) =>
    world
      .commits()
      .all()
      .filter((commit) => commit.externalId === externalId).length,
};
