import type { Capabilities } from '../sdk/index.ts';

export const netsuiteCapabilities: Capabilities = {
  vendor: 'netsuite',
  role: 'erp',
  apiVersion: 'v1',
  streams: [
    { name: 'subsidiaries', kinds: ['subsidiary'], incremental: 'full', hasTotals: true },
    { name: 'accounting-periods', kinds: ['accounting-period'], incremental: 'full', hasTotals: true },
    { name: 'references', kinds: ['ledger-reference'], incremental: 'full', hasTotals: true },
    { name: 'customers', kinds: ['customer'], incremental: 'modified-since', hasTotals: true },
    { name: 'transactions', kinds: ['ledger-document'], incremental: 'modified-since', hasTotals: true },
    {
      name: 'deletions',
      kinds: ['ledger-document', 'customer'],
      incremental: 'modified-since',
      hasTotals: false,
    },
  ],
  commands: ['invoice.post', 'credit-memo.post', 'payment.post', 'refund.post'],
  eventLogDays: null,
};
