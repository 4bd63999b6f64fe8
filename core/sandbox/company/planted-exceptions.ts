import { addDays, addMonths, firstDayOf, periodOf } from '#core/domain/day.ts';
import type { CustomerHistory, Invoice, Order } from './company-model.ts';
import { buildOrder, buildSubscription, subscriptionItems } from './contract-builder.ts';
import { orderLine } from './document-builder.ts';
import type { LegalEntityCode } from './legal-entities.ts';
import {
  plantContract,
  type PlantedCase,
  type PlantedHistory,
  plantedHistory,
  plantInvoice,
  type PlantScene,
} from './planted-customer.ts';
import { dayIn, instant } from './sample-calendar.ts';
import type { ExceptionCode, ExceptionPlan } from './truth.ts';

function totalOf(order: Order): number {
  return order.lines.reduce((sum, line) => sum + line.totalMinor, 0);
}

function unbilled(
  history: Pick<CustomerHistory, 'customer' | 'orders'> & Partial<CustomerHistory>,
  more: { readonly exceptions?: readonly ExceptionPlan[]; readonly pendingOrderKeys?: readonly string[] },
): PlantedHistory {
  return {
    history: { subscription: null, invoices: [], ledgerOnly: [], ...history },
    breaks: [],
    exceptions: more.exceptions ?? [],
    pendingOrderKeys: more.pendingOrderKeys ?? [],
  };
}

/** A won order that some gate must stop. */
function stoppedOrder(
  code: ExceptionCode,
  entity: LegalEntityCode,
  day: number,
  how: {
    readonly customer?: Partial<Parameters<typeof plantContract>[1]>;
    readonly order?: Partial<Parameters<typeof plantContract>[2]>;
  },
): PlantedCase {
  return (scene) => {
    const on = dayIn(scene.calendar.lastMonth, day);
    const { customer, order } = plantContract(
      scene,
      { entity, market: 0, ...how.customer },
      { on, billed: false, ...how.order },
    );
    const exceptions = [{ code, source: 'crm' as const, key: order.key, amountMinor: totalOf(order) }];
    return unbilled({ customer, orders: [order] }, { exceptions });
  };
}

/** An amendment made from version 1 although version 2 is in force. */
const staleVersion: PlantedCase = (scene) => {
  const startedOn = addMonths(dayIn(scene.calendar.lastMonth, 9), -7);
  const { customer, order: first } = plantContract(
    scene,
    { entity: 'NW-DE', market: 0 },
    { on: startedOn, quantity: 30 },
  );
  const secondOn = addMonths(startedOn, 3);
  const amend = (
    version: number,
    baseVersion: number,
    effectiveOn: string,
    quantity: number,
    billed: boolean,
  ): Order => ({
    ...buildOrder(customer, {
      version,
      baseVersion,
      type: 'Amendment',
      effectiveOn,
      lines: [orderLine(customer, 'NW-SEAT-A', quantity)],
      billed,
    }),
    endOn: first.endOn,
  });
  const second = amend(2, 1, secondOn, 45, true);
  const third = amend(3, 1, dayIn(scene.calendar.lastMonth, 24), 38, false);
  const subscription = buildSubscription({
    order: second,
    startOn: startedOn,
    periodStartOn: startedOn,
    items: subscriptionItems(second.lines),
    amended: { atMs: instant(secondOn, 6), versionBefore: 1, itemsBefore: subscriptionItems(first.lines) },
  });
  const exceptions = [
    {
      code: 'CONTRACT_VERSION_STALE' as const,
      source: 'crm' as const,
      key: third.key,
      amountMinor: totalOf(third),
    },
  ];
  return unbilled({ customer, orders: [first, second, third], subscription }, { exceptions });
};

/** An invoice that cannot be posted: it stays out of the ERP, so the reconciliation finds it missing. */
function stoppedInvoice(
  code: ExceptionCode,
  entity: LegalEntityCode,
  issuedOn: (scene: PlantScene) => string,
  how: {
    readonly customer?: Partial<Parameters<typeof plantContract>[1]>;
    readonly order?: Partial<Parameters<typeof plantContract>[2]>;
    /** When billing made it final, where that is not its own day. */
    readonly issuedAtMs?: (scene: PlantScene) => number;
  } = {},
): PlantedCase {
  return (scene) => {
    const on = issuedOn(scene);
    const contract = plantContract(scene, { entity, market: 0, ...how.customer }, { on, ...how.order });
    const plain: Invoice = plantInvoice(scene, contract, { kind: 'absent' });
    const invoice = how.issuedAtMs === undefined ? plain : { ...plain, issuedAtMs: how.issuedAtMs(scene) };
    const oneOff = subscriptionItems(contract.order.lines).length === 0;
    const history = plantedHistory(
      contract,
      [oneOff ? { ...invoice, reason: 'manual' } : invoice],
      oneOff ? { subscription: null } : {},
    );
    return {
      history,
      breaks: [
        {
          class: 'missing',
          kind: 'invoice',
          key: invoice.key,
          period: periodOf(on),
          amountMinor: invoice.totalMinor,
          billingMinor: invoice.totalMinor,
          erpMinor: null,
          origin: 'held',
          note: `held back by ${code}`,
        },
      ],
      exceptions: [{ code, source: 'billing', key: invoice.key, amountMinor: invoice.totalMinor }],
      pendingOrderKeys: [],
    };
  };
}

