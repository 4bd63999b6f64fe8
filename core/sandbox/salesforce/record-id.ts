const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const INSTANCE = 'ak00000';

/** The 18-character id of the n-th record with a key prefix. */
export function recordId(keyPrefix: string, number: number): string {
  let rest = number;
  let tail = '';
  while (tail.length < 5) {
    tail = (BASE62[rest % 62] as string) + tail;
    rest = Math.floor(rest / 62);
  }
  return toLongId(`${keyPrefix}${INSTANCE}${tail}`);
}

/** Adds the three characters that make a case-sensitive 15-character id safe to compare without case. */
function toLongId(shortId: string): string {
  let check = '';
  for (let group = 0; group < 15; group += 5) {
    let bits = 0;
    for (let index = 0; index < 5; index += 1) {
      const character = shortId[group + index] as string;
      if (character >= 'A' && character <= 'Z') bits |= 1 << index;
    }
    check += CHECK[bits];
  }
  return shortId + check;
}

/** The 18-character form of a 15- or 18-character id, or null when the text is no id. */
export function normaliseId(text: string): string | null {
  if (!/^[0-9A-Za-z]+$/.test(text)) return null;
  if (text.length === 15) return toLongId(text);
  return text.length === 18 && toLongId(text.slice(0, 15)) === text ? text : null;
}
