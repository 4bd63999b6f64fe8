import type { Day } from '#core/domain/day.ts';
import type { ProductCode } from '#core/sandbox/company/catalogue.ts';
import type { LegalEntityCode, Market } from '#core/sandbox/company/legal-entities.ts';

export interface TinyCustomer {
  readonly name: string;
  readonly entity: LegalEntityCode;
  readonly market: Market;
  readonly accountId: string;
  readonly billingId: string | null;
  readonly erpId: number | null;
}

export interface CustomerOptions {
  readonly entity?: LegalEntityCode;
  /** Index into the entity's markets. Default: Oregon, Germany, Great Britain. */
  readonly market?: number;
  readonly taxSetup?: 'Complete' | 'Missing';
  readonly inBilling?: boolean;
  readonly inErp?: boolean;
}

export interface DealOptions {
  readonly contract?: string;
  readonly version?: number;
  readonly baseVersion?: number | null;
  readonly type?: 'New' | 'Amendment' | 'Renewal' | 'Cancellation';
  readonly product?: ProductCode;
  readonly quantity?: number;
  readonly on?: Day;
  readonly signedOn?: Day;
  readonly priceBook?: string;
  readonly approval?: 'Approved' | 'Pending';
}

export interface TinyDeal {
  readonly contract: string;
  readonly opportunityId: string;
  readonly orderId: string;
  readonly totalMinor: number;
}

export interface InvoiceOptions {
  readonly product?: ProductCode;
  readonly netMinor: number;
  readonly on?: Day;
}

/** What never differs between two looks at the same books. */
export interface Standing {
  readonly headSeq: number;
  readonly commits: readonly number[];
}
