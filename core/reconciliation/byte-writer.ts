import { guardFormula } from './formula-guard.ts';
import { type TextColumn, textAt, textEnd } from './text-column.ts';

const flushBytes = 1 << 18;
const spareBytes = 1 << 16;
const encoder = new TextEncoder();
const zero = 48;
const minus = 45;
const doubleQuote = 34;

/** Where a report goes: a file that appears when it is complete, or not at all. */
export interface ReportSink {
  write(bytes: Uint8Array): Promise<void>;
  /** Makes what was written visible under its name. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** Collects the bytes of a report and hands them on in pieces; texts are copied as bytes, never joined as strings. */
export class ByteWriter {
  readonly #sink: ReportSink;
  #bytes = new Uint8Array(flushBytes + spareBytes);
  #length = 0;

  constructor(sink: ReportSink) {
    this.#sink = sink;
  }

  /** Whether it is time to `await flush()`. */
  get isFull(): boolean {
    return this.#length >= flushBytes;
  }

  async flush(): Promise<void> {
    const piece = this.#bytes.subarray(0, this.#length);
    await this.#sink.write(piece);
    this.#length = 0;
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#makeRoom(1);
    this.#bytes[this.#length++] = value;
  }

  ascii(text: string): void {
    this.#makeRoom(text.length);
    for (let at = 0; at < text.length; at += 1) this.#bytes[this.#length++] = text.charCodeAt(at);
  }

  utf8(text: string): void {
    this.#makeRoom(text.length * 3);
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /** A safe integer in decimal digits. */
  integer(value: number): void {
    this.#makeRoom(20);
    if (value < 0) this.#bytes[this.#length++] = minus;
    let rest = Math.abs(value);
    let digits = 1;
    for (let bound = 10; bound <= rest; bound *= 10) digits += 1;
    const bytes = this.#bytes;
    for (let at = this.#length + digits - 1; at >= this.#length; at -= 1) {
      const next = Math.floor(rest / 10);
      bytes[at] = zero + (rest - next * 10);
      rest = next;
    }
    this.#length += digits;
  }

  /** Minor units as plain decimal text with `exponent` decimals ("-1234.50"). */
  amount(minor: number, exponent: number): void {
    if (exponent === 0) {
      this.integer(minor);
      return;
    }
    if (minor < 0) this.byte(minus);
    const magnitude = Math.abs(minor);
    const unit = 10 ** exponent;
    const whole = Math.floor(magnitude / unit);
    this.integer(whole);
    this.byte(46);
    let fraction = magnitude - whole * unit;
    for (let place = unit / 10; place >= 1; place /= 10) {
      const digit = Math.floor(fraction / place);
      this.byte(zero + digit);
      fraction -= digit * place;
    }
  }

  /** A text cell of a CSV file: guarded against formulas, quoted where it has to be. */
  csvText(column: TextColumn, row: number): void {
    if (!this.#copyPlain(column, row)) this.csvString(textAt(column, row));
  }

  csvString(text: string): void {
    this.utf8(csvCell(text));
  }

  /** A cell of `csvCellBytes`. */
  copy(cell: Uint8Array): void {
    this.#makeRoom(cell.length);
    this.#bytes.set(cell, this.#length);
    this.#length += cell.length;
  }

  /** A JSON string. */
  jsonText(column: TextColumn, row: number): void {
    const start = this.#length;
    this.byte(doubleQuote);
    if (this.#copyPlain(column, row)) {
      this.byte(doubleQuote);
      return;
    }
    this.#length = start;
    this.utf8(JSON.stringify(textAt(column, row)));
  }

  json(value: unknown): void {
    this.utf8(JSON.stringify(value));
  }

  /** Copies a text that is written as it is in CSV and in JSON; false, with nothing written, where it is not. */
  #copyPlain(column: TextColumn, row: number): boolean {
    const { bytes } = column;
    const from = (column.starts[row] as number) * 4;
    const end = textEnd(column, row);
    if (from < end && plainClass[bytes[from] as number] !== 2) return false;
    this.#makeRoom(end - from);
    const into = this.#bytes;
    let length = this.#length;
    for (let at = from; at < end; at += 1) {
      const byte = bytes[at] as number;
      if (plainClass[byte] === 0) return false;
      into[length++] = byte;
    }
    this.#length = length;
    return true;
  }

  #makeRoom(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

function csvCell(text: string): string {
  const guarded = guardFormula(text);
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** A text cell as `csvString` writes it, for a text that is written again and again. */
export function csvCellBytes(text: string): Uint8Array {
  return encoder.encode(csvCell(text));
}

/** 2: a letter or digit; 1: another byte that needs neither quotes nor escapes inside a text; 0: the rest. */
const plainClass = new Uint8Array(256);
for (const character of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') {
  plainClass[character.charCodeAt(0)] = 2;
}
for (const character of '-_./: ') plainClass[character.charCodeAt(0)] = 1;
