import type { CurrencyCode } from './currency.ts';
import type { Day } from './day.ts';
import type { Money } from './money.ts';
import type { ExternalId } from './refs.ts';

export type LedgerDocumentType = 'invoice' | 'credit-memo' | 'payment' | 'refund' | 'journal';

export interface LedgerLine {
  readonly lineNumber: number;
  readonly itemExternalId: ExternalId | null;
  readonly accountExternalId: ExternalId | null;
  readonly quantity: number | null;
  readonly amount: Money;
  readonly taxCodeExternalId: ExternalId | null;
  readonly departmentExternalId: ExternalId | null;
  readonly classExternalId: ExternalId | null;
  readonly locationExternalId: ExternalId | null;
}

/** A posted document in the ERP's receivables, cash or general ledger, as the ERP shows it now. */
export interface LedgerDocument {
  readonly kind: 'ledger-document';
  readonly type: LedgerDocumentType;
  readonly number: string | null;
  /** The external id that a writer gave it: ours, a legacy integration's, or none. */
  readonly externalKey: string | null;
  /** The billing document's number or id as the ERP records it. */
  readonly reference: string | null;
  readonly customerExternalId: ExternalId | null;
  readonly subsidiaryExternalId: ExternalId;
  readonly periodExternalId: ExternalId | null;
  readonly postedOn: Day;
  readonly exchangeRate: string | null;
  readonly total: Money;
  readonly tax: Money | null;
  readonly open: Money | null;
  readonly isVoid: boolean;
  readonly status: string | null;
  readonly memo: string | null;
  /** Who wrote it first, as an id of the ERP; differs from the next one when somebody else changed it. */
  readonly createdById: string | null;
  readonly lastModifiedById: string | null;
  readonly lastModifiedBy: string | null;
  readonly lines: readonly LedgerLine[];
}

export interface AccountingPeriod {
  readonly kind: 'accounting-period';
  readonly name: string;
  readonly startOn: Day;
  readonly endOn: Day;
  /** Closed refuses every posting; locked refuses it for receivables without an override role. */
  readonly state: 'open' | 'locked' | 'closed';
  /** Quarters and years are not posting periods. */
  readonly isPosting: boolean;
}

export interface Subsidiary {
  readonly kind: 'subsidiary';
  readonly name: string;
  readonly country: string | null;
  readonly currencyExternalId: ExternalId | null;
}

/** Something that a posting points at and that must exist and be active: item, account, tax code, dimension, currency. */
export interface LedgerReference {
  readonly kind: 'ledger-reference';
  readonly type: 'item' | 'account' | 'tax-code' | 'department' | 'class' | 'location' | 'currency';
  readonly code: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly currency: CurrencyCode | null;
}
