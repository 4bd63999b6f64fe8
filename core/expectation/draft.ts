import type { Money } from '../domain/money.ts';

export type ExpectationType =
  | 'opportunity-to-order'
  | 'order-to-subscription'
  | 'subscription-to-invoice'
  | 'invoice-to-erp'
  | 'payment-to-erp';

/** Something that has to be there by an instant because something else happened. Its absence is an exception. */
export interface ExpectationDraft {
  readonly type: ExpectationType;
  /** Epoch milliseconds. */
  readonly dueAtMs: number;
  readonly legalEntity: string | null;
  readonly amount: Money | null;
  /** Id of what fulfilled it, once it is there. */
  readonly metBy: string | null;
}
