import { periodBoundary, share, timesUnitAmount } from './arithmetic.ts';
import type { LineInput } from './invoice-lines.ts';
import type { PriceRow, SubscriptionItem, SubscriptionRow } from './rows.ts';
import type { StripeState } from './state.ts';
import { invalid } from './stripe-error.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

type Billed = Pick<SubscriptionRow, 'items' | 'id' | 'billingCycleAnchor'>;

/** A line for each item over the span: in full, or the span's share of `whole`. Metered items show nothing yet. */
export function itemLines(
  state: StripeState,
  subscription: Billed,
  span: Span,
  whole: Span = span,
): LineInput[] {
  return subscription.items.map((item) => {
    const price = state.get('price', item.price);
    const partial = span.end - span.start !== whole.end - whole.start;
    const full = item.quantity === null ? 0 : timesUnitAmount(item.quantity, price.unitAmountDecimal);
    return lineOf(state, subscription.id, item, span, {
      amount: partial ? share(full, span.end - span.start, whole.end - whole.start) : full,
      quantity: item.quantity ?? 0,
      description: `${item.quantity ?? 0} × ${nameOf(state, price)} (per ${price.recurring?.interval})`,
      proration: false,
    });
  });
}

/** Lines of no amount, for a trial or a free first span. */
export function freeLines(state: StripeState, subscription: Billed, span: Span, reason: string): LineInput[] {
  return subscription.items.map((item) =>
    lineOf(state, subscription.id, item, span, {
      amount: 0,
      quantity: item.quantity ?? 0,
      description: `${reason} ${nameOf(state, state.get('price', item.price))}`,
      proration: false,
    }),
  );
}

/** The line of what was used of a metered item in the span that ended. */
export function usageLine(
  state: StripeState,
  subscription: Billed,
  item: SubscriptionItem,
  span: Span,
  used: number,
): LineInput {
  const price = state.get('price', item.price);
  return lineOf(state, subscription.id, item, span, {
    amount: timesUnitAmount(used, price.unitAmountDecimal),
    quantity: used,
    description: `${used} × ${nameOf(state, price)} (per ${price.recurring?.interval})`,
    proration: false,
  });
}

export interface ItemChange {
  readonly before: SubscriptionItem | null;
  readonly after: SubscriptionItem | null;
}

/** Credit for the unused time of what was, and charge for the remaining time of what is, to the second. */
export function prorationLines(
  state: StripeState,
  subscription: SubscriptionRow,
  changes: readonly ItemChange[],
  at: number,
): LineInput[] {
  const span = { start: at, end: subscription.currentPeriodEnd };
  const whole = subscription.currentPeriodEnd - subscription.currentPeriodStart;
  const lines: LineInput[] = [];
  const add = (item: SubscriptionItem | null, sign: 1 | -1, words: string): void => {
    if (item === null || item.quantity === null) return;
    const price = state.get('price', item.price);
    const amount = share(timesUnitAmount(item.quantity, price.unitAmountDecimal), span.end - at, whole);
    if (amount === 0) return;
    const description = `${words} ${item.quantity} × ${nameOf(state, price)}`;
    const parts = { amount: sign * amount, quantity: item.quantity, description, proration: true };
    lines.push(lineOf(state, subscription.id, item, span, parts));
  };
  for (const change of changes) {
    add(change.before, -1, 'Unused time on');
    add(change.after, 1, 'Remaining time on');
  }
  return lines;
}

function lineOf(
  state: StripeState,
  subscription: string,
  item: SubscriptionItem,
  span: Span,
  parts: Required<Pick<LineInput, 'amount' | 'quantity' | 'proration'>> & { readonly description: string },
): LineInput {
  return {
    ...parts,
    price: state.get('price', item.price).id,
    periodStart: span.start,
    periodEnd: span.end,
    subscription,
    subscriptionItem: item.id,
    taxRates: item.taxRates,
    metadata: item.metadata,
  };
}

function nameOf(state: StripeState, price: PriceRow): string {
  return state.get('product', price.product).name;
}

/** The one billing interval of the prices; Stripe refuses a mixture of intervals or currencies. */
export function commonCycle(prices: readonly PriceRow[]): {
  readonly currency: string;
  readonly interval: NonNullable<PriceRow['recurring']>['interval'];
  readonly intervalCount: number;
} {
  const [first] = prices;
  if (first === undefined) throw invalid('Missing required param: items.', 'items', 'parameter_missing');
  for (const price of prices) {
    if (price.recurring === null || first.recurring === null) {
      throw invalid(
        `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
        'items',
      );
    }
    if (price.currency !== first.currency) {
      throw invalid('All prices on a subscription must have the same currency.', 'items');
    }
    const same =
      price.recurring.interval === first.recurring.interval &&
      price.recurring.intervalCount === first.recurring.intervalCount;
    if (!same) {
      throw invalid(
        'All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`.',
        'items',
      );
    }
  }
  const { interval, intervalCount } = first.recurring as NonNullable<PriceRow['recurring']>;
  return { currency: first.currency, interval, intervalCount };
}

/** The whole period that ends at the boundary. */
export function periodEnding(
  boundary: number,
  cycle: Pick<ReturnType<typeof commonCycle>, 'interval' | 'intervalCount'>,
): Span {
  return { start: periodBoundary(boundary, cycle.interval, -cycle.intervalCount), end: boundary };
}
