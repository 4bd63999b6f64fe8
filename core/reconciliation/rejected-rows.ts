export type RejectionCode =
  | 'WRONG_COLUMN_COUNT'
  | 'BAD_QUOTE'
  | 'RECORD_TOO_LONG'
  | 'INVALID_UTF8'
  | 'ID_EMPTY'
  | 'ID_DUPLICATE'
  | 'AMOUNT_INVALID'
  | 'AMOUNT_TOO_PRECISE'
  | 'AMOUNT_TOO_LARGE'
  | 'CURRENCY_UNKNOWN'
  | 'DATE_INVALID';

/** A row that could not be read. The rest of the file was. */
export interface RejectedRow {
  /** The physical line on which the row starts; the header is line 1. */
  readonly line: number;
  /** The header of the column, or null where it is the row as a whole. */
  readonly column: string | null;
  /** What stands there, cut off after 80 characters. */
  readonly value: string;
  readonly code: RejectionCode;
  readonly reason: string;
  readonly fix: string;
}

const listedMax = 100_000;
const valueLengthMax = 80;

/** The rejected rows of one file. Beyond 100,000 they are counted and no longer listed, so that memory stays bounded. */
export class RejectedRows {
  readonly listed: RejectedRow[] = [];
  count = 0;

  add(row: RejectedRow): void {
    this.count += 1;
    if (this.listed.length < listedMax) this.listed.push(row);
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A field as it is shown; bytes that are not UTF-8 become U+FFFD. */
export function shownValue(bytes: Uint8Array, from: number, to: number): string {
  const text = decoder.decode(bytes.subarray(from, Math.min(to, from + valueLengthMax * 4)));
  return text.length > valueLengthMax ? `${text.slice(0, valueLengthMax)}…` : text;
}
