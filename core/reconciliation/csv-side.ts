import { type Failure, type Result, err, ok } from '../base/result.ts';
import { currencyExponent } from '../domain/currency.ts';
import { type AmountFault, AmountReader } from './csv-amount.ts';
import { CsvRecords, recordBytesMax, recordKind } from './csv-records.ts';
import { type DateFormat, dayNumberOf, notADay, parseDateFormat } from './date-format.ts';
import { noCode } from './dictionary.ts';
import { type DocumentSet, DocumentSetBuilder, type Vocabulary } from './document-set.ts';
import { IdIndex } from './id-index.ts';
import { IntList } from './match-run.ts';
import { type RejectionCode, RejectedRows, shownValue } from './rejected-rows.ts';
import type { ColumnField, FileRules } from './rules-file.ts';
import { isUtf8 } from './utf8.ts';
import { present } from '../base/assert.ts';

export type CsvFailure = Failure<
  'FILE_EMPTY' | 'FILE_NOT_UTF8' | 'HEADER_UNREADABLE' | 'HEADER_COLUMN_MISSING' | 'HEADER_COLUMN_TWICE'
>;

const nothing = [0, 0] as const;

/** Space and tab: what a text has around it by accident. */
function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9;
}

/** Reads one CSV file, piece by piece, into the columns of a document set. */
export class CsvSide {
  readonly rejected = new RejectedRows();
  /** Rows after the header, rejected ones included. */
  rowCount = 0;
  readonly #file: FileRules;
  readonly #path: string;
  readonly #records: CsvRecords;
  readonly #builder: DocumentSetBuilder;
  readonly #ids: IdIndex;
  readonly #amounts: AmountReader;
  readonly #dateFormat: DateFormat;
  /** The line of every accepted row. */
  readonly #lines = new IntList();
  #header: readonly string[] | null = null;
  #at: Record<ColumnField, number> = {} as Record<ColumnField, number>;
  /** Code and exponent of the currency last seen under three letters packed into one number. */
  readonly #currencies = new Map<number, { readonly code: number; readonly exponent: number } | null>();
  #fixedCurrency: { readonly code: number; readonly exponent: number } | null = null;

  constructor(path: string, file: FileRules, vocabulary: Vocabulary, expectedRows: number) {
    this.#path = path;
    this.#file = file;
    this.#records = new CsvRecords(file.delimiter);
    this.#builder = new DocumentSetBuilder(vocabulary, expectedRows);
    this.#ids = new IdIndex(this.#builder.id, expectedRows);
    this.#amounts = new AmountReader(file.decimalMark);
    this.#dateFormat = present(parseDateFormat(file.dateFormat), 'the rules were validated');
    if (file.currency !== null) {
      const exponent = present(currencyExponent(file.currency), 'the rules were validated');
      this.#fixedCurrency = { code: vocabulary.currency.internText(file.currency), exponent };
    }
  }

  /** Reads what is complete in the bytes so far. */
  push(piece: Uint8Array): Result<void, CsvFailure> {
    this.#records.push(piece);
    return this.#readRecords();
  }

  finish(): Result<DocumentSet, CsvFailure> {
    this.#records.finish();
    const read = this.#readRecords();
    if (!read.ok) return read;
    if (this.#header === null) {
      return err({
        code: 'FILE_EMPTY',
        message: `${this.#path} is empty`,
        where: this.#path,
        fix: 'Give a CSV file whose first line names its columns.',
      });
    }
    return ok(this.#builder.finish());
  }

  #readRecords(): Result<void, CsvFailure> {
    for (;;) {
      const kind = this.#records.next();
      if (kind === recordKind.more) return ok(undefined);
      if (this.#header === null) {
        const header = this.#readHeader(kind);
        if (!header.ok) return header;
        continue;
      }
      if (kind === recordKind.record) this.#readRow(this.#header);
      else this.#rejectRecord(kind === recordKind.tooLong ? 'RECORD_TOO_LONG' : 'BAD_QUOTE');
    }
  }

