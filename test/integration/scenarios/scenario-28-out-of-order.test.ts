import { afterEach, expect, test } from 'vitest';
import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import { fromWire } from '#core/domain/wire.ts';
import { sha256 } from '#core/journal/digest.ts';
import {
  billedCustomer,
  billingSays,
  creditOf,
  invoiceOf,
  paymentOf,
  refundOf,
  seatProduct,
  subscriptionOf,
  usd,
} from '../../support/billing-facts.ts';
import { type IngestWorld, openIngestWorld, permutationsOf, type Said } from '../../support/ingest-world.ts';

const open: IngestWorld[] = [];
afterEach(() => {
  for (const world of open.splice(0)) world.close();
});

function world(): IngestWorld {
  const made = openIngestWorld();
  open.push(made);
  return made;
}

function digest(value: unknown): string {
  return sha256(canonicalJson(value as CanonicalValue));
}

/** Created, grown, shrunk, past due, restored, cancelled. */
const life = [
  subscriptionOf('active', 10),
  subscriptionOf('active', 50),
  subscriptionOf('active', 40),
  subscriptionOf('past-due', 40),
  subscriptionOf('active', 40),
  subscriptionOf('cancelled', 40),
];

test('scenario 28: six numbered versions of one subscription, in all 720 orders, end as they do in order', () => {
  const { store, take, books, journal } = world();
  const digests = new Set<string>();
  let orders = 0;
  for (const order of permutationsOf(life.map((entity, index) => ({ entity, version: index + 1 })))) {
    orders += 1;
    const externalId = `sub_${orders}`;
    store.transact(() =>
      take(
        ...order.map(({ entity, version }) => billingSays(externalId, entity, { by: 'sequence', version })),
      ),
    );
    const stored = books.find('billing', 'subscription', externalId);
    const history = journal
      .ofAggregate(stored?.id ?? '')
      .map(({ type, payload }) => [type, payload['contentHash']] as const);
    digests.add(
      digest({ entity: stored?.entity, ordering: stored?.ordering, version: stored?.version, history }),
    );
    expect(stored?.entity.status).toBe('cancelled');
  }
  expect([orders, digests.size]).toEqual([720, 1]);
  expect(store.sqlite.prepare('SELECT count(*) FROM parked_observations').pluck().get()).toBe(0);
});

test('scenario 28: six dated states of one subscription, in all 720 orders, end as they do in order', () => {
  const { store, take, books } = world();
  const digests = new Set<string>();
  let orders = 0;
  for (const order of permutationsOf(
    life.map((entity, index) => ({ entity, at: `2026-09-0${index + 1}T` })),
  )) {
    orders += 1;
    const externalId = `sub_${orders}`;
    store.transact(() =>
      take(...order.map(({ entity, at }) => billingSays(externalId, entity, { by: 'instant', at }))),
    );
    const stored = books.find('billing', 'subscription', externalId);
    digests.add(digest({ entity: stored?.entity, ordering: stored?.ordering }));
    expect(stored?.entity.status).toBe('cancelled');
  }
  expect([orders, digests.size]).toEqual([720, 1]);
});

/** An invoice of 1,000.00 with its customer, a credit of 200.00, a payment of 700.00 and a refund of 100.00. */
const family: readonly Said[] = [
  billedCustomer,
  billingSays('in_1', invoiceOf(100_000)),
  billingSays('cn_1', creditOf(20_000, '2026-09-21')),
  billingSays('ch_1', paymentOf(70_000, '2026-09-22', 10_000)),
  billingSays('re_1', refundOf(10_000, '2026-09-25')),
];

/** The same facts under ids of their own, so that many families fit into one workspace. */
function named(said: Said, suffix: string): Said {
  const text = canonicalJson(said as unknown as CanonicalValue);
  const renamed = text.replaceAll(/"((?:cus|in|cn|ch|re)_1|INV-1(?:-CN-01)?)"/g, `"$1${suffix}"`);
  return fromWire<Said>(JSON.parse(renamed));
}

