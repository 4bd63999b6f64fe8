import type { Capabilities } from '../sdk/connector.ts';

/** Every path names this version; the fields asked for and their forms are those of it. */
const apiVersion = 'v60.0';
export const dataPath = `/services/data/${apiVersion}`;

export const salesforceCapabilities: Capabilities = {
  vendor: 'salesforce',
  role: 'crm',
  apiVersion,
  streams: [
    { name: 'accounts', kinds: ['customer'], incremental: 'modified-since', hasTotals: true },
    { name: 'products', kinds: ['product'], incremental: 'modified-since', hasTotals: true },
    { name: 'price-books', kinds: ['price-book'], incremental: 'modified-since', hasTotals: true },
    { name: 'opportunities', kinds: ['opportunity'], incremental: 'modified-since', hasTotals: true },
    { name: 'orders', kinds: ['order'], incremental: 'modified-since', hasTotals: true },
  ],
  commands: ['order.write-back', 'account.write-back'],
  eventLogDays: null,
};