  #readHeader(kind: number): Result<void, CsvFailure> {
    const { bytes, starts, ends, fieldCount, recordStart, recordEnd, line } = this.#records;
    const where = `${this.#path}:${line}`;
    if (kind !== recordKind.record || fieldCount > starts.length) {
      const message = `${where}: the header line cannot be read`;
      return err({
        code: 'HEADER_UNREADABLE',
        message,
        where,
        fix: 'Close every quote and name at most 4,096 columns.',
      });
    }
    if (!isUtf8(bytes, recordStart, recordEnd)) {
      const message = `${where}: the file is not UTF-8`;
      return err({ code: 'FILE_NOT_UTF8', message, where, fix: 'Save the file as "CSV UTF-8".' });
    }
    const header = Array.from({ length: fieldCount }, (_, at) =>
      new TextDecoder().decode(bytes.subarray(starts[at], ends[at])).trim(),
    );
    const places: Partial<Record<ColumnField, number>> = {};
    for (const field of [
      'id',
      'reference',
      'documentNumber',
      'externalLink',
      'customer',
      'entity',
      'kind',
      'currency',
      'amount',
      'date',
    ] as const) {
      const name = this.#file.columns[field];
      places[field] = name === undefined ? -1 : header.indexOf(name);
      if (name === undefined) continue;
      if (places[field] === -1) return err(this.#missingColumn(field, name, header, where));
      if (header.indexOf(name) !== header.lastIndexOf(name)) {
        const message = `${where}: two columns are called "${name}"`;
        return err({
          code: 'HEADER_COLUMN_TWICE',
          message,
          where,
          fix: `Give the ${field} column a name of its own.`,
        });
      }
    }
    this.#at = places as Record<ColumnField, number>;
    this.#header = header;
    return ok(undefined);
  }

