import { addDays, addMonths, lastDayOf } from '#core/domain/day.ts';
import type { Random } from '#core/base/random.ts';
import type { ProductCode } from './catalogue.ts';
import type { CustomerHistory, Invoice, Order } from './company-model.ts';
import { buildOrder, buildSubscription, subscriptionItems } from './contract-builder.ts';
import { buildInvoice, invoiceLine, orderLine, withCredit, withPayment } from './document-builder.ts';
import { shareOf } from './exact-amounts.ts';
import { withPayments } from './payment-behaviour.ts';
import { dayIn, daysBetween, instant } from './sample-calendar.ts';
import type { Scene } from './scene.ts';

type Contents = Omit<CustomerHistory, 'customer'>;
type Story = (scene: Scene) => Contents;

/** Annual stories with their weights, per cent. Each makes one invoice in its month. */
export const ANNUAL_STORIES: readonly (readonly [number, Story])[] = [
  [20, newContract(['NW-SEAT-A'])],
  [4, overpaid],
  [2, paidInPart],
  [8, newContract(['NW-SEAT-A', 'NW-ANALYTICS'])],
  [12, newContract(['NW-BUNDLE', 'NW-ONBOARD'])],
  [22, renewal],
  [12, upgrade],
  [8, downgrade],
  [8, cancellation],
  [4, voided],
];

function workTime(random: Random): [number, number] {
  return [random.integer(7, 15), random.integer(0, 59)];
}

function quantityOf(product: ProductCode, random: Random): number {
  return product === 'NW-SEAT-A' ? random.integer(5, 220) : 1;
}

function newContract(products: readonly ProductCode[]): Story {
  return (scene) => {
    const { customer, random } = scene;
    const issuedOn = dayIn(scene.month, random.integer(1, 28));
    const lines = products.map((product) => orderLine(customer, product, quantityOf(product, random)));
    const order = buildOrder(customer, {
      effectiveOn: issuedOn,
      lines,
      signedDaysBefore: random.integer(0, 4),
    });
    const invoice = withPayments(scene, firstInvoice(scene, order, issuedOn));
    return {
      orders: [order],
      subscription: buildSubscription({
        order,
        startOn: issuedOn,
        periodStartOn: issuedOn,
        items: subscriptionItems(lines),
      }),
      invoices: [invoice],
      ledgerOnly: [],
    };
  };
}

/** The invoice of a whole year of an order, one-off lines included. */
function firstInvoice(scene: Scene, order: Order, issuedOn: string): Invoice {
  const { customer, random } = scene;
  const endOn = addMonths(issuedOn, 12);
  const specs = order.lines.map((line) => ({ ...line, startOn: issuedOn, endOn }));
  return buildInvoice({
    key: `${customer.key}/I1`,
    reason: order.type === 'Renewal' ? 'subscription_cycle' : 'subscription_create',
    issuedOn,
    at: workTime(random),
    lines: specs.map((spec) => invoiceLine(customer, spec)),
  });
}

function renewal(scene: Scene): Contents {
  const { customer, random } = scene;
  const issuedOn = dayIn(scene.month, random.integer(1, 28));
  const startedOn = addMonths(issuedOn, -12);
  const lines = [orderLine(customer, 'NW-SEAT-A', quantityOf('NW-SEAT-A', random))];
  const first = buildOrder(customer, { effectiveOn: startedOn, lines, priceBook: '2025' });
  const second = buildOrder(customer, {
    version: 2,
    type: 'Renewal',
    effectiveOn: issuedOn,
    lines,
    signedDaysBefore: 20,
  });
  return {
    orders: [first, second],
    subscription: buildSubscription({
      order: second,
      startOn: startedOn,
      periodStartOn: issuedOn,
      items: subscriptionItems(lines),
    }),
    invoices: [withPayments(scene, firstInvoice(scene, second, issuedOn))],
    ledgerOnly: [],
  };
}

