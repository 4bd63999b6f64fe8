import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#core/base/random.ts';
import { money } from '#core/domain/money.ts';
import { openStore, type Store } from '../store.ts';
import {
  type ExceptionFilter,
  ExceptionList,
  exceptionQueues,
  exceptionSorts,
  type ExceptionStandpoint,
  severities,
  severityOf,
} from './exception-list.ts';
import { type ExceptionItem, ExceptionRepository } from './exceptions.ts';

let store: Store;
let list: ExceptionList;
const items: ExceptionItem[] = [];

const codes = ['MAPPING_MISSING', 'ERP_REJECTED', 'CUSTOMER_UNKNOWN', 'PERIOD_CLOSED', 'MANUAL_EDIT_IN_ERP'];
const entities = ['NW-US', 'NW-DE', 'NW-UK', null];
const currencies = ['USD', 'EUR', 'JPY', null];
const people = ['maria', 'ben', null, null];
const howMany = 2_000;

const standpoint: ExceptionStandpoint = {
  person: 'maria',
  nowAt: '2026-10-05T12:00:00.000Z',
  thresholds: { USD: 1_000_000n, EUR: 1_000_000n },
};

function made(at: number, random = seededRandom(`exception ${at}`)): ExceptionItem {
  const pick = <T>(from: readonly T[]): T => from[random.integer(0, from.length - 1)] as T;
  const currency = pick(currencies);
  const state = pick(['open', 'open', 'open', 'resolved', 'dismissed'] as const);
  return {
    id: `exc_${String(at).padStart(6, '0')}`,
    version: 1,
    code: pick(codes),
    causeKey: `cause:${random.integer(0, 40)}`,
    subjectId: `inv_${at}`,
    postingId: null,
    state,
    ownerRole: pick(['controller', 'accounting']),
    legalEntity: pick(entities),
    period: pick(['2026-08', '2026-09']),
    amount: currency === null ? null : money(BigInt(random.integer(-20_000_000, 20_000_000)), currency),
    message: `Invoice ${at} cannot be posted: 100 % of it`,
    fix: 'Fix it.',
    detail: {},
    raisedAt: `2026-10-0${random.integer(1, 4)}T0${random.integer(0, 9)}:00:00.000Z`,
    resolvedAt: state === 'open' ? null : '2026-10-05T00:00:00.000Z',
    resolution: state === 'open' ? null : 'done',
    seq: at,
    assignee: pick(people),
    snoozedUntil: pick([null, null, '2026-10-05T11:59:59.999Z', '2026-10-06T00:00:00.000Z']),
    noteCount: 0,
  };
}

beforeAll(() => {
  const opened = openStore(':memory:');
  if (!opened.ok) throw new Error(opened.error.message);
  store = opened.value;
  list = new ExceptionList(store);
  const repository = new ExceptionRepository(store);
  store.transact(() => {
    for (let at = 0; at < howMany; at += 1) {
      const item = made(at);
      items.push(item);
      repository.insert(item);
      repository.assign(item, item.assignee);
      repository.snooze(item, item.snoozedUntil);
      if (item.state !== 'open') repository.close(item);
    }
  });
});

afterAll(() => store.close());

/** The same questions answered by plain code over the same items. */
function riskOf({ amount }: ExceptionItem): number {
  if (amount === null) return 150;
  const threshold = standpoint.thresholds[amount.currency];
  if (threshold === undefined) return 1_000;
  const size = amount.minor < 0n ? -amount.minor : amount.minor;
  return Number((size * 1_000n) / threshold);
}

function fits(item: ExceptionItem, filter: ExceptionFilter): boolean {
  const isSnoozed = item.snoozedUntil !== null && item.snoozedUntil > standpoint.nowAt;
  const isOpen = item.state === 'open';
  const inQueue = {
    open: isOpen && !isSnoozed,
    mine: isOpen && !isSnoozed && item.assignee === standpoint.person,
    snoozed: isOpen && isSnoozed,
    unresolved: isOpen,
    resolved: item.state === 'resolved',
    dismissed: item.state === 'dismissed',
  }[filter.queue];
  return (
    inQueue &&
    (filter.code === undefined || filter.code === item.code) &&
    (filter.causeKey === undefined || filter.causeKey === item.causeKey) &&
    (filter.legalEntity === undefined || filter.legalEntity === item.legalEntity) &&
    (filter.period === undefined || filter.period === item.period) &&
    (filter.ownerRole === undefined || filter.ownerRole === item.ownerRole) &&
    (filter.assignee === undefined || filter.assignee === (item.assignee ?? '')) &&
    (filter.severity === undefined || filter.severity === severityOf(riskOf(item))) &&
    (filter.text === undefined || `${item.message}${item.subjectId}${item.causeKey}`.includes(filter.text))
  );
}