  #missingColumn(field: string, name: string, header: readonly string[], where: string): CsvFailure {
    const found = header.map((column) => `"${column}"`).join(', ');
    const hint = header.length === 1 ? ' If that is one line of several columns, set "delimiter".' : '';
    return {
      code: 'HEADER_COLUMN_MISSING',
      message: `${where}: no column "${name}" for ${field}; the header has ${found.slice(0, 400)}`,
      where,
      fix: `Name the column of ${field} in the rules as it is in the header.${hint}`,
    };
  }

  #readRow(header: readonly string[]): void {
    const records = this.#records;
    const { bytes, starts, ends, fieldCount } = records;
    if (fieldCount === 1 && starts[0] === ends[0] && header.length > 1) return;
    if (fieldCount !== header.length) {
      this.rowCount += 1;
      this.#rejectColumnCount(fieldCount, header.length);
      return;
    }
    this.rowCount += 1;
    if (records.hasHighBytes && !isUtf8(bytes, records.recordStart, records.recordEnd)) {
      this.#rejectRecord('INVALID_UTF8');
      return;
    }
    const currency = this.#fixedCurrency ?? this.#currencyAt(this.#at.currency);
    if (currency === null) return;
    const amountMinor = this.#amountAt(this.#at.amount, currency.exponent);
    if (Number.isNaN(amountMinor)) return;
    const day = this.#dayAt(this.#at.date);
    if (day === notADay) return;
    if (this.#addId()) this.#addRow(currency.code, amountMinor, day);
  }

  /** Adds the id of the row; false where there is none or it was there before. */
  #addId(): boolean {
    const { bytes } = this.#records;
    const [idFrom, idTo] = this.#trimmed(this.#at.id);
    if (idFrom === idTo) {
      this.#reject('ID_EMPTY', 'id', 'the id is empty', 'Give every row an id of its own.');
      return false;
    }
    const builder = this.#builder;
    builder.id.appendBytes(bytes, idFrom, idTo);
    const earlier = this.#ids.add(builder.count);
    if (earlier >= 0) {
      builder.id.dropLast();
      const reason = `line ${this.#lines.values[earlier]} has this id already`;
      this.#reject(
        'ID_DUPLICATE',
        'id',
        reason,
        'Give every row an id of its own; the first row with it was kept.',
      );
      return false;
    }
    return true;
  }

  #addRow(currency: number, amountMinor: number, day: number): void {
    const builder = this.#builder;
    this.#lines.push(this.#records.line);
    this.#appendText(builder.reference, this.#at.reference);
    this.#appendText(builder.documentNumber, this.#at.documentNumber);
    this.#appendText(builder.externalLink, this.#at.externalLink);
    const { vocabulary } = builder;
    builder.addCodes({
      customer: this.#codeAt(vocabulary.customer, this.#at.customer),
      entity: this.#codeAt(vocabulary.entity, this.#at.entity),
      kind: this.#codeAt(vocabulary.kind, this.#at.kind),
      currency,
      amountMinor,
      day,
    });
  }

  #appendText(column: DocumentSetBuilder['id'], field: number): void {
    const [from, to] = field < 0 ? nothing : this.#trimmed(field);
    column.appendBytes(this.#records.bytes, from, to);
  }

  #codeAt(dictionary: Vocabulary['customer'], field: number): number {
    if (field < 0) return noCode;
    const [from, to] = this.#trimmed(field);
    return dictionary.internBytes(this.#records.bytes, from, to);
  }

  /** Where a field's text is without the blanks around it. */
  #trimmed(field: number): readonly [number, number] {
    const { bytes, starts, ends } = this.#records;
    let from = starts[field] as number;
    let to = ends[field] as number;
    while (from < to && isBlank(bytes[from])) from += 1;
    while (to > from && isBlank(bytes[to - 1])) to -= 1;
    return [from, to];
  }

  #currencyAt(field: number): { readonly code: number; readonly exponent: number } | null {
    const { bytes } = this.#records;
    const [from, to] = this.#trimmed(field);
    const packed =
      to - from === 3
        ? ((bytes[from] as number) << 16) | ((bytes[from + 1] as number) << 8) | (bytes[from + 2] as number)
        : 0;
    let known = this.#currencies.get(packed);
    if (known === undefined) {
      const text = packed === 0 ? '' : shownValue(bytes, from, to);
      const exponent = currencyExponent(text);
      known =
        exponent === null ? null : { code: this.#builder.vocabulary.currency.internText(text), exponent };
      this.#currencies.set(packed, known);
    }
    if (known === null) {
      const fix = 'Write a three-letter ISO 4217 code in capitals, such as USD, EUR or JPY.';
      this.#reject('CURRENCY_UNKNOWN', 'currency', 'not an ISO 4217 currency code', fix);
    }
    return known;
  }

  #amountAt(field: number, exponent: number): number {
    const [from, to] = this.#trimmed(field);
    const digits = this.#file.amountFormat === 'minor' ? 0 : exponent;
    const amount = this.#amounts.read(this.#records.bytes, from, to, digits);
    if (Number.isNaN(amount)) this.#rejectAmount(this.#amounts.fault, digits);
    return amount;
  }

  #rejectAmount(fault: AmountFault, digits: number): void {
    const example = digits === 0 ? '1234' : `1234${this.#file.decimalMark}${'5'.padEnd(digits, '0')}`;
    const form = `Write digits with at most one "${this.#file.decimalMark}", such as ${example}: no thousands separators, signs of currency or exponents.`;
    if (fault === 'too-precise') {
      const fix = `Give the amount with at most ${digits} decimals; it is not rounded for you.`;
      this.#reject('AMOUNT_TOO_PRECISE', 'amount', `more than ${digits} decimals`, fix);
    } else if (fault === 'too-large') {
      const fix = 'Amounts go up to 1,125,899,906,842,624 minor units; split the row or check its unit.';
      this.#reject('AMOUNT_TOO_LARGE', 'amount', 'larger than an amount can be', fix);
    } else {
      this.#reject('AMOUNT_INVALID', 'amount', 'not an amount', form);
    }
  }

  #dayAt(field: number): number {
    const [from, to] = this.#trimmed(field);
    const day = dayNumberOf(this.#records.bytes, from, to, this.#dateFormat);
    if (day === notADay) {
      const { dateFormat } = this.#file;
      this.#reject(
        'DATE_INVALID',
        'date',
        `not a day written ${dateFormat}`,
        `Write a day of the calendar as ${dateFormat}.`,
      );
    }
    return day;
  }

  #reject(code: RejectionCode, field: ColumnField, reason: string, fix: string): void {
    const { bytes, starts, ends, line } = this.#records;
    const at = this.#at[field];
    const value = at < 0 ? '' : shownValue(bytes, starts[at] as number, ends[at] as number);
    this.rejected.add({ line, column: this.#file.columns[field] ?? null, value, code, reason, fix });
  }

  #rejectColumnCount(found: number, expected: number): void {
    const { bytes, recordStart, recordEnd, line } = this.#records;
    this.rejected.add({
      line,
      column: null,
      value: shownValue(bytes, recordStart, recordEnd),
      code: 'WRONG_COLUMN_COUNT',
      reason: `${found} columns where the header has ${expected}`,
      fix: 'Quote fields that contain the delimiter, and give every row all columns.',
    });
  }

  #rejectRecord(code: 'BAD_QUOTE' | 'RECORD_TOO_LONG' | 'INVALID_UTF8'): void {
    const { bytes, recordStart, recordEnd, line } = this.#records;
    if (code !== 'INVALID_UTF8') this.rowCount += 1;
    const [reason, fix] = {
      BAD_QUOTE: [
        'a quoted field is not closed, or text follows its closing quote',
        'Double every quote inside a quoted field.',
      ],
      RECORD_TOO_LONG: [
        `a row of more than ${recordBytesMax} bytes, as after a quote that is not closed`,
        'Close the quote, or shorten the row.',
      ],
      INVALID_UTF8: ['bytes that are not UTF-8', 'Save the file as "CSV UTF-8".'],
    }[code] as [string, string];
    this.rejected.add({
      line,
      column: null,
      value: shownValue(bytes, recordStart, recordEnd),
      code,
      reason,
      fix,
    });
  }
}
