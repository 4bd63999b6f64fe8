import type { Failure } from '#core/base/result.ts';
import type { Application, PostingLine } from '#core/domain/command.ts';
import { isCurrencyCode } from '#core/domain/currency.ts';
import { isDay } from '#core/domain/day.ts';
import { type Money, sum, toDecimal } from '#core/domain/money.ts';
import { vendorId } from './ids.ts';
import type { LedgerCommand } from './targets.ts';

/** Longest texts that NetSuite takes; it would refuse longer ones only after the approval. */
const referenceLengthMax = 45;
const memoLengthMax = 999;
const descriptionLengthMax = 4_000;

/** `|` separates several ids in NetSuite; the rest keeps the id safe in a path and in a query. */
const externalIdPattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;

/** What is wrong with a command before any byte of it is written; null when nothing is. */
export function checkCommand(command: LedgerCommand, externalId: string): Failure | null {
  if (!externalIdPattern.test(externalId)) {
    return wrong('EXTERNAL_ID_INVALID', 'externalId', `"${externalId}" cannot be an external id in NetSuite`);
  }
  return checkHead(command) ?? checkAmounts(command) ?? checkApplications(command);
}

function wrong(code: string, where: string, message: string): Failure {
  return { code, message, where: `$.${where}` };
}

function checkHead(command: LedgerCommand): Failure | null {
  if (!isCurrencyCode(command.currency)) {
    return wrong('CURRENCY_UNKNOWN', 'currency', `"${command.currency}" is not an ISO 4217 currency code`);
  }
  if (!isDay(command.postedOn)) return wrong('DAY_INVALID', 'postedOn', `"${command.postedOn}" is not a day`);
  const { subsidiaryId, customerId, currencyId } = command;
  const ids: [string, string, string | null][] = [
    ['subsidiaryId', subsidiaryId, null],
    ['customerId', customerId, null],
    ['currencyId', currencyId, 'currency'],
    ...('accountId' in command
      ? [['accountId', command.accountId, 'account'] as [string, string, string]]
      : []),
  ];
  for (const [where, id, type] of ids) {
    if (vendorId(id, type) === null) return wrong('ID_INVALID', where, `"${id}" is not an id of NetSuite`);
  }
  if (command.reference === '' || command.reference.length > referenceLengthMax) {
    const message = `the reference must have 1 to ${referenceLengthMax} characters`;
    return wrong('TEXT_INVALID', 'reference', message);
  }
  if (command.memo.length > memoLengthMax) {
    return wrong('TEXT_INVALID', 'memo', `the memo has more than ${memoLengthMax} characters`);
  }
  if (command.type === 'invoice.post' && command.dueOn !== null && !isDay(command.dueOn)) {
    return wrong('DAY_INVALID', 'dueOn', `"${command.dueOn}" is not a day`);
  }
  return null;
}

function checkAmounts(command: LedgerCommand): Failure | null {
  const { total, currency } = command;
  if (total.currency !== currency) return otherCurrency('total', total, currency);
  if (total.minor <= 0n && !('lines' in command)) {
    return wrong('AMOUNT_INVALID', 'total', 'a payment or refund has an amount above zero');
  }
  if (!('lines' in command)) return null;
  if (total.minor < 0n) return wrong('AMOUNT_INVALID', 'total', 'the total of a document is not negative');
  if (command.lines.length === 0) return wrong('LINES_MISSING', 'lines', 'the document has no line');
  for (const [index, line] of command.lines.entries()) {
    const failure = checkLine(line, `lines[${index}]`, currency);
    if (failure !== null) return failure;
  }
  const added = sum(
    command.lines.flatMap(({ amount, tax }) => [amount, tax]),
    currency,
  );
  if (added.minor === total.minor) return null;
  const message = `lines and tax add up to ${toDecimal(added)}, the total says ${toDecimal(total)} ${currency}`;
  return wrong('TOTAL_MISMATCH', 'total', message);
}

function checkLine(line: PostingLine, where: string, currency: string): Failure | null {
  if (line.amount.currency !== currency) return otherCurrency(`${where}.amount`, line.amount, currency);
  if (line.tax.currency !== currency) return otherCurrency(`${where}.tax`, line.tax, currency);
  const ids: [string, string | null, string][] = [
    ['itemId', line.itemId, 'item'],
    ['taxCodeId', line.taxCodeId, 'tax-code'],
    ['departmentId', line.departmentId, 'department'],
    ['classId', line.classId, 'class'],
    ['locationId', line.locationId, 'location'],
  ];
  for (const [name, id, type] of ids) {
    if (id !== null && vendorId(id, type) === null) {
      return wrong('ID_INVALID', `${where}.${name}`, `"${id}" is not the id of a ${type} in NetSuite`);
    }
  }
  if (line.taxCodeId === null && line.tax.minor !== 0n) {
    return wrong('TAX_CODE_MISSING', `${where}.taxCodeId`, 'a line with tax needs a tax code');
  }
  if (!Number.isFinite(line.quantity)) return wrong('QUANTITY_INVALID', `${where}.quantity`, 'not a number');
  if (line.description.length > descriptionLengthMax) {
    const message = `the description has more than ${descriptionLengthMax} characters`;
    return wrong('TEXT_INVALID', `${where}.description`, message);
  }
  return null;
}

function checkApplications(command: LedgerCommand): Failure | null {
  if (!('applications' in command)) return null;
  const { applications, currency, total } = command;
  const seen = new Set<string>();
  for (const [index, application] of applications.entries()) {
    const failure = checkApplication(application, `applications[${index}]`, currency);
    if (failure !== null) return failure;
    if (seen.has(application.documentId)) {
      const message = `document ${application.documentId} is applied to twice`;
      return wrong('APPLICATION_REPEATED', `applications[${index}].documentId`, message);
    }
    seen.add(application.documentId);
  }
  const applied = sum(
    applications.map(({ amount }) => amount),
    currency,
  );
  if (applied.minor > total.minor) {
    return wrong(
      'APPLICATIONS_TOO_LARGE',
      'applications',
      `${toDecimal(applied)} applied of ${toDecimal(total)}`,
    );
  }
  if (command.type === 'refund.post' && applied.minor !== total.minor) {
    const message = `a refund pays out what it applies to: ${toDecimal(applied)} applied of ${toDecimal(total)}`;
    return wrong('APPLICATIONS_MISMATCH', 'applications', message);
  }
  return null;
}

function checkApplication(
  { documentId, amount }: Application,
  where: string,
  currency: string,
): Failure | null {
  if (vendorId(documentId, null) === null) {
    return wrong('ID_INVALID', `${where}.documentId`, `"${documentId}" is not an id of NetSuite`);
  }
  if (amount.currency !== currency) return otherCurrency(`${where}.amount`, amount, currency);
  if (amount.minor <= 0n) return wrong('AMOUNT_INVALID', `${where}.amount`, 'an application is above zero');
  return null;
}

function otherCurrency(where: string, found: Money, expected: string): Failure {
  return wrong('CURRENCY_MIXED', where, `${found.currency} on a document in ${expected}`);
}