const filters: readonly ExceptionFilter[] = exceptionQueues.flatMap((queue): ExceptionFilter[] => [
  { queue },
  { queue, code: 'ERP_REJECTED', legalEntity: 'NW-DE' },
  { queue, period: '2026-09', ownerRole: 'controller', assignee: '' },
  { queue, causeKey: 'cause:7', assignee: 'ben' },
  { queue, text: 'Invoice 12' },
  { queue, text: '100 % of' },
  ...severities.map((severity) => ({ queue, severity })),
]);

describe('lists of exceptions', () => {
  it.each(filters)('counts, sums and lists the same ones under %o', (filter) => {
    const expected = items.filter((item) => fits(item, filter));
    expect(list.countsByQueue(filter, standpoint)[filter.queue]).toBe(expected.length);
    const totals = list.totals(filter, standpoint);
    expect(totals.reduce((count, row) => count + row.count, 0)).toBe(expected.length);
    for (const { currency, sum } of totals) {
      const inCurrency = expected.filter(({ amount }) => (amount?.currency ?? null) === currency);
      expect(sum).toBe(inCurrency.reduce((total, { amount }) => total + (amount?.minor ?? 0n), 0n));
    }
    const byCode = list.countsByCode(filter, standpoint);
    expect(byCode.reduce((count, row) => count + row.count, 0)).toBe(expected.length);
    const range = { offset: 0, limit: howMany };
    const { rows: page, totals: beside } = list.answer(
      filter,
      standpoint,
      { by: 'risk', isDescending: true },
      range,
    );
    expect(new Set(beside)).toEqual(new Set(totals));
    expect(page.map(({ item }) => item.id).sort()).toEqual(expected.map(({ id }) => id));
    expect(page.map(({ risk }) => risk)).toEqual(page.map(({ item }) => riskOf(item)));
    const causes = list.causes(filter, standpoint, 1_000);
    expect(causes.reduce((count, row) => count + row.count, 0)).toBe(expected.length);
  });

  const paged: readonly ExceptionFilter[] = [
    { queue: 'unresolved' },
    { queue: 'unresolved', text: 'voice 1' },
  ];

  it.each(exceptionSorts.flatMap((by) => paged.map((filter) => ({ by, filter }))))(
    'pages by $by without a gap or a repetition, $filter',
    ({ by, filter }) => {
      for (const isDescending of [true, false]) {
        const seen: string[] = [];
        for (let offset = 0; ; offset += 300) {
          const order = { by, isDescending };
          const page = list.answer(filter, standpoint, order, { offset, limit: 300 }).rows;
          seen.push(...page.map(({ item }) => item.id));
          if (page.length < 300) break;
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toHaveLength(list.countsByQueue(filter, standpoint)[filter.queue]);
      }
    },
  );

  it('sorts money of different currencies by what the policy calls much, without adding them', () => {
    const { rows: page } = list.answer(
      { queue: 'open' },
      standpoint,
      { by: 'risk', isDescending: true },
      { offset: 0, limit: 50 },
    );
    expect(page.map(({ risk }) => risk)).toEqual(page.map(({ risk }) => risk).sort((a, b) => b - a));
    expect(page[0]?.severity).toBe('critical');
  });

  it.each(exceptionSorts)('finds a page by %s without reading the wide rows', (by) => {
    const plan = list.explain({ queue: 'unresolved', legalEntity: 'NW-DE' }, standpoint, by);
    expect(plan.join('\n')).toMatch(/USING (COVERING )?INDEX/);
    expect(plan.join('\n')).not.toMatch(/SCAN exceptions$/m);
  });
});
