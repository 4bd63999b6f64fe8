import type { EpochMs } from '#core/base/clock.ts';
import { minorToDouble } from './decimal.ts';
import type { ReferenceRows } from './reference-data.ts';
import type {
  Application,
  Customer,
  DocumentLine,
  DocumentType,
  Employee,
  ReferenceType,
  SandboxDocument,
} from './model.ts';
import { documentStatus } from './status.ts';

export type SqlValue = string | number | null;
export type SearchRow = Readonly<Record<string, SqlValue>>;

/** A document as the search sees it: with what was left of it, and what it settled, when it was committed. */
export interface DocumentSnapshot {
  readonly document: SandboxDocument;
  readonly remainingMinor: number;
  readonly applications: readonly (Application & { readonly targetType: DocumentType })[];
}

export const SEARCH_TYPES: Readonly<Record<DocumentType, string>> = {
  invoice: 'CustInvc',
  creditMemo: 'CustCred',
  customerPayment: 'CustPymt',
  customerRefund: 'CustRfnd',
  journalEntry: 'Journal',
};

/** 'YYYY-MM-DD HH:MM:SS' in UTC: the form every date and time has in the search database. */
export function searchInstant(epochMs: EpochMs): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ');
}

function searchDay(day: string | null): string | null {
  return day === null ? null : `${day} 00:00:00`;
}

export function flag(value: boolean): 'T' | 'F' {
  return value ? 'T' : 'F';
}

export function transactionRow(snapshot: DocumentSnapshot, precision: number): SearchRow {
  const { document, remainingMinor } = snapshot;
  const settles = document.type !== 'journalEntry' && document.type !== 'customerRefund';
  const amount = (minor: number): number => minorToDouble(minor, precision);
  return {
    id: document.id,
    externalid: document.externalId,
    tranid: document.tranId,
    transactionnumber: document.tranId,
    trandate: searchDay(document.tranDate),
    duedate: searchDay(document.dueDate),
    type: SEARCH_TYPES[document.type],
    recordtype: document.type.toLowerCase(),
    entity: document.entityId,
    subsidiary: document.subsidiaryId,
    currency: document.currencyId,
    exchangerate: Number(document.exchangeRate),
    foreigntotal: amount(document.totalMinor),
    foreignamountunpaid: settles ? amount(remainingMinor) : null,
    foreignamountpaid: settles ? amount(document.totalMinor - remainingMinor) : null,
    postingperiod: document.postingPeriodId,
    posting: 'T',
    otherrefnum: document.otherRefNum,
    memo: document.memo,
    email: null,
    status: documentStatus(document, remainingMinor).id,
    voided: flag(document.voided),
    createddate: searchInstant(document.createdAtMs),
    lastmodifieddate: searchInstant(document.modifiedAtMs),
    createdby: document.createdBy,
    lastmodifiedby: document.modifiedBy,
    ...document.custom,
  };
}

const EMPTY_LINE: DocumentLine = {
  line: 0,
  itemId: null,
  accountId: null,
  entityId: null,
  description: null,
  quantity: null,
  rate: null,
  amountMinor: 0,
  taxCodeId: null,
  taxMinor: 0,
  departmentId: null,
  classId: null,
  locationId: null,
  custom: {},
};

/** The main line (number 0, the document's total) and one row per line. Journals have no main line. */
export function lineRows(document: SandboxDocument, precision: number): SearchRow[] {
  const main: DocumentLine = {
    ...EMPTY_LINE,
    accountId: document.accountId,
    entityId: document.entityId,
    amountMinor: document.totalMinor,
    taxMinor: document.taxMinor,
    description: document.memo,
  };
  const lines = document.type === 'journalEntry' ? document.lines : [main, ...document.lines];
  return lines.map((line) => lineRow(document, line, precision));
}

function lineRow(document: SandboxDocument, line: DocumentLine, precision: number): SearchRow {
  return {
    transaction: document.id,
    id: line.line,
    linesequencenumber: line.line,
    mainline: flag(line.line === 0),
    item: line.itemId,
    account: line.accountId,
    entity: line.entityId ?? document.entityId,
    subsidiary: document.subsidiaryId,
    quantity: line.quantity === null ? null : Number(line.quantity),
    rate: line.rate === null ? null : Number(line.rate),
    foreignamount: minorToDouble(line.amountMinor, precision),
    taxcode: line.taxCodeId,
    taxamount: minorToDouble(line.taxMinor, precision),
    department: line.departmentId,
    class: line.classId,
    location: line.locationId,
    memo: line.description,
    ...line.custom,
  };
}

