import { assert } from '../base/assert.ts';
import { type CurrencyCode, isCurrencyCode } from '../domain/currency.ts';
import { type Day, dayNumber, dayOfNumber } from '../domain/day.ts';
import { Dictionary, noCode } from './dictionary.ts';
import { type TextColumn, TextColumnBuilder, textAt, trimmed } from './text-column.ts';

/** One document of one side, as the engine compares it. `id` is unique within its side. */
export interface ReconciliationDocument {
  readonly id: string;
  /** The business reference that both sides may carry (invoice number, order number). */
  readonly reference?: string | null;
  readonly documentNumber?: string | null;
  /** The id by which one system points at the other's record. */
  readonly externalLink?: string | null;
  readonly customer?: string | null;
  readonly currency: CurrencyCode;
  /** Integer minor units of `currency`; magnitude at most 2^50, so that a sum of eight stays exact. */
  readonly amountMinor: bigint | number;
  readonly day: Day;
  readonly entity?: string | null;
  readonly kind?: string | null;
}

export type TextField = 'id' | 'reference' | 'documentNumber' | 'externalLink';
export type CodeField = 'customer' | 'entity' | 'kind';
export type DocumentField = TextField | CodeField;

/** Largest magnitude of an amount: a sum of eight of them is a safe integer. */
export const amountMinorMax = 2 ** 50;

/** Codes shared by the two sides of one reconciliation. */
export class Vocabulary {
  readonly currency = new Dictionary();
  readonly customer = new Dictionary();
  readonly entity = new Dictionary();
  readonly kind = new Dictionary();
}

/** One side: a column per field. Rows are numbered from 0; nothing that is decided depends on their order. */
export interface DocumentSet {
  readonly count: number;
  readonly vocabulary: Vocabulary;
  readonly id: TextColumn;
  readonly reference: TextColumn;
  /** Null where no row has one, as for `externalLink`, `entity` and `kind`. */
  readonly documentNumber: TextColumn | null;
  readonly externalLink: TextColumn | null;
  readonly customer: Int32Array;
  readonly entity: Int32Array | null;
  readonly kind: Int32Array | null;
  readonly currency: Int32Array;
  /** Some amount does not fit into 32 bits. */
  readonly hasWideAmounts: boolean;
  /** Safe integers of minor units. */
  readonly amountMinor: Float64Array;
  /** Days since 1970-01-01. */
  readonly day: Int32Array;
}

export class DocumentSetBuilder {
  readonly vocabulary: Vocabulary;
  readonly id: TextColumnBuilder;
  readonly reference: TextColumnBuilder;
  readonly documentNumber: TextColumnBuilder;
  readonly externalLink: TextColumnBuilder;
  #customer: Int32Array;
  #entity: Int32Array;
  #kind: Int32Array;
  #currency: Int32Array;
  #amountMinor: Float64Array;
  #day: Int32Array;
  #count = 0;
  #hasWideAmounts = false;

  constructor(vocabulary: Vocabulary, expectedRows = 1024) {
    const rows = Math.max(16, expectedRows);
    this.vocabulary = vocabulary;
    this.id = new TextColumnBuilder(rows);
    this.reference = new TextColumnBuilder(rows);
    this.documentNumber = new TextColumnBuilder(rows, 0);
    this.externalLink = new TextColumnBuilder(rows, 0);
    this.#customer = new Int32Array(rows);
    this.#entity = new Int32Array(rows);
    this.#kind = new Int32Array(rows);
    this.#currency = new Int32Array(rows);
    this.#amountMinor = new Float64Array(rows);
    this.#day = new Int32Array(rows);
  }

  get count(): number {
    return this.#count;
  }

