import type { Day } from './day.ts';
import type { Money } from './money.ts';
import type { ExternalId, LegalEntityCode } from './refs.ts';

export interface BillingLine {
  readonly id: ExternalId;
  readonly productExternalId: ExternalId | null;
  readonly description: string;
  readonly quantity: number;
  /** Net of tax. */
  readonly amount: Money;
  /** Tax on this line on top of `amount`. */
  readonly tax: Money;
  /** The billing platform's tax rate ids or codes on this line, joined in order; empty when untaxed. */
  readonly taxCode: string;
  readonly startOn: Day | null;
  readonly endOn: Day | null;
  readonly isProration: boolean;
}

export interface Invoice {
  readonly kind: 'invoice';
  readonly number: string | null;
  readonly customerExternalId: ExternalId;
  readonly subscriptionExternalId: ExternalId | null;
  readonly legalEntity: LegalEntityCode | null;
  readonly status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  readonly issuedOn: Day | null;
  /** When billing made it final; later than `issuedOn` where it was dated back. */
  readonly finalisedOn: Day | null;
  readonly dueOn: Day | null;
  readonly subtotal: Money;
  readonly tax: Money;
  readonly total: Money;
  readonly paid: Money;
  readonly remaining: Money;
  readonly lines: readonly BillingLine[];
}

export interface CreditNote {
  readonly kind: 'credit-note';
  readonly number: string;
  readonly invoiceExternalId: ExternalId;
  readonly customerExternalId: ExternalId;
  readonly status: 'issued' | 'void';
  readonly reason: string | null;
  readonly issuedOn: Day;
  readonly subtotal: Money;
  readonly tax: Money;
  readonly total: Money;
  readonly lines: readonly BillingLine[];
}