/** Seats added in mid-term: the unused time of the old quantity is credited, the rest of the term charged. */
function upgrade(scene: Scene): Contents {
  const { customer, random } = scene;
  const changedOn = dayIn(scene.month, random.integer(1, 28));
  const startedOn = addMonths(addDays(changedOn, -random.integer(0, 20)), -random.integer(2, 9));
  const endOn = addMonths(startedOn, 12);
  const before = random.integer(5, 90);
  const after = before + random.integer(5, 60);
  const first = buildOrder(customer, {
    effectiveOn: startedOn,
    lines: [orderLine(customer, 'NW-SEAT-A', before)],
  });
  const lines = [orderLine(customer, 'NW-SEAT-A', after)];
  const second = {
    ...buildOrder(customer, { version: 2, type: 'Amendment', effectiveOn: changedOn, lines }),
    endOn,
  };
  const left = daysBetween(changedOn, endOn);
  const whole = daysBetween(startedOn, endOn);
  const part = { product: 'NW-SEAT-A' as const, startOn: changedOn, endOn };
  const invoice = buildInvoice({
    key: `${customer.key}/I1`,
    reason: 'subscription_update',
    issuedOn: changedOn,
    at: workTime(random),
    lines: [
      invoiceLine(customer, { ...part, quantity: before, part: [-left, whole] }),
      invoiceLine(customer, { ...part, quantity: after, part: [left, whole] }),
    ],
  });
  const amended = {
    atMs: instant(changedOn, 6),
    versionBefore: 1,
    itemsBefore: [{ product: 'NW-SEAT-A' as const, quantity: before }],
  };
  return {
    orders: [first, second],
    subscription: buildSubscription({
      order: second,
      startOn: startedOn,
      periodStartOn: startedOn,
      items: subscriptionItems(lines),
      amended,
    }),
    invoices: [withPayments(scene, invoice)],
    ledgerOnly: [],
  };
}

/** Bought early in the month, reduced a little later: part of the invoice is credited while it is still open. */
function downgrade(scene: Scene): Contents {
  const { customer, random } = scene;
  const issuedOn = dayIn(scene.month, random.integer(1, 20));
  const changedOn = addDays(issuedOn, random.integer(2, 8));
  const before = random.integer(20, 120);
  const after = before - random.integer(4, 15);
  const first = buildOrder(customer, {
    effectiveOn: issuedOn,
    lines: [orderLine(customer, 'NW-SEAT-A', before)],
  });
  const lines = [orderLine(customer, 'NW-SEAT-A', after)];
  const second = {
    ...buildOrder(customer, { version: 2, type: 'Amendment', effectiveOn: changedOn, lines }),
    endOn: first.endOn,
  };
  const part: [number, number] = [
    (before - after) * daysBetween(changedOn, first.endOn),
    before * daysBetween(issuedOn, first.endOn),
  ];
  const credited = withCredit(firstInvoice(scene, first, issuedOn), {
    on: changedOn,
    reason: 'order_change',
    lineIndex: 0,
    part,
    refunded: false,
  });
  const amended = {
    atMs: instant(changedOn, 6),
    versionBefore: 1,
    itemsBefore: subscriptionItems(first.lines),
  };
  return {
    orders: [first, second],
    subscription: buildSubscription({
      order: second,
      startOn: issuedOn,
      periodStartOn: issuedOn,
      items: subscriptionItems(lines),
      amended,
    }),
    invoices: [credited],
    ledgerOnly: [],
  };
}

/** Bought, paid, cancelled: the unused time goes back to the customer. */
function cancellation(scene: Scene): Contents {
  const { customer, random } = scene;
  const issuedOn = dayIn(scene.month, random.integer(1, 14));
  const paidOn = addDays(issuedOn, random.integer(0, 4));
  const endedOn = addDays(paidOn, random.integer(2, 8));
  const lines = [orderLine(customer, 'NW-SEAT-A', random.integer(5, 60))];
  const first = buildOrder(customer, { effectiveOn: issuedOn, lines });
  const second = {
    ...buildOrder(customer, { version: 2, type: 'Cancellation', effectiveOn: endedOn, lines }),
    endOn: endedOn,
  };
  const open = firstInvoice(scene, first, issuedOn);
  const invoice = withCredit(withPayment(open, { on: paidOn, amountMinor: open.totalMinor }), {
    on: endedOn,
    reason: 'order_change',
    lineIndex: 0,
    part: [daysBetween(endedOn, first.endOn), daysBetween(issuedOn, first.endOn)],
    refunded: true,
  });
  return {
    orders: [first, second],
    subscription: buildSubscription({
      order: second,
      startOn: issuedOn,
      periodStartOn: issuedOn,
      items: subscriptionItems(lines),
      canceledAtMs: instant(endedOn, 15, 5),
    }),
    invoices: [invoice],
    ledgerOnly: [],
  };
}

/** Issued by mistake and voided the same evening, before any integration ran. */
function voided(scene: Scene): Contents {
  const contents = newContract(['NW-SEAT-A'])(scene);
  const [invoice] = contents.invoices as [Invoice];
  const blank = { ...invoice, payments: [], credits: [], voidedAtMs: instant(invoice.issuedOn, 18) };
  return { ...contents, invoices: [blank] };
}