  add(document: ReconciliationDocument): void {
    assert(isCurrencyCode(document.currency), `not a currency: ${document.currency}`);
    assert(document.id !== '', 'a document has an id');
    this.id.appendText(document.id);
    this.reference.appendText(document.reference ?? '');
    this.documentNumber.appendText(document.documentNumber ?? '');
    this.externalLink.appendText(document.externalLink ?? '');
    const { customer, entity, kind, currency } = this.vocabulary;
    this.addCodes({
      customer: customer.internText(document.customer),
      entity: entity.internText(document.entity),
      kind: kind.internText(document.kind),
      currency: currency.internText(document.currency),
      amountMinor: Number(document.amountMinor),
      day: dayNumber(document.day),
    });
  }

  /** Closes a row whose four texts were appended to the text columns by the caller. */
  addCodes(row: {
    readonly customer: number;
    readonly entity: number;
    readonly kind: number;
    readonly currency: number;
    readonly amountMinor: number;
    readonly day: number;
  }): void {
    assert(
      Number.isInteger(row.amountMinor) && Math.abs(row.amountMinor) <= amountMinorMax,
      `an amount is an integer of minor units up to 2^50: ${row.amountMinor}`,
    );
    if (this.#count === this.#day.length) this.#grow();
    const at = this.#count;
    this.#customer[at] = row.customer;
    this.#entity[at] = row.entity;
    this.#kind[at] = row.kind;
    this.#currency[at] = row.currency;
    // Adding 0 makes negative zero plain zero, so that equal amounts have equal bits.
    this.#amountMinor[at] = row.amountMinor + 0;
    this.#day[at] = row.day;
    this.#hasWideAmounts ||= (row.amountMinor | 0) !== row.amountMinor;
    this.#count += 1;
  }

  finish(): DocumentSet {
    const count = this.#count;
    return {
      count,
      vocabulary: this.vocabulary,
      id: this.id.finish(),
      reference: this.reference.finish(),
      documentNumber: unlessBlank(this.documentNumber),
      externalLink: unlessBlank(this.externalLink),
      customer: trimmed(this.#customer, count),
      entity: unlessUncoded(trimmed(this.#entity, count)),
      kind: unlessUncoded(trimmed(this.#kind, count)),
      currency: trimmed(this.#currency, count),
      hasWideAmounts: this.#hasWideAmounts,
      amountMinor: trimmed(this.#amountMinor, count),
      day: trimmed(this.#day, count),
    };
  }

  #grow(): void {
    const size = Math.ceil(this.#day.length * 1.5);
    this.#customer = grownInt32(this.#customer, size);
    this.#entity = grownInt32(this.#entity, size);
    this.#kind = grownInt32(this.#kind, size);
    this.#currency = grownInt32(this.#currency, size);
    this.#day = grownInt32(this.#day, size);
    const amountMinor = new Float64Array(size);
    amountMinor.set(this.#amountMinor);
    this.#amountMinor = amountMinor;
  }
}

function unlessBlank(builder: TextColumnBuilder): TextColumn | null {
  return builder.starts[builder.count] === 0 ? null : builder.finish();
}

function unlessUncoded(codes: Int32Array): Int32Array | null {
  return codes.every((code) => code === noCode) ? null : codes;
}

function optionalText(column: TextColumn | null, row: number): string | null {
  return column === null ? null : textAt(column, row) || null;
}

export function grownInt32(values: Int32Array, size: number): Int32Array {
  const grown = new Int32Array(size);
  grown.set(values);
  return grown;
}

/** Row `row` as a document again. */
export function documentAt(set: DocumentSet, row: number): ReconciliationDocument {
  const { vocabulary } = set;
  return {
    id: textAt(set.id, row),
    reference: textAt(set.reference, row) || null,
    documentNumber: optionalText(set.documentNumber, row),
    externalLink: optionalText(set.externalLink, row),
    customer: vocabulary.customer.text(set.customer[row] as number) || null,
    entity: vocabulary.entity.text(set.entity?.[row] ?? noCode) || null,
    kind: vocabulary.kind.text(set.kind?.[row] ?? noCode) || null,
    currency: vocabulary.currency.text(set.currency[row] as number),
    amountMinor: BigInt(set.amountMinor[row] as number),
    day: dayOfNumber(set.day[row] as number),
  };
}
