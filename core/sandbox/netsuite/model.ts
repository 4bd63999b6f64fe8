import type { EpochMs } from '#core/base/clock.ts';

export const DOCUMENT_TYPES = [
  'invoice',
  'creditMemo',
  'customerPayment',
  'customerRefund',
  'journalEntry',
] as const;

/** Transaction record types, as in the path of the record service. */
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

export const REFERENCE_TYPES = [
  'accountingPeriod',
  'subsidiary',
  'department',
  'classification',
  'location',
  'account',
  'currency',
  'serviceSaleItem',
  'salesTaxItem',
] as const;

/** Record types that are only read over the API. */
export type ReferenceType = (typeof REFERENCE_TYPES)[number];

export type RecordType = DocumentType | 'customer' | ReferenceType;

export interface DocumentLine {
  /** The line's key within its sublist, from 1; it stays when other lines go. */
  readonly line: number;
  readonly itemId: number | null;
  /** Journals only. */
  readonly accountId: number | null;
  /** Journals only: the customer the line is about. */
  readonly entityId: number | null;
  readonly description: string | null;
  readonly quantity: string | null;
  readonly rate: string | null;
  /** Net amount; on a journal, debit positive and credit negative. */
  readonly amountMinor: number;
  readonly taxCodeId: number | null;
  readonly taxMinor: number;
  readonly departmentId: number | null;
  readonly classId: number | null;
  readonly locationId: number | null;
  readonly custom: Readonly<Record<string, string>>;
}

/** A transaction as the organisation keeps it. Immutable: every edit stores a new value. */
export interface SandboxDocument {
  readonly id: number;
  readonly type: DocumentType;
  readonly externalId: string | null;
  readonly tranId: string;
  readonly entityId: number | null;
  readonly subsidiaryId: number;
  readonly currencyId: number;
  readonly exchangeRate: string;
  /** YYYY-MM-DD */
  readonly tranDate: string;
  readonly dueDate: string | null;
  readonly postingPeriodId: number;
  readonly otherRefNum: string | null;
  readonly memo: string | null;
  /** Bank account of a payment or refund. */
  readonly accountId: number | null;
  readonly paymentMethod: string | null;
  readonly lines: readonly DocumentLine[];
  readonly subtotalMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  readonly voided: boolean;
  readonly custom: Readonly<Record<string, string>>;
  readonly createdAtMs: EpochMs;
  readonly createdBy: number;
  readonly modifiedAtMs: EpochMs;
  readonly modifiedBy: number;
}

/** `sourceId` (a credit, payment or refund) settles `amountMinor` of `targetId`. */
export interface Application {
  readonly sourceId: number;
  readonly targetId: number;
  readonly amountMinor: number;
}

export interface Customer {
  readonly id: number;
  readonly externalId: string | null;
  readonly entityId: string;
  readonly isPerson: boolean;
  readonly companyName: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly vatRegNumber: string | null;
  /** The primary one first; a document may use any of them. */
  readonly subsidiaryIds: readonly number[];
  readonly currencyIds: readonly number[];
  readonly isInactive: boolean;
  readonly custom: Readonly<Record<string, string>>;
  readonly createdAtMs: EpochMs;
  readonly createdBy: number;
  readonly modifiedAtMs: EpochMs;
  readonly modifiedBy: number;
}

interface ReferenceBase {
  readonly id: number;
  readonly externalId: string | null;
  readonly isInactive: boolean;
  readonly modifiedAtMs: EpochMs;
}

export interface Currency extends ReferenceBase {
  readonly symbol: string;
  readonly name: string;
  /** Decimals: 2 for EUR, 0 for JPY. */
  readonly precision: number;
}

export interface Subsidiary extends ReferenceBase {
  readonly name: string;
  readonly currencyId: number;
  readonly country: string;
  readonly parentId: number | null;
}

/** Null means every subsidiary. */
export type SubsidiaryScope = readonly number[] | null;

export interface Account extends ReferenceBase {
  readonly number: string;
  readonly name: string;
  readonly accountType: string;
  readonly subsidiaryIds: SubsidiaryScope;
}

export interface Item extends ReferenceBase {
  readonly itemId: string;
  readonly displayName: string;
  readonly subsidiaryIds: SubsidiaryScope;
}

export interface TaxCode extends ReferenceBase {
  readonly itemId: string;
  /** Decimal text: "19" is 19 %. */
  readonly ratePercent: string;
}

export interface Dimension extends ReferenceBase {
  readonly name: string;
  readonly parentId: number | null;
  readonly subsidiaryIds: SubsidiaryScope;
}

export interface Period extends ReferenceBase {
  readonly name: string;
  /** YYYY-MM-DD, both included. */
  readonly startDate: string;
  readonly endDate: string;
  readonly parentId: number | null;
  readonly isQuarter: boolean;
  readonly isYear: boolean;
  readonly closed: boolean;
  readonly closedOnDate: string | null;
  readonly arLocked: boolean;
  readonly allLocked: boolean;
  readonly allowNonGlChanges: boolean;
  /** Subsidiaries for which A/R is locked although the period is open to the others. */
  readonly lockedSubsidiaryIds: readonly number[];
}

export interface Employee {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
}

/** Whoever changes something. */
export interface Actor {
  readonly employeeId: number;
  readonly by: 'api' | 'hand';
  /** The role's permission "Override Period Restrictions": posts into locked periods, never into closed ones. */
  readonly overridePeriodRestrictions: boolean;
}