/** The customer's transfer is larger than the invoice; the excess stays as credit. */
function overpaid(scene: Scene): Contents {
  return paidOnce(scene, (totalMinor) => totalMinor + scene.random.integer(1, 40) * 100);
}

function paidInPart(scene: Scene): Contents {
  return paidOnce(scene, (totalMinor) => shareOf(totalMinor, 2, 5));
}

/** A new contract, paid once three days later; never on the sample's last day. */
function paidOnce(scene: Scene, amountOf: (totalMinor: number) => number): Contents {
  const contents = newContract(['NW-SEAT-A'])(scene);
  const [invoice] = contents.invoices as [Invoice];
  const latestOn = addDays(scene.calendar.lastDay, -1);
  const threeDaysLater = addDays(invoice.issuedOn, 3);
  const on = threeDaysLater < latestOn ? threeDaysLater : latestOn;
  const paid = withPayment({ ...invoice, payments: [] }, { on, amountMinor: amountOf(invoice.totalMinor) });
  return { ...contents, invoices: [paid] };
}

/** Seats by the month, billed in advance on the same day of each month. */
export function monthlySeats(scene: Scene): Contents {
  const { calendar, customer, random } = scene;
  const anchor = random.integer(6, 28);
  const startedOn = addMonths(dayIn(calendar.months[0] as string, anchor), -random.integer(1, 14));
  const lines = [orderLine(customer, 'NW-SEAT-M', random.integer(3, 80))];
  const order = buildOrder(customer, { effectiveOn: startedOn, lines, months: 24 });
  const at = workTime(random);
  const invoices = calendar.months.map((month, index) => {
    const issuedOn = dayIn(month, anchor);
    const line = { ...(lines[0] as (typeof lines)[0]), startOn: issuedOn, endOn: addMonths(issuedOn, 1) };
    const invoice = buildInvoice({
      key: `${customer.key}/I${index + 1}`,
      reason: 'subscription_cycle',
      issuedOn,
      at,
      lines: [invoiceLine(customer, line)],
    });
    return withPayments(scene, invoice);
  });
  return {
    orders: [order],
    subscription: buildSubscription({
      order,
      startOn: startedOn,
      periodStartOn: addMonths(dayIn(calendar.months[0] as string, anchor), -1),
      items: subscriptionItems(lines),
    }),
    invoices,
    ledgerOnly: [],
  };
}

/** Usage of a month, billed on its anniversary. */
export function meteredUsage(scene: Scene): Contents {
  const { calendar, customer, random } = scene;
  const anchor = random.integer(6, 28);
  const firstPeriodOn = addMonths(dayIn(calendar.months[0] as string, anchor), -1);
  const startedOn = addMonths(firstPeriodOn, -random.integer(0, 10));
  const order = buildOrder(customer, {
    effectiveOn: startedOn,
    lines: [orderLine(customer, 'NW-USAGE', 0)],
    months: 24,
  });
  const at = workTime(random);
  const usage: { atMs: number; units: number }[] = [];
  const invoices = calendar.months.map((month, index) => {
    const issuedOn = dayIn(month, anchor);
    const startOn = addMonths(issuedOn, -1);
    const reports = [5, 12, 20].map((day) => ({
      atMs: instant(addDays(startOn, day), 3),
      units: random.integer(2_000, 90_000),
    }));
    usage.push(...reports);
    const quantity = reports.reduce((sum, report) => sum + report.units, 0);
    const invoice = buildInvoice({
      key: `${customer.key}/I${index + 1}`,
      reason: 'subscription_cycle',
      issuedOn,
      at,
      lines: [invoiceLine(customer, { product: 'NW-USAGE', quantity, startOn, endOn: issuedOn })],
    });
    return withPayments(scene, invoice);
  });
  const lastAnchor = dayIn(calendar.lastMonth, anchor);
  if (addDays(lastAnchor, 2) <= lastDayOf(calendar.lastMonth)) {
    usage.push({ atMs: instant(addDays(lastAnchor, 1), 3), units: random.integer(500, 9_000) });
  }
  return {
    orders: [order],
    subscription: buildSubscription({
      order,
      startOn: startedOn,
      periodStartOn: firstPeriodOn,
      items: subscriptionItems(order.lines),
      usage,
    }),
    invoices,
    ledgerOnly: [],
  };
}
