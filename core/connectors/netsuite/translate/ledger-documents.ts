import { isCurrencyCode } from '#core/domain/currency.ts';
import {
  moneyFromDecimal,
  moneyAt,
  parseRecord,
  type SourceRecord,
  unknownValue,
} from '#core/connectors/sdk/index.ts';
import type { Observation } from '#core/domain/entity.ts';
import type { LedgerDocument, LedgerDocumentType, LedgerLine } from '#core/domain/ledger.ts';
import { type Money, sum } from '#core/domain/money.ts';
import { type LineRow, transactionRecord, type TransactionRow } from '../schemas.ts';
import { referenceId } from './references.ts';

const typeByCode: Readonly<Record<string, LedgerDocumentType>> = {
  CustInvc: 'invoice',
  CustCred: 'credit-memo',
  CustPymt: 'payment',
  CustRfnd: 'refund',
  Journal: 'journal',
};

/** NetSuite's status letters mean something else on each type. */
const statusByType: Readonly<Record<LedgerDocumentType, Readonly<Record<string, string>>>> = {
  invoice: { A: 'open', B: 'paid in full', D: 'pending approval', E: 'rejected', V: 'voided' },
  'credit-memo': { A: 'open', B: 'fully applied', V: 'voided' },
  payment: { A: 'unapproved', B: 'not deposited', C: 'deposited', V: 'voided' },
  refund: { R: 'refunded', V: 'voided' },
  journal: { A: 'pending approval', B: 'approved for posting', C: 'rejected', V: 'voided' },
};

export function translateTransaction(record: SourceRecord): Observation<LedgerDocument> {
  const { transaction, lines } = parseRecord(record, transactionRecord, 'plain');
  const type = typeByCode[transaction.type];
  if (type === undefined)
    return unknownValue('$.transaction.type', transaction.type, Object.keys(typeByCode));
  const statuses = statusByType[type];
  const status = statuses[transaction.status];
  if (status === undefined) {
    return unknownValue('$.transaction.status', transaction.status, Object.keys(statuses));
  }
  const currency = transaction.currencysymbol;
  if (!isCurrencyCode(currency)) {
    return unknownValue('$.transaction.currencysymbol', currency, ['an ISO 4217 code']);
  }
  const ledgerLines = lines
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => belongs(type, line))
    .map(({ line, index }) => toLine(line, index, currency));
  return {
    externalId: transaction.id,
    entity: toDocument(transaction, type, { status, lines: ledgerLines, tax: taxOf(type, lines, currency) }),
    ordering: { by: 'instant', at: transaction.lastmodifieddate },
    effectiveOn: transaction.trandate,
  };
}

function toDocument(
  row: TransactionRow,
  type: LedgerDocumentType,
  read: Pick<LedgerDocument, 'status' | 'lines' | 'tax'>,
): LedgerDocument {
  const amount = (text: string, field: string): Money =>
    moneyAt(moneyFromDecimal(text, row.currencysymbol), `$.transaction.${field}`);
  const open = row.foreignamountunpaid;
  return {
    kind: 'ledger-document',
    type,
    number: row.tranid ?? null,
    externalKey: row.externalid ?? null,
    // Cash has no reference field of its own: older integrations write it into the memo.
    reference: row.otherrefnum ?? (isCash(row.type) ? (row.memo ?? null) : null),
    customerExternalId: row.entity ?? null,
    subsidiaryExternalId: row.subsidiary,
    periodExternalId: row.postingperiod ?? null,
    postedOn: row.trandate,
    exchangeRate: row.exchangerate ?? null,
    total: amount(row.foreigntotal, 'foreigntotal'),
    open: open === undefined ? null : amount(open, 'foreignamountunpaid'),
    isVoid: row.voided === 'T',
    memo: row.memo ?? null,
    createdById: row.createdby ?? null,
    lastModifiedById: row.lastmodifiedby ?? null,
    lastModifiedBy: row.lastmodifiedbyname ?? row.lastmodifiedby ?? null,
    ...read,
  };
}

/** The main line repeats the document's total. Cash documents have no other: theirs carries the bank account. */
function belongs(type: LedgerDocumentType, line: LineRow): boolean {
  return line.mainline === 'F' || type === 'payment' || type === 'refund';
}

function toLine(line: LineRow, index: number, currency: string): LedgerLine {
  const where = `$.lines[${index}]`;
  return {
    lineNumber: Number(line.linesequencenumber),
    itemExternalId: referenceId('item', line.item),
    accountExternalId: referenceId('account', line.account),
    quantity: line.quantity === undefined ? null : Number(line.quantity),
    amount: moneyAt(moneyFromDecimal(line.foreignamount ?? '0', currency), `${where}.foreignamount`),
    taxCodeExternalId: referenceId('tax-code', line.taxcode),
    departmentExternalId: referenceId('department', line.department),
    classExternalId: referenceId('class', line.class),
    locationExternalId: referenceId('location', line.location),
  };
}

/** Sum of the lines' tax; only invoices and credit memos carry tax. */
function taxOf(type: LedgerDocumentType, lines: readonly LineRow[], currency: string): Money | null {
  if (type !== 'invoice' && type !== 'credit-memo') return null;
  const taxes = lines.map((line, index) =>
    line.mainline === 'T' || line.taxamount === undefined
      ? null
      : moneyAt(moneyFromDecimal(line.taxamount, currency), `$.lines[${index}].taxamount`),
  );
  return sum(
    taxes.filter((tax) => tax !== null),
    currency,
  );
}

function isCash(type: string): boolean {
  return type === 'CustPymt' || type === 'CustRfnd';
}
