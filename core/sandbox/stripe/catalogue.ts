import { scaledDecimal } from './arithmetic.ts';
import { mergeMetadata } from './customers.ts';
import type { Metadata, PriceRow, ProductRow, Recurring, TaxRateRow } from './rows.ts';
import type { StripeState } from './state.ts';
import { invalid } from './stripe-error.ts';

export interface ProductInput {
  readonly id?: string;
  readonly name: string;
  readonly active?: boolean;
  readonly description?: string | null;
  readonly unitLabel?: string | null;
  readonly metadata?: Metadata | null;
}

export interface PriceInput {
  readonly id?: string;
  readonly product: string;
  readonly currency: string;
  /** Minor units: a whole number, or decimal text for fractions of a minor unit. */
  readonly unitAmount: number | string;
  readonly recurring?: Partial<Recurring> & Pick<Recurring, 'interval'>;
  readonly active?: boolean;
  readonly nickname?: string | null;
  readonly lookupKey?: string | null;
  readonly metadata?: Metadata | null;
}

export interface TaxRateInput {
  readonly displayName: string;
  /** Percent as decimal text, for example `19` or `8.875`. */
  readonly percentage: string;
  readonly inclusive?: boolean;
  readonly active?: boolean;
  readonly country?: string | null;
  readonly jurisdiction?: string | null;
  readonly description?: string | null;
  readonly taxType?: string | null;
  readonly metadata?: Metadata | null;
}

export function createProduct(state: StripeState, input: ProductInput): ProductRow {
  if (input.id !== undefined && state.tables.product.get(input.id) !== undefined) {
    throw invalid(`Product already exists.`, 'id', 'resource_already_exists');
  }
  const base = state.fresh('prod', input.id);
  return state.insert(
    'product',
    {
      ...base,
      name: input.name,
      active: input.active ?? true,
      description: input.description ?? null,
      unitLabel: input.unitLabel ?? null,
      updated: base.created,
      metadata: mergeMetadata({}, input.metadata),
    },
    'product.created',
  );
}

export function updateProduct(state: StripeState, id: string, changes: Partial<ProductInput>): ProductRow {
  const row = state.find('product', id, 'id', 404);
  const { metadata, id: _id, ...plain } = changes;
  const merged = mergeMetadata(row.metadata, metadata);
  return state.update('product', id, { ...plain, metadata: merged, updated: state.now() }, 'product.updated');
}

export function createPrice(state: StripeState, input: PriceInput): PriceRow {
  state.find('product', input.product, 'product');
  const unitAmountDecimal = String(input.unitAmount);
  if (scaledDecimal(unitAmountDecimal) === null) {
    throw invalid(
      `Invalid decimal: ${unitAmountDecimal}; must contain at maximum 12 decimal places.`,
      'unit_amount_decimal',
    );
  }
  const { recurring } = input;
  return state.insert(
    'price',
    {
      ...state.fresh('price', input.id),
      product: input.product,
      currency: input.currency,
      unitAmountDecimal,
      recurring:
        recurring === undefined
          ? null
          : {
              interval: recurring.interval,
              intervalCount: recurring.intervalCount ?? 1,
              usageType: recurring.usageType ?? 'licensed',
              aggregateUsage: recurring.usageType === 'metered' ? (recurring.aggregateUsage ?? 'sum') : null,
            },
      active: input.active ?? true,
      nickname: input.nickname ?? null,
      lookupKey: input.lookupKey ?? null,
      metadata: mergeMetadata({}, input.metadata),
    },
    'price.created',
  );
}

export function updatePrice(
  state: StripeState,
  id: string,
  changes: Pick<Partial<PriceInput>, 'active' | 'nickname' | 'lookupKey' | 'metadata'>,
): PriceRow {
  const row = state.find('price', id, 'id', 404);
  const { metadata, ...plain } = changes;
  return state.update(
    'price',
    id,
    { ...plain, metadata: mergeMetadata(row.metadata, metadata) },
    'price.updated',
  );
}

export function createTaxRate(state: StripeState, input: TaxRateInput): TaxRateRow {
  if (!/^\d{1,3}(\.\d{1,4})?$/.test(input.percentage)) {
    throw invalid(
      `Invalid decimal: ${input.percentage}; must be a percentage with up to 4 decimals.`,
      'percentage',
    );
  }
  return state.insert(
    'tax_rate',
    {
      ...state.fresh('txr'),
      displayName: input.displayName,
      percentage: input.percentage,
      inclusive: input.inclusive ?? false,
      active: input.active ?? true,
      country: input.country ?? null,
      jurisdiction: input.jurisdiction ?? null,
      description: input.description ?? null,
      taxType: input.taxType ?? null,
      metadata: mergeMetadata({}, input.metadata),
    },
    'tax_rate.created',
  );
}
