import type { Capabilities, StreamCapability } from '../sdk/connector.ts';

/** The API version that every request names and every schema here is written for. */
export const stripeVersion = '2023-08-16';

/**
 * `events` stands first on purpose: its first pull only notes the newest event. Whoever then walks the lists has every
 * later change in the feed, and every earlier one in the lists.
 */
const streams: readonly StreamCapability[] = [
  {
    name: 'events',
    kinds: ['customer', 'product', 'subscription', 'invoice', 'credit-note', 'payment', 'refund'],
    incremental: 'events',
    hasTotals: false,
  },
  { name: 'customers', kinds: ['customer'], incremental: 'events', hasTotals: true },
  { name: 'products', kinds: ['product'], incremental: 'events', hasTotals: true },
  // Counted with the products: both are one kind.
  { name: 'prices', kinds: ['product'], incremental: 'events', hasTotals: false },
  { name: 'subscriptions', kinds: ['subscription'], incremental: 'events', hasTotals: true },
  { name: 'invoices', kinds: ['invoice'], incremental: 'events', hasTotals: true },
  { name: 'credit-notes', kinds: ['credit-note'], incremental: 'events', hasTotals: true },
  { name: 'charges', kinds: ['payment'], incremental: 'events', hasTotals: true },
  { name: 'refunds', kinds: ['refund'], incremental: 'events', hasTotals: true },
  { name: 'usage-summaries', kinds: ['usage-summary'], incremental: 'full', hasTotals: false },
];

export const stripeCapabilities: Capabilities = {
  vendor: 'stripe',
  role: 'billing',
  apiVersion: stripeVersion,
  streams,
  commands: ['billing-customer.create', 'subscription.create', 'subscription.amend', 'subscription.cancel'],
  eventLogDays: 30,
};
