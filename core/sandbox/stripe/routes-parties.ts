import {
  createPrice,
  createProduct,
  createTaxRate,
  type PriceInput,
  type ProductInput,
  type TaxRateInput,
  updatePrice,
  updateProduct,
} from './catalogue.ts';
import {
  changeBalance,
  createCustomer,
  type CustomerInput,
  deleteCustomer,
  liveCustomer,
  updateCustomer,
} from './customers.ts';
import type { Params } from './params.ts';
import { renderRow } from './render.ts';
import { type Call, given, listTable, pageParams, pathId, retrieve, type Route, route } from './route.ts';
import { searchCall } from './search.ts';
import { cancelSubscription } from './subscription-changes.ts';

const INTERVALS = ['day', 'month', 'week', 'year'] as const;
const AGGREGATES = ['sum', 'last_during_period', 'max'] as const;

function customerInput(params: Params): CustomerInput {
  const method = params.object('invoice_settings')?.text('default_payment_method');
  const source = params.text('source');
  const attached = params.text('payment_method');
  return given<CustomerInput>({
    name: params.clearable('name'),
    email: params.clearable('email'),
    phone: params.clearable('phone'),
    description: params.clearable('description'),
    address: params.address(),
    taxExempt: params.choice('tax_exempt', ['none', 'exempt', 'reverse']),
    balance: params.integer('balance'),
    invoicePrefix: params.text('invoice_prefix'),
    nextInvoiceSequence: params.integer('next_invoice_sequence'),
    paymentMethod: method ?? source ?? attached,
    metadata: params.metadata(),
  });
}

const customers: readonly Route[] = [
  route('POST', '/v1/customers', (call) => {
    const input = customerInput(call.params);
    return () => renderRow(call.state, 'customer', createCustomer(call.state, input));
  }),
  route('GET', '/v1/customers', (call) => {
    const page = pageParams(call.params);
    const created = call.params.range('created');
    const email = call.params.text('email');
    return () =>
      listTable(call, 'customer', page, {
        filter: (row) => !row.deleted && (email === undefined || row.email === email),
        ...(created === undefined ? {} : { created }),
      });
  }),
  searchCall('customer', '/v1/customers/search'),
  route('GET', '/v1/customers/:id', retrieve('customer')),
  route('POST', '/v1/customers/:id', (call) => {
    const input = customerInput(call.params);
    return () => renderRow(call.state, 'customer', updateCustomer(call.state, pathId(call), input));
  }),
  route('DELETE', '/v1/customers/:id', (call) => () => removeCustomer(call)),
  route('GET', '/v1/customers/:id/balance_transactions', (call) => {
    const page = pageParams(call.params);
    return () => {
      const { id } = call.state.find('customer', pathId(call), 'customer', 404);
      return listTable(call, 'customer_balance_transaction', page, { by: { index: 'customer', value: id } });
    };
  }),
  route('POST', '/v1/customers/:id/balance_transactions', (call) => {
    const amount = call.params.integer('amount') ?? Number(call.params.required('amount'));
    const currency = call.params.required('currency');
    const description = call.params.clearable('description') ?? null;
    const metadata = call.params.metadata() ?? {};
    return () => {
      const { id } = liveCustomer(call.state, pathId(call), 'customer', 404);
      const cause = { type: 'adjustment' as const, currency, description, metadata };
      const row = changeBalance(call.state, id, amount, cause);
      return row === null ? {} : renderRow(call.state, 'customer_balance_transaction', row);
    };
  }),
];

/** Deleting a customer ends its subscriptions, as Stripe does. */
function removeCustomer(call: Call): Record<string, unknown> {
  const id = pathId(call);
  liveCustomer(call.state, id, 'id', 404);
  for (const row of call.state.tables.subscription.of('customer', id)) {
    if (row.status !== 'canceled') cancelSubscription(call.state, row.id);
  }
  return renderRow(call.state, 'customer', deleteCustomer(call.state, id));
}

function productInput(params: Params): Partial<ProductInput> {
  return given<Partial<ProductInput>>({
    name: params.text('name'),
    active: params.boolean('active'),
    description: params.clearable('description'),
    unitLabel: params.clearable('unit_label'),
    metadata: params.metadata(),
  });
}

