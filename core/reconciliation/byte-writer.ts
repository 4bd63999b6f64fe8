import { guardFormula } from './formula-guard.ts';
import { type TextColumn, textEnd } from './text-column.ts';

const flushBytes = 1 << 18;
const spareBytes = 1 << 16;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const zero = 48;

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
    let rest = value;
    if (rest < 0) {
      this.#bytes[this.#length++] = 45;
      rest = -rest;
    }
    const start = this.#length;
    do {
      const next = Math.floor(rest / 10);
      this.#bytes[this.#length++] = zero + (rest - next * 10);
      rest = next;
    } while (rest > 0);
    this.#bytes.subarray(start, this.#length).reverse();
  }

  /** Minor units as plain decimal text with `exponent` decimals ("-1234.50"). */
  amount(minor: number, exponent: number): void {
    if (exponent === 0) {
      this.integer(minor);
      return;
    }
    if (minor < 0) this.byte(45);
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
    const from = (column.starts[row] as number) * 4;
    const end = textEnd(column, row);
    if (!isPlain(column.bytes, from, end)) {
      this.csvString(decoder.decode(column.bytes.subarray(from, end)));
      return;
    }
    this.#copy(column.bytes, from, end);
  }

  csvString(text: string): void {
    const guarded = guardFormula(text);
    this.utf8(/[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded);
  }

  /** A JSON string. */
  jsonText(column: TextColumn, row: number): void {
    const from = (column.starts[row] as number) * 4;
    const end = textEnd(column, row);
    if (!isPlain(column.bytes, from, end)) {
      this.utf8(JSON.stringify(decoder.decode(column.bytes.subarray(from, end))));
      return;
    }
    this.byte(34);
    this.#copy(column.bytes, from, end);
    this.byte(34);
  }

  json(value: unknown): void {
    this.utf8(JSON.stringify(value));
  }

  #copy(bytes: Uint8Array, from: number, end: number): void {
    this.#makeRoom(end - from);
    const into = this.#bytes;
    let length = this.#length;
    for (let at = from; at < end; at += 1) into[length++] = bytes[at] as number;
    this.#length = length;
  }

  #makeRoom(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** Letters, digits and `- _ . /` inside, beginning with a letter or digit: written as it is in CSV and JSON. */
const plainClass = new Uint8Array(256);
for (const character of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') {
  plainClass[character.charCodeAt(0)] = 2;
}
for (const character of '-_./: ') plainClass[character.charCodeAt(0)] = 1;

function isPlain(bytes: Uint8Array, from: number, end: number): boolean {
  if (from < end && plainClass[bytes[from] as number] !== 2) return false;
  for (let at = from; at < end; at += 1) if (plainClass[bytes[at] as number] === 0) return false;
  return true;
}