/** Everything that the ERP was sent and all that is left to do, without our own ids. */
function outcome({ books, desk, exceptions }: IngestWorld, facts: readonly Said[], suffix: string): string {
  const subjects = facts.flatMap(
    ({ entity, externalId }) => books.find('billing', entity.kind, externalId)?.id ?? [],
  );
  const sent = subjects
    .flatMap((id) => desk.postings.ofSubject(id))
    .map(({ commandType, sourceReference, state, period, amount, command }) => {
      return { commandType, sourceReference, state, period, amount, command };
    })
    .sort((left, right) => (left.commandType < right.commandType ? -1 : 1));
  const left = subjects.flatMap((id) => exceptions.exceptions.openOf(id).map(({ message }) => message));
  return canonicalJson({ left, sent } as unknown as CanonicalValue).replaceAll(suffix, '');
}

test('scenario 28: customer, invoice, credit, payment and refund post the same in all 120 orders', () => {
  const one = world();
  one.take(seatProduct);
  const outcomes = new Set<string>();
  let orders = 0;
  for (const order of permutationsOf(family)) {
    orders += 1;
    const suffix = `#${orders};`;
    const facts = order.map((said) => named(said, suffix));
    // One commit an order: it is the order that is under test, and each step has transactions of its own inside.
    one.store.transact(() => {
      for (const said of facts) {
        one.take(said);
        one.settle();
      }
    });
    outcomes.add(outcome(one, facts, suffix));
  }
  expect([orders, outcomes.size]).toEqual([120, 1]);
  const [only] = outcomes;
  expect(fromWire(JSON.parse(only ?? ''))).toMatchObject({
    left: [],
    sent: [
      { commandType: 'credit-memo.post', state: 'POSTED', amount: usd(20_000) },
      { commandType: 'invoice.post', state: 'POSTED', amount: usd(100_000) },
      { commandType: 'payment.post', state: 'POSTED', amount: usd(70_000) },
      { commandType: 'refund.post', state: 'POSTED', amount: usd(10_000) },
    ],
  });
});

test('scenario 28: a credit of a paid invoice and its payment never settle more than is owed, in any order', () => {
  const facts = [
    billingSays('in_1', invoiceOf(100_000)),
    billingSays('ch_1', paymentOf(100_000, '2026-09-21', 20_000)),
    billingSays('cn_1', creditOf(20_000, '2026-09-25')),
    billingSays('re_1', refundOf(20_000, '2026-09-25')),
  ];
  for (const order of permutationsOf(facts)) {
    const one = openIngestWorld();
    one.take(billedCustomer, seatProduct);
    for (const said of order) {
      one.take(said);
      one.settle();
    }
    const applied = new Map<string, bigint>();
    for (const { command } of one.desk.postings.inState('POSTED')) {
      if (!('applications' in command)) continue;
      for (const { documentId, amount } of command.applications)
        applied.set(documentId, (applied.get(documentId) ?? 0n) + amount.minor);
    }
    expect(one.desk.postings.inState('POSTED')).toHaveLength(4);
    expect(applied.get('erp invoice.post INV-1')).toBe(100_000n);
    const memo = one.desk.postings
      .inState('POSTED')
      .find(({ commandType }) => commandType === 'credit-memo.post');
    const used = memo && 'applications' in memo.command ? memo.command.applications[0]?.amount.minor : 0n;
    expect((used ?? 0n) + (applied.get(memo?.documentId ?? '') ?? 0n)).toBeLessThanOrEqual(20_000n);
    one.close();
  }
});

test('scenario 28: a subscription that comes before its customer tells the customer its status all the same', () => {
  const facts = [billedCustomer, billingSays('sub_1', subscriptionOf('past-due', 10))];
  const statuses = [...permutationsOf(facts)].map((order) => {
    const one = world();
    one.take(...order);
    return one.books.customerOf('billing', 'cus_1')?.row.subscription_status;
  });
  expect(statuses).toEqual(['past-due', 'past-due']);
});