const products: readonly Route[] = [
  route('POST', '/v1/products', (call) => {
    const name = call.params.required('name');
    const id = call.params.text('id');
    const input = { ...productInput(call.params), name, ...(id === undefined ? {} : { id }) };
    return () => renderRow(call.state, 'product', createProduct(call.state, input));
  }),
  route('GET', '/v1/products', (call) => {
    const page = pageParams(call.params);
    const created = call.params.range('created');
    const active = call.params.boolean('active');
    const ids = call.params.ids('ids');
    return () =>
      listTable(call, 'product', page, {
        filter: (row) =>
          (active === undefined || row.active === active) && (ids === undefined || ids.includes(row.id)),
        ...(created === undefined ? {} : { created }),
      });
  }),
  searchCall('product', '/v1/products/search'),
  route('GET', '/v1/products/:id', retrieve('product')),
  route('POST', '/v1/products/:id', (call) => {
    const changes = productInput(call.params);
    return () => renderRow(call.state, 'product', updateProduct(call.state, pathId(call), changes));
  }),
];

function priceInput(params: Params): PriceInput {
  const recurring = params.object('recurring');
  const product = params.required('product');
  const currency = params.required('currency').toLowerCase();
  const whole = params.integer('unit_amount');
  const decimal = params.text('unit_amount_decimal');
  params.choice('billing_scheme', ['per_unit']);
  params.choice('tax_behavior', ['unspecified', 'exclusive']);
  const interval = recurring?.choice('interval', INTERVALS);
  return given<PriceInput>({
    product,
    currency,
    unitAmount: whole ?? decimal ?? params.required('unit_amount'),
    recurring:
      recurring === undefined
        ? undefined
        : given<NonNullable<PriceInput['recurring']>>({
            interval: interval ?? (recurring.required('interval') as 'month'),
            intervalCount: recurring.integer('interval_count'),
            usageType: recurring.choice('usage_type', ['licensed', 'metered']),
            aggregateUsage: recurring.choice<(typeof AGGREGATES)[number]>('aggregate_usage', AGGREGATES),
          }),
    active: params.boolean('active'),
    nickname: params.clearable('nickname'),
    lookupKey: params.clearable('lookup_key'),
    metadata: params.metadata(),
  });
}

const prices: readonly Route[] = [
  route('POST', '/v1/prices', (call) => {
    const input = priceInput(call.params);
    return () => renderRow(call.state, 'price', createPrice(call.state, input));
  }),
  route('GET', '/v1/prices', (call) => {
    const { params } = call;
    const page = pageParams(params);
    const created = params.range('created');
    const active = params.boolean('active');
    const product = params.text('product');
    const currency = params.text('currency');
    const type = params.choice('type', ['one_time', 'recurring']);
    const keys = params.ids('lookup_keys');
    return () =>
      listTable(call, 'price', page, {
        filter: (row) =>
          (active === undefined || row.active === active) &&
          (currency === undefined || row.currency === currency) &&
          (type === undefined || (row.recurring === null) === (type === 'one_time')) &&
          (keys === undefined || (row.lookupKey !== null && keys.includes(row.lookupKey))),
        ...(product === undefined ? {} : { by: { index: 'product', value: product } }),
        ...(created === undefined ? {} : { created }),
      });
  }),
  searchCall('price', '/v1/prices/search'),
  route('GET', '/v1/prices/:id', retrieve('price', 'price')),
  route('POST', '/v1/prices/:id', (call) => {
    const { params } = call;
    const changes = given<Partial<Pick<PriceInput, 'active' | 'nickname' | 'lookupKey' | 'metadata'>>>({
      active: params.boolean('active'),
      nickname: params.clearable('nickname'),
      lookupKey: params.clearable('lookup_key'),
      metadata: params.metadata(),
    });
    return () => renderRow(call.state, 'price', updatePrice(call.state, pathId(call), changes));
  }),
];

const taxRates: readonly Route[] = [
  route('POST', '/v1/tax_rates', (call) => {
    const { params } = call;
    const displayName = params.required('display_name');
    const percentage = params.required('percentage');
    params.required('inclusive');
    const input = given<TaxRateInput>({
      displayName,
      percentage,
      inclusive: params.boolean('inclusive'),
      active: params.boolean('active'),
      country: params.clearable('country'),
      jurisdiction: params.clearable('jurisdiction'),
      description: params.clearable('description'),
      taxType: params.clearable('tax_type'),
      metadata: params.metadata(),
    });
    return () => renderRow(call.state, 'tax_rate', createTaxRate(call.state, input));
  }),
  route('GET', '/v1/tax_rates', (call) => {
    const page = pageParams(call.params);
    const active = call.params.boolean('active');
    const inclusive = call.params.boolean('inclusive');
    const created = call.params.range('created');
    return () =>
      listTable(call, 'tax_rate', page, {
        filter: (row) =>
          (active === undefined || row.active === active) &&
          (inclusive === undefined || row.inclusive === inclusive),
        ...(created === undefined ? {} : { created }),
      });
  }),
  route('GET', '/v1/tax_rates/:id', retrieve('tax_rate')),
];

export const PARTY_ROUTES: readonly Route[] = [...customers, ...products, ...prices, ...taxRates];