export function linkRows(snapshot: DocumentSnapshot, precision: number): SearchRow[] {
  const { document, applications } = snapshot;
  return applications.map((application) => ({
    previousdoc: application.targetId,
    previoustype: SEARCH_TYPES[application.targetType],
    nextdoc: document.id,
    nexttype: SEARCH_TYPES[document.type],
    linktype: 'Payment',
    foreignamount: minorToDouble(application.amountMinor, precision),
  }));
}

export function customerName(customer: Customer): string {
  const personName = [customer.firstName, customer.lastName].filter((part) => part !== null).join(' ');
  return customer.companyName ?? (personName === '' ? customer.entityId : personName);
}

export function customerRow(customer: Customer): SearchRow {
  return {
    id: customer.id,
    externalid: customer.externalId,
    entityid: customer.entityId,
    companyname: customer.companyName,
    firstname: customer.firstName,
    lastname: customer.lastName,
    isperson: flag(customer.isPerson),
    email: customer.email,
    subsidiary: customer.subsidiaryIds[0] ?? null,
    currency: customer.currencyIds[0] ?? null,
    vatregnumber: customer.vatRegNumber,
    isinactive: flag(customer.isInactive),
    datecreated: searchInstant(customer.createdAtMs),
    lastmodifieddate: searchInstant(customer.modifiedAtMs),
    ...customer.custom,
  };
}

export function employeeRow(employee: Employee): SearchRow {
  return { id: employee.id, entityid: employee.name, email: employee.email };
}

/** SuiteQL table, kind of display name, display name and row of each list of reference records. */
interface Projection<Row> {
  readonly table: string;
  readonly displayKind: string;
  readonly name: (row: Row) => string;
  readonly columns: (row: Row) => SearchRow;
}

const dimension = (table: string, displayKind: string): Projection<ReferenceRows['department']> => ({
  table,
  displayKind,
  name: (row) => row.name,
  columns: (row) => ({
    externalid: row.externalId,
    name: row.name,
    fullname: row.name,
    parent: row.parentId,
  }),
});

export const REFERENCE_PROJECTIONS: {
  readonly [Type in ReferenceType]: Projection<ReferenceRows[Type]>;
} = {
  department: dimension('department', 'department'),
  classification: dimension('classification', 'class'),
  location: dimension('location', 'location'),
  subsidiary: {
    table: 'subsidiary',
    displayKind: 'subsidiary',
    name: (row) => row.name,
    columns: (row) => ({
      externalid: row.externalId,
      name: row.name,
      fullname: row.name,
      parent: row.parentId,
      currency: row.currencyId,
      country: row.country,
    }),
  },
  currency: {
    table: 'currency',
    displayKind: 'currency',
    name: (row) => row.name,
    columns: (row) => ({ symbol: row.symbol, name: row.name, currencyprecision: row.precision }),
  },
  account: {
    table: 'account',
    displayKind: 'account',
    name: (row) => `${row.number} ${row.name}`,
    columns: (row) => ({
      externalid: row.externalId,
      acctnumber: row.number,
      accountsearchdisplayname: row.name,
      acctname: row.name,
      accttype: row.accountType,
    }),
  },
  serviceSaleItem: {
    table: 'item',
    displayKind: 'item',
    name: (row) => row.itemId,
    columns: (row) => ({
      externalid: row.externalId,
      itemid: row.itemId,
      displayname: row.displayName,
      fullname: row.itemId,
      itemtype: 'Service',
    }),
  },
  salesTaxItem: {
    table: 'salestaxitem',
    displayKind: 'taxcode',
    name: (row) => row.itemId,
    columns: (row) => ({ externalid: row.externalId, itemid: row.itemId, rate: Number(row.ratePercent) }),
  },
  accountingPeriod: {
    table: 'accountingperiod',
    displayKind: 'postingperiod',
    name: (row) => row.name,
    columns: (row) => ({
      periodname: row.name,
      startdate: searchDay(row.startDate),
      enddate: searchDay(row.endDate),
      parent: row.parentId,
      isquarter: flag(row.isQuarter),
      isyear: flag(row.isYear),
      isposting: flag(!row.isQuarter && !row.isYear),
      isadjust: 'F',
      closed: flag(row.closed),
      closedondate: searchDay(row.closedOnDate),
      arlocked: flag(row.arLocked),
      aplocked: flag(row.allLocked),
      alllocked: flag(row.allLocked),
      allownonglchanges: flag(row.allowNonGlChanges),
    }),
  },
};
