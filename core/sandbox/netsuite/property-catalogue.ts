import type { RecordType, ReferenceType } from './model.ts';
import type { CustomFields } from './settings.ts';

/** What a reference may point at. `document`: any transaction. */
export type ReferenceTarget = ReferenceType | 'customer' | 'document';

export type PropertyKind =
  | { readonly is: 'text' | 'boolean' | 'decimal' | 'date' | 'integer' }
  /** Known to the vendor, worked out by it or of no interest here: accepted and not used. */
  | { readonly is: 'ignored' }
  | { readonly is: 'reference'; readonly to: ReferenceTarget }
  | { readonly is: 'sublist'; readonly of: Catalogue };

export type Catalogue = Readonly<Record<string, PropertyKind>>;

const TEXT: PropertyKind = { is: 'text' };
const DECIMAL: PropertyKind = { is: 'decimal' };
const DATE: PropertyKind = { is: 'date' };
const BOOLEAN: PropertyKind = { is: 'boolean' };
const INTEGER: PropertyKind = { is: 'integer' };
const IGNORED: PropertyKind = { is: 'ignored' };
const to = (target: ReferenceTarget): PropertyKind => ({ is: 'reference', to: target });
const ignored = (...names: string[]): Catalogue => Object.fromEntries(names.map((name) => [name, IGNORED]));

const DIMENSIONS: Catalogue = {
  department: to('department'),
  class: to('classification'),
  location: to('location'),
};

const TRANSACTION: Catalogue = {
  ...ignored('id', 'links', 'refName', 'createdDate', 'lastModifiedDate', 'transactionNumber', 'customForm'),
  ...ignored('total', 'subtotal', 'taxTotal', 'status', 'nexus', 'originator', 'source', 'toBeEmailed'),
  ...ignored('amountRemaining', 'amountPaid', 'discountTotal', 'void'),
  ...DIMENSIONS,
  externalId: TEXT,
  tranId: TEXT,
  subsidiary: to('subsidiary'),
  currency: to('currency'),
  exchangeRate: DECIMAL,
  tranDate: DATE,
  postingPeriod: to('accountingPeriod'),
  memo: TEXT,
};

const ITEM_LINE: Catalogue = {
  ...ignored('links', 'grossAmt', 'taxRate1', 'itemType', 'price', 'units', 'isTaxable', 'taxAmount'),
  ...DIMENSIONS,
  line: INTEGER,
  item: to('serviceSaleItem'),
  description: TEXT,
  quantity: DECIMAL,
  rate: DECIMAL,
  amount: DECIMAL,
  taxCode: to('salesTaxItem'),
  tax1Amt: DECIMAL,
};

const APPLY_LINE: Catalogue = {
  ...ignored('links', 'line', 'applyDate', 'createdFrom', 'currency', 'due', 'job', 'jobName', 'refName'),
  ...ignored('refNum', 'total', 'type'),
  doc: to('document'),
  amount: DECIMAL,
  apply: BOOLEAN,
};

const JOURNAL_LINE: Catalogue = {
  ...ignored('links', 'eliminate', 'startDate', 'endDate', 'taxCode', 'grossAmt'),
  ...DIMENSIONS,
  line: INTEGER,
  account: to('account'),
  debit: DECIMAL,
  credit: DECIMAL,
  memo: TEXT,
  entity: to('customer'),
};

const APPLY: PropertyKind = { is: 'sublist', of: APPLY_LINE };

const CASH: Catalogue = {
  ...TRANSACTION,
  ...ignored('arAcct', 'balance', 'cleared', 'clearedDate', 'pending', 'unapplied', 'applied', 'autoApply'),
  customer: to('customer'),
  account: to('account'),
  // The cash types have no otherRefNum of their own; their reference is the check number.
  checkNumber: TEXT,
  paymentOption: IGNORED,
  paymentMethod: TEXT,
  apply: APPLY,
};

const SALES: Catalogue = {
  ...TRANSACTION,
  ...ignored('terms', 'email', 'billingAddress', 'billAddress', 'message', 'startDate', 'endDate', 'account'),
  ...ignored('taxItem', 'taxRate', 'isTaxable', 'entityTaxRegNum', 'salesRep', 'approvalStatus'),
  entity: to('customer'),
  otherRefNum: TEXT,
  dueDate: DATE,
};

const CUSTOMER: Catalogue = {
  ...ignored(
    'id',
    'links',
    'refName',
    'dateCreated',
    'lastModifiedDate',
    'balance',
    'entityStatus',
    'category',
  ),
  ...ignored('phone', 'terms', 'url', 'comments', 'defaultAddress', 'addressBook', 'taxable', 'customForm'),
  externalId: TEXT,
  entityId: TEXT,
  isPerson: BOOLEAN,
  companyName: TEXT,
  firstName: TEXT,
  lastName: TEXT,
  email: TEXT,
  vatRegNumber: TEXT,
  isInactive: BOOLEAN,
  subsidiary: to('subsidiary'),
  currency: to('currency'),
  currencyList: { is: 'sublist', of: { currency: to('currency'), links: IGNORED } },
};

export type WritableType =
  | 'customer'
  | 'invoice'
  | 'creditMemo'
  | 'customerPayment'
  | 'customerRefund'
  | 'journalEntry';

/** Properties of the writable record types, from the REST API Browser 2026.1, as far as this account uses them. */
export function catalogues(custom: CustomFields): Readonly<Record<WritableType, Catalogue>> {
  const texts = (names: readonly string[]): Catalogue =>
    Object.fromEntries(names.map((name) => [name, TEXT]));
  const body = texts(custom.transaction);
  const column = texts(custom.line);
  const item: PropertyKind = { is: 'sublist', of: { ...ITEM_LINE, ...column } };
  return {
    customer: { ...CUSTOMER, ...texts(custom.customer) },
    invoice: { ...SALES, ...body, item },
    creditMemo: { ...SALES, ...body, item, apply: APPLY, ...ignored('applied', 'unapplied', 'createdFrom') },
    customerPayment: { ...CASH, ...body, payment: DECIMAL, undepFunds: IGNORED },
    customerRefund: { ...CASH, ...body, total: DECIMAL, amount: DECIMAL },
    journalEntry: {
      ...TRANSACTION,
      ...body,
      ...ignored('approved', 'approvalStatus', 'isReversal', 'toSubsidiary'),
      line: { is: 'sublist', of: { ...JOURNAL_LINE, ...column } },
    },
  };
}

export function isWritableType(type: RecordType): type is WritableType {
  return type in WRITABLE;
}

const WRITABLE: Readonly<Record<WritableType, true>> = {
  customer: true,
  invoice: true,
  creditMemo: true,
  customerPayment: true,
  customerRefund: true,
  journalEntry: true,
};
