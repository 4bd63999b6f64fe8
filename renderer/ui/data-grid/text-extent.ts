// How wide a text may be in a cell, from above and without asking the page: the widest that each kind of character is in the
// interface's fonts at 13 px, in bold and with figures of one width.

const groups: readonly (readonly [characters: string, widthPx: number])[] = [
  [" .,:;'!|ijlI\u00a0\u202f", 4.9],
  ['()[]{}/\\`frt"^_?*', 7.1],
  ['abcdeghknopqsuvxyz', 8.2],
  ['0123456789-+<>=~$#&', 8.8],
  ['ABCDEFGHJKLNOPQRSTUVXYZ\u2212\u2013', 10.1],
  ['mMw', 12],
  ['W@%', 13.6],
];
const widthsPx = new Map(
  groups.flatMap(([characters, px]) => Array.from(characters, (one) => [one, px] as const)),
);
/** A letter with an accent is as wide as the widest letter; what is none of ours may be as wide as it is high, and more. */
const LETTER_PX = 13.6;
const OTHER_PX = 20;

export function mostWidthPx(text: string): number {
  let px = 0;
  for (const one of text) px += widthsPx.get(one) ?? (one < '\u0180' ? LETTER_PX : OTHER_PX);
  return px;
}
