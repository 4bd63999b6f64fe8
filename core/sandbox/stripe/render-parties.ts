import { scaledDecimal } from './arithmetic.ts';
import type {
  BalanceTransactionRow,
  CustomerRow,
  PaymentMethodRow,
  PriceRow,
  ProductRow,
  TaxRateRow,
  WebhookEndpointRow,
} from './rows.ts';

export type Json = Record<string, unknown>;

export function listOf(url: string, data: readonly unknown[], hasMore: boolean): Json {
  return { object: 'list', data, has_more: hasMore, url };
}

export function renderCustomer(row: CustomerRow): Json {
  if (row.deleted) return { id: row.id, object: 'customer', deleted: true };
  return {
    id: row.id,
    object: 'customer',
    address: row.address,
    balance: row.balance,
    created: row.created,
    currency: row.currency,
    default_source: null,
    delinquent: false,
    description: row.description,
    discount: null,
    email: row.email,
    invoice_prefix: row.invoicePrefix,
    invoice_settings: {
      custom_fields: null,
      default_payment_method: row.defaultPaymentMethod,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: row.metadata,
    name: row.name,
    next_invoice_sequence: row.nextInvoiceSequence,
    phone: row.phone,
    preferred_locales: [],
    shipping: null,
    tax_exempt: row.taxExempt,
    test_clock: null,
  };
}

export function renderProduct(row: ProductRow): Json {
  return {
    id: row.id,
    object: 'product',
    active: row.active,
    created: row.created,
    default_price: null,
    description: row.description,
    features: [],
    images: [],
    livemode: false,
    metadata: row.metadata,
    name: row.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    type: 'service',
    unit_label: row.unitLabel,
    updated: row.updated,
    url: null,
  };
}

/** The unit amount as a whole number of minor units, or null when it has decimals. */
function wholeUnitAmount(row: PriceRow): number | null {
  const scaled = scaledDecimal(row.unitAmountDecimal);
  const scale = 1_000_000_000_000n;
  return scaled !== null && scaled % scale === 0n ? Number(scaled / scale) : null;
}

export function renderPrice(row: PriceRow): Json {
  const { recurring } = row;
  return {
    id: row.id,
    object: 'price',
    active: row.active,
    billing_scheme: 'per_unit',
    created: row.created,
    currency: row.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: row.lookupKey,
    metadata: row.metadata,
    nickname: row.nickname,
    product: row.product,
    recurring:
      recurring === null
        ? null
        : {
            aggregate_usage: recurring.aggregateUsage,
            interval: recurring.interval,
            interval_count: recurring.intervalCount,
            trial_period_days: null,
            usage_type: recurring.usageType,
          },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: recurring === null ? 'one_time' : 'recurring',
    unit_amount: wholeUnitAmount(row),
    unit_amount_decimal: row.unitAmountDecimal,
  };
}

/** The legacy twin of a recurring price that subscription items and lines still carry in this API version. */
export function renderPlan(row: PriceRow): Json | null {
  const { recurring } = row;
  if (recurring === null) return null;
  return {
    id: row.id,
    object: 'plan',
    active: row.active,
    aggregate_usage: recurring.aggregateUsage,
    amount: wholeUnitAmount(row),
    amount_decimal: row.unitAmountDecimal,
    billing_scheme: 'per_unit',
    created: row.created,
    currency: row.currency,
    interval: recurring.interval,
    interval_count: recurring.intervalCount,
    livemode: false,
    metadata: row.metadata,
    nickname: row.nickname,
    product: row.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: recurring.usageType,
  };
}

export function renderTaxRate(row: TaxRateRow): Json {
  return {
    id: row.id,
    object: 'tax_rate',
    active: row.active,
    country: row.country,
    created: row.created,
    description: row.description,
    display_name: row.displayName,
    effective_percentage: null,
    inclusive: row.inclusive,
    jurisdiction: row.jurisdiction,
    livemode: false,
    metadata: row.metadata,
    percentage: Number(row.percentage),
    state: null,
    tax_type: row.taxType,
  };
}

export function renderBalanceTransaction(row: BalanceTransactionRow): Json {
  return {
    id: row.id,
    object: 'customer_balance_transaction',
    amount: row.amount,
    created: row.created,
    credit_note: row.creditNote,
    currency: row.currency,
    customer: row.customer,
    description: row.description,
    ending_balance: row.endingBalance,
    invoice: row.invoice,
    livemode: false,
    metadata: row.metadata,
    type: row.type,
  };
}

const CARD = {
  brand: 'visa',
  country: 'US',
  exp_month: 8,
  exp_year: 2031,
  fingerprint: null,
  funding: 'credit',
  last4: '4242',
};

/** What a charge says of the method it used. */
export function methodDetails(type: string): Json {
  if (type !== 'card') return { type, [type]: { fingerprint: null, last4: '6789' } };
  return {
    type,
    card: {
      ...CARD,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: null },
      installments: null,
      mandate: null,
      network: 'visa',
      network_token: null,
      three_d_secure: null,
      wallet: null,
    },
  };
}

const NO_BILLING_DETAILS = { address: null, email: null, name: null, phone: null };

export function renderPaymentMethod(row: PaymentMethodRow): Json {
  return {
    id: row.id,
    object: 'payment_method',
    billing_details: NO_BILLING_DETAILS,
    created: row.created,
    customer: row.customer,
    livemode: false,
    metadata: {},
    type: row.type,
    ...(row.type === 'card'
      ? {
          card: {
            ...CARD,
            checks: null,
            generated_from: null,
            networks: null,
            three_d_secure_usage: null,
            wallet: null,
          },
        }
      : {}),
  };
}

/** The signing secret is told once, in the answer to the creation. */
export function renderWebhookEndpoint(row: WebhookEndpointRow, withSecret = false): Json {
  return {
    id: row.id,
    object: 'webhook_endpoint',
    api_version: row.apiVersion,
    application: null,
    created: row.created,
    description: row.description,
    enabled_events: row.enabledEvents,
    livemode: false,
    metadata: row.metadata,
    status: row.status,
    url: row.url,
    ...(withSecret ? { secret: row.secret } : {}),
  };
}
