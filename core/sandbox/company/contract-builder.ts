import { addMonths } from '#core/domain/day.ts';
import { productOf } from './catalogue.ts';
import type { Customer, Order, OrderLine, Subscription } from './company-model.ts';
import { instant } from './sample-calendar.ts';

const DAY_MS = 86_400_000;

export interface OrderSpec {
  readonly version?: number;
  readonly baseVersion?: number | null;
  readonly type?: Order['type'];
  readonly effectiveOn: string;
  readonly months?: number;
  readonly lines: readonly OrderLine[];
  readonly signedDaysBefore?: number;
  readonly priceBook?: Order['priceBook'];
  readonly approval?: Order['approval'];
  readonly billed?: boolean;
  readonly written?: boolean;
}

function contractNumber(customer: Customer): string {
  return `NW-C-${String(customer.number).padStart(6, '0')}`;
}

/** One version of the customer's contract as the CRM has it. */
export function buildOrder(customer: Customer, spec: OrderSpec): Order {
  const version = spec.version ?? 1;
  const signedDaysBefore = spec.signedDaysBefore ?? 2;
  return {
    key: `${customer.key}/O${version}`,
    contractNumber: contractNumber(customer),
    version,
    baseVersion: spec.baseVersion === undefined ? (version === 1 ? null : version - 1) : spec.baseVersion,
    type: spec.type ?? 'New',
    signedAtMs: instant(spec.effectiveOn, 11) - signedDaysBefore * DAY_MS,
    effectiveOn: spec.effectiveOn,
    endOn: addMonths(spec.effectiveOn, spec.months ?? 12),
    priceBook: spec.priceBook ?? '2026',
    approval: spec.approval ?? 'Approved',
    frequency: frequencyOf(spec.lines),
    lines: spec.lines,
    billed: spec.billed ?? true,
    written: spec.written ?? true,
  };
}

function frequencyOf(lines: readonly OrderLine[]): Order['frequency'] {
  const products = lines.map((line) => productOf(line.product));
  if (products.some((one) => one.metered)) return 'Usage';
  return products.some((one) => one.interval === 'month') ? 'Monthly' : 'Annual';
}

export interface SubscriptionSpec {
  readonly order: Order;
  readonly startOn: string;
  readonly periodStartOn: string;
  readonly items: Subscription['items'];
  readonly canceledAtMs?: number;
  readonly amended?: Subscription['amended'];
  readonly usage?: Subscription['usage'];
}

export function buildSubscription(spec: SubscriptionSpec): Subscription {
  const [first] = spec.items;
  const monthly = first !== undefined && productOf(first.product).interval === 'month';
  return {
    contractNumber: spec.order.contractNumber,
    contractVersion: spec.order.version,
    orderKey: spec.order.key,
    startMs: instant(spec.startOn),
    periodStartMs: instant(spec.periodStartOn),
    periodEndMs: instant(addMonths(spec.periodStartOn, monthly ? 1 : 12)),
    items: spec.items,
    canceledAtMs: spec.canceledAtMs ?? null,
    amended: spec.amended ?? null,
    usage: spec.usage ?? [],
  };
}

/** The recurring items of an order, as a subscription holds them. */
export function subscriptionItems(lines: readonly OrderLine[]): Subscription['items'] {
  return lines
    .filter((line) => productOf(line.product).interval !== null)
    .map((line) => ({
      product: line.product,
      quantity: productOf(line.product).metered ? null : line.quantity,
    }));
}

/** Annual recurring revenue of a running subscription; usage is not recurring. */
export function annualMinor(customer: Customer, subscription: Subscription | null): number {
  if (subscription === null || subscription.canceledAtMs !== null) return 0;
  return subscription.items.reduce((sum, item) => {
    const product = productOf(item.product);
    const yearly = product.priceMinor[customer.currency] * (product.interval === 'month' ? 12 : 1);
    return sum + (item.quantity === null ? 0 : yearly * item.quantity);
  }, 0);
}
