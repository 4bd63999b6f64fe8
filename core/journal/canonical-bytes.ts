import { canonicalJson, type CanonicalValue } from '../base/canonical-json.ts';

/*
 * Canonical JSON as UTF-8, straight into a buffer that is used again and again: building the same text from strings leaves
 * several times its size as garbage. Each function writes at a position and gives the position after it. Past the end of the
 * buffer nothing is written, but the position is still right, so the caller sees at the end whether all of it fitted.
 */

/** A string, escaped as `JSON.stringify` does. */
export function writeText(value: string, bytes: Buffer, start: number): number {
  let at = start;
  bytes[at++] = 34;
  for (let index = 0; index < value.length; index += 1) {
    const unit = value.charCodeAt(index);
    if (unit < 32) return writeEncoded(JSON.stringify(value), bytes, start);
    if (unit < 128) {
      if (unit === 34 || unit === 92) bytes[at++] = 92;
      bytes[at++] = unit;
    } else if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6);
      bytes[at++] = 0x80 | (unit & 63);
    } else {
      // Surrogates are taken in pairs, and a lone one is escaped.
      if (unit >= 0xd800 && unit < 0xe000) return writeEncoded(JSON.stringify(value), bytes, start);
      bytes[at++] = 0xe0 | (unit >> 12);
      bytes[at++] = 0x80 | ((unit >> 6) & 63);
      bytes[at++] = 0x80 | (unit & 63);
    }
  }
  bytes[at++] = 34;
  return at;
}

/** ASCII text as it is: digits, constants. */
export function writeAscii(value: string, bytes: Buffer, start: number): number {
  for (let index = 0; index < value.length; index += 1) bytes[start + index] = value.charCodeAt(index);
  return start + value.length;
}

/** Any value, by the generic writer. */
export function writeValue(value: CanonicalValue | undefined, bytes: Buffer, start: number): number {
  return writeEncoded(canonicalJson(value), bytes, start);
}

function writeEncoded(text: string, bytes: Buffer, start: number): number {
  if (start + text.length * 3 <= bytes.length) return start + bytes.write(text, start, 'utf8');
  const length = Buffer.byteLength(text);
  if (start + length <= bytes.length) bytes.write(text, start, 'utf8');
  return start + length;
}
