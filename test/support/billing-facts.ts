import type { CreditNote, Invoice } from '#core/domain/billing.ts';
import type { Subscription } from '#core/domain/contract.ts';
import { money } from '#core/domain/money.ts';
import type { Entity, Ordering } from '#core/domain/entity.ts';
import type { Said } from './ingest-world.ts';

/** Short ways to say what billing says of one customer with one invoice, for tests of order. */
export function billingSays(
  externalId: string,
  entity: Entity,
  ordering: Ordering = { by: 'fetched' },
): Said {
  return { connection: 'billing', externalId, entity, ordering, effectiveOn: '2026-09-20' };
}

export const usd = (minor: number) => money(minor, 'USD');

export const billedCustomer = billingSays('cus_1', {
  kind: 'customer',
  system: 'billing',
  legalName: 'Order Test Ltd',
  taxId: null,
  taxSetup: 'unknown',
  country: 'US',
  currency: 'USD',
  legalEntity: 'NW-US',
  isActive: true,
  crmAccountId: null,
  billingCustomerId: 'cus_1',
  erpCustomerId: '1001',
});

export const seatProduct = billingSays('price_1', {
  kind: 'product',
  code: 'NW-SEAT-A',
  name: 'Seat',
  isActive: true,
  price: null,
});

const line = (minor: number): Invoice['lines'][number] => ({
  id: 'il_1',
  productExternalId: 'price_1',
  description: 'Seats',
  quantity: 1,
  amount: usd(minor),
  tax: usd(0),
  taxCode: '',
  startOn: null,
  endOn: null,
  isProration: false,
});

export function invoiceOf(minor: number, change: Partial<Invoice> = {}): Invoice {
  return {
    kind: 'invoice',
    number: 'INV-1',
    customerExternalId: 'cus_1',
    subscriptionExternalId: null,
    legalEntity: 'NW-US',
    status: 'open',
    issuedOn: '2026-09-20',
    finalisedOn: '2026-09-20',
    dueOn: '2026-10-20',
    subtotal: usd(minor),
    tax: usd(0),
    total: usd(minor),
    paid: usd(0),
    remaining: usd(minor),
    lines: [line(minor)],
    ...change,
  };
}

export function creditOf(minor: number, issuedOn: string): CreditNote {
  return {
    kind: 'credit-note',
    number: 'INV-1-CN-01',
    invoiceExternalId: 'in_1',
    customerExternalId: 'cus_1',
    status: 'issued',
    reason: null,
    issuedOn,
    subtotal: usd(minor),
    tax: usd(0),
    total: usd(minor),
    lines: [line(minor)],
  };
}

export function paymentOf(minor: number, receivedOn: string, refundedMinor = 0): Entity {
  return {
    kind: 'payment',
    customerExternalId: 'cus_1',
    invoiceExternalId: 'in_1',
    status: 'succeeded',
    amount: usd(minor),
    refunded: usd(refundedMinor),
    receivedOn,
    failureCode: null,
  };
}

export function refundOf(minor: number, refundedOn: string): Entity {
  return {
    kind: 'refund',
    paymentExternalId: 'ch_1',
    status: 'succeeded',
    amount: usd(minor),
    refundedOn,
    reason: null,
  };
}

export function subscriptionOf(
  status: Subscription['status'],
  quantity: number,
  change: Partial<Subscription> = {},
): Subscription {
  return {
    kind: 'subscription',
    customerExternalId: 'cus_1',
    status,
    contractNumber: null,
    contractVersion: 1,
    orderExternalId: null,
    legalEntity: 'NW-US',
    currency: 'USD',
    startOn: '2026-01-01',
    currentPeriodStartOn: '2026-01-01',
    currentPeriodEndOn: '2027-01-01',
    cancelOn: null,
    cancelledOn: status === 'cancelled' ? '2026-09-30' : null,
    items: [
      {
        id: 'si_1',
        productExternalId: 'prod_1',
        priceExternalId: 'price_1',
        quantity,
        unitAmount: usd(12_000),
        interval: 'year',
        usage: 'licensed',
      },
    ],
    ...change,
  };
}

/** An invoice as the ERP shows it, with the billing number that it was posted for. */
export function ledgerInvoice(documentId: string, reference: string, minor: number): Said {
  const entity: Entity = {
    kind: 'ledger-document',
    type: 'invoice',
    number: documentId,
    externalKey: null,
    reference,
    customerExternalId: '1001',
    subsidiaryExternalId: '1',
    periodExternalId: null,
    postedOn: '2026-09-20',
    exchangeRate: null,
    total: usd(minor),
    tax: usd(0),
    open: usd(minor),
    isVoid: false,
    status: 'open',
    memo: null,
    createdById: null,
    lastModifiedById: null,
    lastModifiedBy: null,
    lines: [],
  };
  return {
    connection: 'erp',
    externalId: documentId,
    entity,
    ordering: { by: 'fetched' },
    effectiveOn: '2026-09-20',
  };
}
