const lineFeed = 10;
const carriageReturn = 13;
const quote = 34;

/** What `next` found. */
export const recordKind = {
  /** A record; its fields are in `starts` and `ends`. */
  record: 0,
  /** The bytes so far end inside a record. */
  more: 1,
  /** A quote that is never closed, or text after a closing quote; skipped to the next line. */
  badQuote: 2,
  /** A record longer than any document; skipped to the next line. */
  tooLong: 3,
} as const;

export type RecordKind = (typeof recordKind)[keyof typeof recordKind];

export const recordBytesMax = 1 << 20;
const fieldsMax = 4096;

/**
 * Reads RFC 4180 records from bytes that arrive in pieces. Fields are left where they are in the buffer: nothing is
 * decoded, and no string is made. Memory is one piece plus one record.
 */
export class CsvRecords {
  bytes = new Uint8Array(1 << 16);
  /** Bounds of the fields of the last record in `bytes`, quotes taken off. */
  readonly starts = new Int32Array(fieldsMax);
  readonly ends = new Int32Array(fieldsMax);
  /** May be more than `fieldsMax`: then only the count is true. */
  fieldCount = 0;
  /** The physical line on which the last record starts. */
  line = 1;
  /** Whether the last record has a byte outside ASCII. */
  hasHighBytes = false;
  recordStart = 0;
  recordEnd = 0;
  #nextLine = 1;
  #at = 0;
  #end = 0;
  #isLast = false;
  #isFirst = true;
  #isSkipping = false;
  #quotedLines = 0;
  #quotedEscapes = false;
  readonly #delimiter: number;
  /** 1 where a byte ends or changes an unquoted field, 2 where it is not ASCII. */
  readonly #class = new Uint8Array(256);

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#class.fill(2, 128);
    for (const byte of [lineFeed, carriageReturn, this.#delimiter]) this.#class[byte] = 1;
  }

  /** Adds the next piece. All records that were complete have been read. */
  push(piece: Uint8Array): void {
    const rest = this.#end - this.#at;
    const needed = rest + piece.length + 1;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(needed + 1024);
      grown.set(this.bytes.subarray(this.#at, this.#end));
      this.bytes = grown;
    } else {
      this.bytes.copyWithin(0, this.#at, this.#end);
    }
    this.bytes.set(piece, rest);
    this.#at = 0;
    this.#end = rest + piece.length;
    // A line feed after the last byte ends every scan without a test of the position.
    this.bytes[this.#end] = lineFeed;
  }

  /** Says that nothing follows: a last line without a line end is a record too. */
  finish(): void {
    this.#isLast = true;
  }

  next(): RecordKind {
    const bytes = this.bytes;
    const classes = this.#class;
    if (this.#isFirst && !this.#skipByteOrderMark()) return recordKind.more;
    if (this.#isSkipping && !this.#skipRest()) return recordKind.more;
    const start = this.#at;
    if (start >= this.#end) return recordKind.more;
    this.line = this.#nextLine;
    this.recordStart = start;
    this.hasHighBytes = false;
    let at = start;
    let field = 0;
    let lines = 0;
    let hasEscapes = false;
    for (;;) {
      let from = at;
      let to: number;
      if (bytes[at] === quote) {
        from = at + 1;
        const close = this.#closingQuote(from);
        if (close < 0) return this.#unclosed();
        if (this.#quotedEscapes) hasEscapes = true;
        lines += this.#quotedLines;
        to = close;
        at = close + 1;
        const isLoneReturn = bytes[at] === carriageReturn && bytes[at + 1] !== lineFeed;
        if (at < this.#end && (classes[bytes[at] as number] !== 1 || isLoneReturn)) {
          return this.#skipLine(recordKind.badQuote);
        }
      } else {
        to = this.#unquotedEnd(at);
        at = to;
      }
      if (field < fieldsMax) {
        this.starts[field] = from;
        this.ends[field] = to;
      }
      field += 1;
      if (at < this.#end && bytes[at] === this.#delimiter) {
        at += 1;
        continue;
      }
      break;
    }
    if (bytes[at] === carriageReturn) at += 1;
    if (at >= this.#end && !this.#isLast) return this.#needMore();
    this.#at = Math.min(at + 1, this.#end);
    this.recordEnd = Math.min(at, this.#end);
    this.#nextLine = this.line + lines + 1;
    this.fieldCount = field;
    if (hasEscapes) this.#unescape();
    return recordKind.record;
  }

  /** Where the unquoted field starting at `from` ends. */
  #unquotedEnd(from: number): number {
    const bytes = this.bytes;
    const classes = this.#class;
    for (let at = from; ; at += 1) {
      const kind = classes[bytes[at] as number] as number;
      if (kind === 1) {
        // A lone carriage return belongs to the field; before a line feed it belongs to the line end.
        if (bytes[at] !== carriageReturn || at >= this.#end || bytes[at + 1] === lineFeed) return at;
      } else if (kind === 2) {
        this.hasHighBytes = true;
      }
    }
  }

  /** False while too few bytes are there to tell. */
  #skipByteOrderMark(): boolean {
    if (this.#end - this.#at < 3 && !this.#isLast) return false;
    this.#isFirst = false;
    const [first, second, third] = this.bytes.subarray(this.#at, this.#end);
    if (first === 0xef && second === 0xbb && third === 0xbf) this.#at += 3;
    return true;
  }

  /** The place of the quote that closes the field starting at `from`, or -1. */
  #closingQuote(from: number): number {
    const bytes = this.bytes;
    const end = this.#end;
    this.#quotedLines = 0;
    this.#quotedEscapes = false;
    for (let at = from; at < end; at += 1) {
      const byte = bytes[at] as number;
      if (byte === quote) {
        if (at + 1 < end && bytes[at + 1] === quote) {
          this.#quotedEscapes = true;
          at += 1;
        } else if (at + 1 === end && !this.#isLast) {
          return -1;
        } else {
          return at;
        }
      } else if (byte === lineFeed) {
        this.#quotedLines += 1;
      } else if (byte >= 128) {
        this.hasHighBytes = true;
      }
    }
    return -1;
  }

  #unclosed(): RecordKind {
    return this.#isLast ? this.#skipLine(recordKind.badQuote) : this.#needMore();
  }

  #needMore(): RecordKind {
    if (this.#end - this.#at > recordBytesMax) return this.#skipLine(recordKind.tooLong);
    return recordKind.more;
  }

  /** Takes up reading after the first line of what could not be read, which may end in a later piece. */
  #skipLine(kind: RecordKind): RecordKind {
    const found = this.bytes.indexOf(lineFeed, this.recordStart);
    this.recordEnd = Math.min(found, this.#end);
    this.#at = Math.min(found + 1, this.#end);
    this.#isSkipping = found >= this.#end;
    this.#nextLine = this.line + 1;
    return kind;
  }

  /** Drops the rest of a line that could not be read; false while its end has not come. */
  #skipRest(): boolean {
    const found = this.bytes.indexOf(lineFeed, this.#at);
    this.#at = Math.min(found + 1, this.#end);
    this.#isSkipping = found >= this.#end;
    return !this.#isSkipping;
  }

  /** Replaces doubled quotes by single ones, in place. Only fields that were quoted are touched. */
  #unescape(): void {
    const bytes = this.bytes;
    for (let field = 0; field < Math.min(this.fieldCount, fieldsMax); field += 1) {
      const from = this.starts[field] as number;
      if (from === 0 || bytes[from - 1] !== quote || from === this.recordStart) continue;
      let to = from;
      const end = this.ends[field] as number;
      for (let at = from; at < end; at += 1) {
        bytes[to++] = bytes[at] as number;
        if (bytes[at] === quote) at += 1;
      }
      this.ends[field] = to;
    }
  }
}
