import type {
  Address,
  PrintedCustomer,
  BalanceTransactionRow,
  CustomerRow,
  Metadata,
  PaymentMethodRow,
  TaxExempt,
} from './rows.ts';
import type { StripeState } from './state.ts';
import { invalid, missing } from './stripe-error.ts';

export interface CustomerChanges {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly description?: string | null;
  readonly address?: Partial<Address> | null;
  readonly taxExempt?: TaxExempt;
  readonly balance?: number;
  readonly invoicePrefix?: string;
  readonly nextInvoiceSequence?: number;
  /** A test token such as `pm_card_visa` or `pm_card_chargeCustomerFail`, or the id of a payment method. */
  readonly paymentMethod?: string;
  /** Merged; an empty value unsets its key, null unsets all. */
  readonly metadata?: Metadata | null;
}

export interface CustomerInput extends CustomerChanges {
  readonly id?: string;
}

const NO_ADDRESS: Address = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

export function createCustomer(state: StripeState, input: CustomerInput): CustomerRow {
  const base = state.fresh('cus', input.id);
  const method = input.paymentMethod === undefined ? null : attach(state, input.paymentMethod, base.id).id;
  return state.insert(
    'customer',
    {
      ...base,
      name: input.name ?? null,
      email: input.email ?? null,
      phone: input.phone ?? null,
      description: input.description ?? null,
      address: input.address ? { ...NO_ADDRESS, ...input.address } : null,
      balance: input.balance ?? 0,
      currency: null,
      taxExempt: input.taxExempt ?? 'none',
      invoicePrefix: input.invoicePrefix ?? state.ids.invoicePrefix(),
      nextInvoiceSequence: input.nextInvoiceSequence ?? 1,
      defaultPaymentMethod: method,
      metadata: mergeMetadata({}, input.metadata),
      deleted: false,
    },
    'customer.created',
  );
}

/** The customer, not a deleted one. */
export function liveCustomer(
  state: StripeState,
  id: string,
  param: string,
  status: 400 | 404 = 400,
): CustomerRow {
  const row = state.find('customer', id, param, status);
  if (row.deleted) throw missing('customer', id, param, status);
  return row;
}

export function updateCustomer(state: StripeState, id: string, changes: CustomerChanges): CustomerRow {
  const row = liveCustomer(state, id, 'id', 404);
  const { paymentMethod, metadata, address, balance, ...plain } = changes;
  if (balance !== undefined) changeBalance(state, id, balance - row.balance, { type: 'adjustment' });
  return state.update(
    'customer',
    id,
    {
      ...plain,
      ...(address === undefined ? {} : { address: address === null ? null : { ...NO_ADDRESS, ...address } }),
      ...(paymentMethod === undefined ? {} : { defaultPaymentMethod: attach(state, paymentMethod, id).id }),
      metadata: mergeMetadata(row.metadata, metadata),
    },
    'customer.updated',
  );
}

export function deleteCustomer(state: StripeState, id: string): CustomerRow {
  liveCustomer(state, id, 'id', 404);
  return state.update('customer', id, { deleted: true }, 'customer.deleted', 'delete');
}

/** Adds to the customer's balance (below zero is credit) and writes the balance transaction. */
export function changeBalance(
  state: StripeState,
  customerId: string,
  amount: number,
  cause: Pick<BalanceTransactionRow, 'type'> &
    Partial<Pick<BalanceTransactionRow, 'invoice' | 'creditNote' | 'currency' | 'description' | 'metadata'>>,
): BalanceTransactionRow | null {
  if (amount === 0) return null;
  const customer = state.get('customer', customerId);
  const balance = customer.balance + amount;
  state.update('customer', customerId, { balance }, 'customer.updated');
  return state.insert('customer_balance_transaction', {
    ...state.fresh('cbtxn'),
    customer: customerId,
    amount,
    currency: cause.currency ?? customer.currency ?? 'usd',
    endingBalance: balance,
    type: cause.type,
    invoice: cause.invoice ?? null,
    creditNote: cause.creditNote ?? null,
    description: cause.description ?? null,
    metadata: cause.metadata ?? {},
  });
}

/** The customer's currency is that of the first invoice or subscription; another one is refused, as Stripe does. */
export function useCurrency(state: StripeState, customer: CustomerRow, currency: string): void {
  if (customer.currency === null) {
    state.update('customer', customer.id, { currency });
  } else if (customer.currency !== currency) {
    throw invalid(
      `You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, or invoice item with currency ${customer.currency}.`,
      'currency',
    );
  }
}

/** The customer as printed on an invoice now; the same object while nothing of it changed. */
export function printedCustomer(state: StripeState, customer: CustomerRow): PrintedCustomer {
  const known = state.printed.get(customer.id);
  const { name, email, phone, address, taxExempt } = customer;
  const same =
    known?.name === name &&
    known.email === email &&
    known.phone === phone &&
    known.address === address &&
    known.taxExempt === taxExempt;
  if (known !== undefined && same) return known;
  const printed = { name, email, phone, address, taxExempt };
  state.printed.set(customer.id, printed);
  return printed;
}

/** The payment method of the id, or a new one for one of Stripe's test tokens. */
export function attach(state: StripeState, token: string, customer: string | null): PaymentMethodRow {
  const known = state.tables.payment_method.get(token);
  if (known !== undefined) return known;
  const name = /^(?:pm|tok)_([A-Za-z_]+)$/.exec(token)?.[1];
  if (name === undefined) throw missing('PaymentMethod', token, 'payment_method');
  return state.insert('payment_method', {
    ...state.fresh('pm'),
    customer,
    type: methodType(name),
    declines: declineCode(name),
  });
}

function methodType(name: string): string {
  if (name.startsWith('usBankAccount')) return 'us_bank_account';
  if (name.startsWith('sepa')) return 'sepa_debit';
  if (name.startsWith('bacs')) return 'bacs_debit';
  return 'card';
}

function declineCode(name: string): string | null {
  if (/InsufficientFunds/.test(name)) return 'insufficient_funds';
  if (/ExpiredCard/.test(name)) return 'expired_card';
  return /chargeCustomerFail|chargeDeclined/.test(name) ? 'generic_decline' : null;
}

/** Metadata after a change: empty values unset their keys, null unsets all. */
export function mergeMetadata(current: Metadata, change: Metadata | null | undefined): Metadata {
  if (change === undefined) return current;
  if (change === null) return {};
  const merged = Object.entries({ ...current, ...change }).filter(([, value]) => value !== '');
  return Object.fromEntries(merged);
}
