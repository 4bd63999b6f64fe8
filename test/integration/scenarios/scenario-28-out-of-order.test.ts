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
} from '#test/support/billing-facts.ts';
import { type IngestWorld, openIngestWorld, permutationsOf, type Said } from '#test/support/ingest-world.ts';

const open: IngestWorld[] = [];
afterEach(() => {
  for (const world of open.splice(0)) world.close();
});

function openWorld(): IngestWorld {
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
  const { store, take, books, journal } = openWorld();
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
  const { store, take, books } = openWorld();
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

/** An invoice of 1,000.00 paid in full, of which 200.00 are credited and paid back. */
const refunded: readonly Said[] = [
  billedCustomer,
  billingSays('in_1', invoiceOf(100_000, { status: 'paid', paid: usd(100_000), remaining: usd(0) })),
  billingSays('ch_1', paymentOf(100_000, '2026-09-25', 20_000)),
  billingSays('cn_1', creditOf(20_000, '2026-09-25')),
  billingSays('re_1', refundOf(20_000, '2026-09-25')),
];

/** An open invoice of 1,000.00, of which 200.00 are credited and 400.00 and 300.00 paid. */
const partlyPaid: readonly Said[] = [
  billedCustomer,
  billingSays('in_1', invoiceOf(100_000, { paid: usd(70_000), remaining: usd(10_000) })),
  billingSays('cn_1', creditOf(20_000, '2026-09-21')),
  billingSays('ch_1', paymentOf(40_000, '2026-09-22')),
  billingSays('ch_2', paymentOf(30_000, '2026-09-22')),
];

/** The same facts under ids of their own, so that many families fit into one workspace. */
function named(said: Said, suffix: string): Said {
  const text = canonicalJson(said as unknown as CanonicalValue);
  const renamed = text.replaceAll(/"((?:cus|in|cn|ch|re)_[12]|INV-1(?:-CN-01)?)"/g, `"$1${suffix}"`);
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
    .sort((left, right) =>
      `${left.commandType} ${left.sourceReference}` < `${right.commandType} ${right.sourceReference}`
        ? -1
        : 1,
    );
  const left = subjects.flatMap((id) => exceptions.exceptions.openOf(id).map(({ message }) => message));
  return canonicalJson({ left, sent } as unknown as CanonicalValue).replaceAll(suffix, '');
}

/** All that became of the facts in every order; one element when the order does not matter. */
function outcomesOf(family: readonly Said[]): unknown[] {
  const one = openWorld();
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
  expect(orders).toBe(120);
  return [...outcomes].map((text) => fromWire(JSON.parse(text)));
}

const toInvoice = (minor: number) => [{ documentId: 'erp invoice.post INV-1', amount: usd(minor) }];
const toMemo = (minor: number) => [{ documentId: 'erp credit-memo.post INV-1-CN-01', amount: usd(minor) }];

test('scenario 28: payment, credit and refund before their invoice and customer post the same in all 120 orders', () => {
  expect(outcomesOf(refunded)).toMatchObject([
    {
      left: [],
      sent: [
        { commandType: 'credit-memo.post', amount: usd(20_000), command: { applications: [] } },
        { commandType: 'invoice.post', amount: usd(100_000) },
        { commandType: 'payment.post', amount: usd(100_000), command: { applications: toInvoice(100_000) } },
        { commandType: 'refund.post', amount: usd(20_000), command: { applications: toMemo(20_000) } },
      ],
    },
  ]);
});

test('scenario 28: a credit and two part payments of an open invoice post the same in all 120 orders', () => {
  expect(outcomesOf(partlyPaid)).toMatchObject([
    {
      left: [],
      sent: [
        { commandType: 'credit-memo.post', command: { applications: toInvoice(20_000) } },
        { commandType: 'invoice.post', amount: usd(100_000) },
        { sourceReference: 'ch_1', command: { applications: toInvoice(40_000) } },
        { sourceReference: 'ch_2', command: { applications: toInvoice(30_000) } },
      ],
    },
  ]);
});

test('scenario 28: a subscription that comes before its customer tells the customer its status all the same', () => {
  const facts = [billedCustomer, billingSays('sub_1', subscriptionOf('past-due', 10))];
  const statuses = [...permutationsOf(facts)].map((order) => {
    const one = openWorld();
    one.take(...order);
    return one.books.customerOf('billing', 'cus_1')?.row.subscription_status;
  });
  expect(statuses).toEqual(['past-due', 'past-due']);
});
