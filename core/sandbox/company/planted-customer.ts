import { addMonths } from '#core/domain/day.ts';
import type { Random } from '#core/base/random.ts';
import type { ProductCode } from './catalogue.ts';
import type { Customer, CustomerHistory, Invoice, LedgerTreatment, Order } from './company-model.ts';
import { buildOrder, buildSubscription, type OrderSpec, subscriptionItems } from './contract-builder.ts';
import { buildCustomer, type CustomerSpec } from './customer-builder.ts';
import { buildInvoice, invoiceLine, orderLine } from './document-builder.ts';
import { instant, type SampleCalendar } from './sample-calendar.ts';
import type { BreakPlan, ExceptionPlan } from './truth.ts';

/** One customer made for one planted case, with what it plants. */
export interface PlantedHistory {
  readonly history: CustomerHistory;
  readonly breaks: readonly BreakPlan[];
  readonly exceptions: readonly ExceptionPlan[];
  /** Orders that Tieout is to carry out. */
  readonly pendingOrderKeys: readonly string[];
}

/** What a planted case is built with. */
export interface PlantScene {
  readonly calendar: SampleCalendar;
  readonly number: number;
  readonly random: Random;
}

export type PlantedCase = (scene: PlantScene) => PlantedHistory;

export interface PlantedContract {
  readonly customer: Customer;
  readonly order: Order;
}

/** A customer with one annual contract; nothing billed yet. */
export function plantContract(
  scene: PlantScene,
  customerSpec: Omit<CustomerSpec, 'sinceMs'>,
  order: {
    readonly on: string;
    readonly product?: ProductCode;
    readonly quantity?: number;
  } & Partial<OrderSpec>,
): PlantedContract {
  const { on, product = 'NW-SEAT-A', quantity = scene.random.integer(10, 80), ...rest } = order;
  const customer = buildCustomer(scene.number, scene.random, {
    ...customerSpec,
    sinceMs: instant(addMonths(on, -1)),
  });
  const lines = [orderLine(customer, product, quantity)];
  return { customer, order: buildOrder(customer, { effectiveOn: on, lines, ...rest }) };
}

/** The year's invoice of a planted contract, open and unpaid. */
export function plantInvoice(
  scene: PlantScene,
  { customer, order }: PlantedContract,
  ledger: LedgerTreatment,
  issuedOn: string = order.effectiveOn,
): Invoice {
  const endOn = addMonths(issuedOn, 12);
  return buildInvoice({
    key: `${customer.key}/I1`,
    reason: 'subscription_create',
    issuedOn,
    at: [scene.random.integer(7, 15), scene.random.integer(0, 59)],
    lines: order.lines.map((line) => invoiceLine(customer, { ...line, startOn: issuedOn, endOn })),
    ledger,
  });
}

/** The history of a planted contract that is billed. */
export function plantedHistory(
  { customer, order }: PlantedContract,
  invoices: readonly Invoice[],
  more: Partial<Pick<CustomerHistory, 'orders' | 'ledgerOnly' | 'subscription'>> = {},
): CustomerHistory {
  const startOn = order.effectiveOn;
  const subscription = buildSubscription({
    order,
    startOn,
    periodStartOn: startOn,
    items: subscriptionItems(order.lines),
  });
  return { customer, orders: [order], subscription, invoices, ledgerOnly: [], ...more };
}

export function planted(history: CustomerHistory, breaks: readonly BreakPlan[]): PlantedHistory {
  return { history, breaks, exceptions: [], pendingOrderKeys: [] };
}
