import { percentOf, percentWithin, safe, timesUnitAmount } from './arithmetic.ts';
import type { CustomerRow, InvoiceLine, LineTax, Metadata } from './rows.ts';
import type { StripeState } from './state.ts';
import { invalid } from './stripe-error.ts';

/** One line asked for: an amount, or a price with a quantity. */
export interface LineInput {
  readonly amount?: number;
  readonly price?: string;
  readonly quantity?: number;
  readonly description?: string | null;
  /** Unix seconds; absent: the moment itself. */
  readonly periodStart?: number;
  readonly periodEnd?: number;
  readonly proration?: boolean;
  readonly subscription?: string;
  readonly subscriptionItem?: string;
  readonly invoiceItem?: string;
  readonly taxRates?: readonly string[];
  readonly metadata?: Metadata;
}

export interface LineTotals {
  readonly subtotal: number;
  /** Null when no tax rate applied. */
  readonly tax: number | null;
  readonly total: number;
}

/** The line with its amount and its taxes. */
export function buildLine(
  state: StripeState,
  customer: CustomerRow,
  input: LineInput,
  defaultTaxRates: readonly string[] = [],
): InvoiceLine {
  const quantity = input.quantity ?? 1;
  const amount = safe(input.amount ?? priceAmount(state, input.price, quantity));
  const rates = input.taxRates !== undefined && input.taxRates.length > 0 ? input.taxRates : defaultTaxRates;
  return {
    type:
      input.subscriptionItem !== undefined && input.invoiceItem === undefined
        ? 'subscription'
        : 'invoiceitem',
    amount,
    description: input.description ?? null,
    quantity,
    price: input.price ?? null,
    periodStart: input.periodStart ?? state.now(),
    periodEnd: input.periodEnd ?? state.now(),
    proration: input.proration ?? false,
    subscription: input.subscription ?? null,
    subscriptionItem: input.subscriptionItem ?? null,
    invoiceItem: input.invoiceItem ?? null,
    taxes: taxesOf(state, customer, amount, rates),
    metadata: input.metadata ?? {},
  };
}

function priceAmount(state: StripeState, price: string | undefined, quantity: number): number {
  if (price === undefined) {
    throw invalid(
      'You must provide one of `amount`, `price`, `price_data`, or `unit_amount_decimal`.',
      'amount',
    );
  }
  return timesUnitAmount(quantity, state.find('price', price, 'price').unitAmountDecimal);
}

/** One entry per rate; an exempt customer or a reverse charge pays none, and the entry says why. */
export function taxesOf(
  state: StripeState,
  customer: CustomerRow,
  amount: number,
  rates: readonly string[],
): readonly LineTax[] {
  if (rates.length === 0) return NO_TAXES;
  return rates.map((id) => {
    const rate = state.find('tax_rate', id, 'tax_rates');
    const { inclusive, percentage } = rate;
    const contained = inclusive ? percentWithin(amount, percentage) : 0;
    if (customer.taxExempt !== 'none') {
      const reason =
        customer.taxExempt === 'exempt' ? ('customer_exempt' as const) : ('reverse_charge' as const);
      return { rate: id, amount: 0, taxable: inclusive ? amount - contained : amount, inclusive, reason };
    }
    const tax = inclusive ? contained : percentOf(amount, percentage);
    return {
      rate: id,
      amount: tax,
      taxable: inclusive ? amount - contained : amount,
      inclusive,
      reason: 'standard_rated' as const,
    };
  });
}

const NO_TAXES: readonly LineTax[] = [];

/** Subtotal, tax and total of lines: exclusive tax is added, inclusive tax only shown. */
export function totalsOf(lines: ReadonlyArray<{ amount: number; taxes: readonly LineTax[] }>): LineTotals {
  let subtotal = 0;
  let tax = 0;
  let exclusive = 0;
  let taxed = false;
  for (const line of lines) {
    subtotal += line.amount;
    for (const entry of line.taxes) {
      taxed = true;
      tax += entry.amount;
      if (!entry.inclusive) exclusive += entry.amount;
    }
  }
  return { subtotal: safe(subtotal), tax: taxed ? safe(tax) : null, total: safe(subtotal + exclusive) };
}

/** Tax by rate over all lines, in order of first use. */
export function taxesByRate(lines: ReadonlyArray<{ taxes: readonly LineTax[] }>): LineTax[] {
  const byRate = new Map<string, LineTax>();
  for (const line of lines) {
    for (const entry of line.taxes) {
      const sum = byRate.get(entry.rate);
      if (sum === undefined) byRate.set(entry.rate, entry);
      else {
        byRate.set(entry.rate, {
          ...sum,
          amount: sum.amount + entry.amount,
          taxable: sum.taxable + entry.taxable,
        });
      }
    }
  }
  return [...byRate.values()];
}