const inLastMonth =
  (day: number) =>
  (scene: PlantScene): string =>
    dayIn(scene.calendar.lastMonth, day);

/** A won, approved new order that billing has not carried out yet. */
function pendingNew(
  entity: LegalEntityCode,
  day: number,
  product: 'NW-SEAT-A' | 'NW-SEAT-M' | 'NW-BUNDLE',
  inBilling: boolean,
): PlantedCase {
  return (scene) => {
    const on = dayIn(scene.calendar.lastMonth, day);
    const quantity = product === 'NW-BUNDLE' ? 1 : scene.random.integer(5, 60);
    const spec = { on, product, quantity, billed: false, signedDaysBefore: 1 };
    const { customer, order } = plantContract(scene, { entity, market: 0, inBilling }, spec);
    return unbilled({ customer, orders: [order] }, { pendingOrderKeys: [order.key] });
  };
}

/** A change of a running contract that billing has not carried out yet. */
function pendingChange(
  entity: LegalEntityCode,
  type: 'Amendment' | 'Renewal' | 'Cancellation',
  quantities: readonly [before: number, after: number],
): PlantedCase {
  return (scene) => {
    const { lastMonth, lastDay } = scene.calendar;
    // A renewal begins when the running year ends, soon after the sample's today; the rest begins in the month.
    const renewsOn = addDays(lastDay, 15);
    const startedOn = type === 'Renewal' ? addMonths(renewsOn, -12) : addMonths(dayIn(lastMonth, 11), -5);
    const { customer, order: first } = plantContract(
      scene,
      { entity, market: 0 },
      { on: startedOn, quantity: quantities[0] },
    );
    const effectiveOn =
      type === 'Renewal' ? renewsOn : type === 'Cancellation' ? first.endOn : dayIn(lastMonth, 26);
    const second = {
      ...buildOrder(customer, {
        version: 2,
        type,
        effectiveOn,
        lines: [orderLine(customer, 'NW-SEAT-A', quantities[1])],
        billed: false,
      }),
      signedAtMs: instant(dayIn(lastMonth, 25), 11),
      endOn: type === 'Renewal' ? addMonths(effectiveOn, 12) : first.endOn,
    };
    const subscription = buildSubscription({
      order: first,
      startOn: startedOn,
      periodStartOn: startedOn,
      items: subscriptionItems(first.lines),
    });
    return unbilled({ customer, orders: [first, second], subscription }, { pendingOrderKeys: [second.key] });
  };
}

/** Exceptions that the workflow must raise. */
export const PLANTED_EXCEPTIONS: readonly PlantedCase[] = [
  stoppedOrder('TAX_SETUP_MISSING', 'NW-DE', 22, { customer: { taxSetup: 'Missing' } }),
  stoppedOrder('APPROVAL_PENDING', 'NW-US', 23, { order: { approval: 'Pending' } }),
  stoppedOrder('PRICE_BOOK_EXPIRED', 'NW-UK', 25, { order: { priceBook: '2025' } }),
  stoppedOrder('PRODUCT_NOT_IN_BILLING', 'NW-US', 21, { order: { product: 'NW-LABS', quantity: 12 } }),
  stoppedOrder('ORDER_MISSING', 'NW-US', 20, { order: { written: false } }),
  staleVersion,
  stoppedInvoice('ERP_CUSTOMER_UNKNOWN', 'NW-UK', inLastMonth(15), { customer: { inErp: false } }),
  stoppedInvoice('ERP_ITEM_UNMAPPED', 'NW-US', inLastMonth(14), {
    order: { product: 'NW-TRAIN', quantity: 3 },
  }),
  stoppedInvoice(
    'PERIOD_CLOSED',
    'NW-DE',
    (scene) => addDays(firstDayOf(scene.calendar.months[0] as string), -3),
    { issuedAtMs: (scene) => instant(dayIn(scene.calendar.lastMonth, 21), 10) },
  ),
];

/** Orders that the workflow must carry out. */
export const PENDING_ORDERS: readonly PlantedCase[] = [
  pendingNew('NW-US', 26, 'NW-SEAT-A', true),
  pendingNew('NW-US', 27, 'NW-SEAT-M', true),
  pendingNew('NW-DE', 25, 'NW-SEAT-A', true),
  pendingNew('NW-DE', 28, 'NW-BUNDLE', false),
  pendingNew('NW-UK', 27, 'NW-SEAT-A', true),
  pendingNew('NW-UK', 24, 'NW-SEAT-M', false),
  pendingChange('NW-US', 'Amendment', [40, 65]),
  pendingChange('NW-DE', 'Amendment', [50, 35]),
  pendingChange('NW-UK', 'Amendment', [20, 28]),
  pendingChange('NW-US', 'Renewal', [30, 30]),
  pendingChange('NW-UK', 'Cancellation', [15, 15]),
];
