import type { Day } from './day.ts';
import type { Money } from './money.ts';
import type { ExternalId } from './refs.ts';

export interface Payment {
  readonly kind: 'payment';
  readonly customerExternalId: ExternalId | null;
  readonly invoiceExternalId: ExternalId | null;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly amount: Money;
  readonly refunded: Money;
  readonly receivedOn: Day;
  readonly failureCode: string | null;
}

export interface Refund {
  readonly kind: 'refund';
  readonly paymentExternalId: ExternalId;
  readonly status: 'pending' | 'succeeded' | 'failed' | 'cancelled';
  readonly amount: Money;
  readonly refundedOn: Day;
  readonly reason: string | null;
}
