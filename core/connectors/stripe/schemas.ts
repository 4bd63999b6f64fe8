import { z } from 'zod';

/**
 * Stripe's objects at the pinned version, as far as they are read. Unknown members are kept. Members that the version
 * always sends are required even where a value may be null: an object of a newer version, in which such a member moved
 * elsewhere, must not be read as if it had none.
 */
const id = z.string().min(1);
const seconds = z.int().nonnegative();
const amount = z.int();
const currency = z.string();
const metadata = z.record(z.string(), z.string());

/** What every object has, for paging and for telling records apart. */
export const headSchema = z.looseObject({ id, created: seconds });

export const listEnvelope = z.looseObject({ object: z.literal('list'), has_more: z.boolean() });

export const eventSchema = z.looseObject({
  object: z.literal('event'),
  id,
  type: z.string(),
  created: seconds,
  data: z.looseObject({ object: z.looseObject({ object: z.string().optional(), id: id.optional() }) }),
});

/** An event that tells of an end; its object is the last state or only a mark, so its id is all that is used. */
export const deletionSchema = z.looseObject({
  object: z.literal('event'),
  id,
  created: seconds,
  data: z.looseObject({ object: z.looseObject({ id }) }),
});

export const accountSchema = z.looseObject({ object: z.literal('account'), id });

export const customerSchema = z.looseObject({
  object: z.literal('customer'),
  id,
  created: seconds,
  name: z.string().nullish(),
  currency: currency.nullish(),
  address: z.looseObject({ country: z.string().nullable() }).nullish(),
  tax_exempt: z.enum(['none', 'exempt', 'reverse']).nullish(),
  metadata: metadata.default({}),
});

export const productSchema = z.looseObject({
  object: z.literal('product'),
  id,
  created: seconds,
  updated: seconds,
  name: z.string(),
  active: z.boolean(),
  metadata,
});

const recurring = z.looseObject({
  interval: z.enum(['month', 'year']),
  interval_count: z.literal(1),
  usage_type: z.enum(['licensed', 'metered']),
});

export const priceSchema = z.looseObject({
  object: z.literal('price'),
  id,
  created: seconds,
  active: z.boolean(),
  billing_scheme: z.enum(['per_unit', 'tiered']),
  currency,
  nickname: z.string().nullish(),
  product: id,
  recurring: recurring.nullable(),
  transform_quantity: z.looseObject({}).nullish(),
  unit_amount: amount.nullable(),
  metadata,
});

export const subscriptionStatuses = [
  'active',
  'trialing',
  'past_due',
  'unpaid',
  'paused',
  'incomplete',
  'incomplete_expired',
  'canceled',
] as const;

export const subscriptionItemSchema = z.looseObject({
  object: z.literal('subscription_item'),
  id,
  price: priceSchema,
  quantity: z.int().nonnegative().optional(),
});

export const subscriptionSchema = z.looseObject({
  object: z.literal('subscription'),
  id,
  created: seconds,
  customer: id,
  currency,
  status: z.enum(subscriptionStatuses),
  start_date: seconds,
  current_period_start: seconds,
  current_period_end: seconds,
  cancel_at: seconds.nullish(),
  canceled_at: seconds.nullish(),
  ended_at: seconds.nullish(),
  items: z.looseObject({ data: z.array(subscriptionItemSchema), has_more: z.literal(false) }),
  metadata,
});

const taxAmount = z.looseObject({ amount, inclusive: z.boolean(), tax_rate: id });
const discountAmount = z.looseObject({ amount });

export const invoiceLineSchema = z.looseObject({
  object: z.literal('line_item'),
  id,
  amount,
  currency,
  description: z.string().nullable(),
  discount_amounts: z.array(discountAmount).nullish(),
  period: z.looseObject({ start: seconds, end: seconds }),
  price: z.looseObject({ product: id }).nullable(),
  proration: z.boolean(),
  quantity: z.int().nullable(),
  tax_amounts: z.array(taxAmount),
});

export const invoiceSchema = z.looseObject({
  object: z.literal('invoice'),
  id,
  created: seconds,
  number: z.string().nullish(),
  customer: id,
  subscription: id.nullable(),
  currency,
  status: z.enum(['draft', 'open', 'paid', 'void', 'uncollectible']),
  status_transitions: z.looseObject({
    finalized_at: seconds.nullable(),
    marked_uncollectible_at: seconds.nullable(),
    voided_at: seconds.nullable(),
  }),
  effective_at: seconds.nullish(),
  due_date: seconds.nullish(),
  subtotal: amount,
  tax: amount.nullable(),
  total: amount,
  total_excluding_tax: amount.nullish(),
  total_discount_amounts: z.array(discountAmount).nullish(),
  total_tax_amounts: z.array(taxAmount),
  amount_paid: amount,
  amount_remaining: amount,
  lines: z.looseObject({ data: z.array(invoiceLineSchema), has_more: z.literal(false) }),
  metadata: metadata.nullish(),
});

export const creditNoteLineSchema = z.looseObject({
  object: z.literal('credit_note_line_item'),
  id,
  amount,
  description: z.string().nullable(),
  discount_amounts: z.array(discountAmount),
  invoice_line_item: id.optional(),
  quantity: z.int().nullish(),
  tax_amounts: z.array(taxAmount),
});

export const creditNoteSchema = z.looseObject({
  object: z.literal('credit_note'),
  id,
  created: seconds,
  effective_at: seconds.nullish(),
  number: z.string().min(1),
  invoice: id,
  customer: id,
  currency,
  status: z.enum(['issued', 'void']),
  reason: z.string().nullish(),
  voided_at: seconds.nullish(),
  subtotal: amount,
  discount_amounts: z.array(discountAmount),
  tax_amounts: z.array(taxAmount),
  total: amount,
  total_excluding_tax: amount.nullish(),
  lines: z.looseObject({ data: z.array(creditNoteLineSchema), has_more: z.literal(false) }),
});

export const chargeSchema = z.looseObject({
  object: z.literal('charge'),
  id,
  created: seconds,
  amount,
  amount_captured: amount,
  amount_refunded: amount,
  captured: z.boolean(),
  currency,
  customer: id.nullable(),
  invoice: id.nullable(),
  status: z.enum(['pending', 'succeeded', 'failed']),
  failure_code: z.string().nullable(),
});

export const refundStatuses = ['pending', 'requires_action', 'succeeded', 'failed', 'canceled'] as const;

export const refundSchema = z.looseObject({
  object: z.literal('refund'),
  id,
  created: seconds,
  amount,
  currency,
  charge: id,
  status: z.enum(refundStatuses),
  reason: z.string().nullish(),
});

export const usageSummarySchema = z.looseObject({
  object: z.literal('usage_record_summary'),
  id,
  invoice: id.nullable(),
  subscription_item: id,
  period: z.looseObject({ start: seconds.nullable(), end: seconds.nullable() }),
  total_usage: z.int(),
});
