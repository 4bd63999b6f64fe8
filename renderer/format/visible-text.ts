/**
 * Characters that draw nothing or change how their neighbours are drawn. In an invoice number or a customer's name they can
 * only mislead.
 */
const hiddenRanges: readonly (readonly [number, number, string])[] = [
  [0x0000, 0x001f, 'controls'],
  [0x007f, 0x009f, 'controls'],
  [0x00ad, 0x00ad, 'soft hyphen'],
  [0x034f, 0x034f, 'grapheme joiner'],
  [0x061c, 0x061c, 'Arabic letter mark'],
  [0x115f, 0x1160, 'Hangul fillers'],
  [0x17b4, 0x17b5, 'Khmer inherent vowels'],
  [0x180b, 0x180f, 'Mongolian separators'],
  [0x200b, 0x200f, 'zero width and directional marks'],
  [0x2028, 0x202e, 'line separators and directional embeddings'],
  [0x2060, 0x206f, 'invisible operators and directional isolates'],
  [0x3164, 0x3164, 'Hangul filler'],
  [0xfeff, 0xfeff, 'byte order mark'],
  [0xffa0, 0xffa0, 'Hangul filler'],
  [0xfff0, 0xfffb, 'interlinear annotation'],
  [0xfffe, 0xffff, 'not characters'],
  [0x1d173, 0x1d17a, 'musical controls'],
  [0xe0000, 0xe0fff, 'tags and variation selectors'],
];

const hidden = new RegExp(
  `[${hiddenRanges.map(([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`).join('')}\\p{Cs}]`,
  'gu',
);

export interface TextSegment {
  readonly text: string;
  /** Stands for a character that would not be seen. */
  readonly isToken: boolean;
}

/** Splits text into what can be seen and tokens such as `⟨U+202E⟩` for what cannot. */
export function visibleSegments(text: string): readonly TextSegment[] {
  const segments: TextSegment[] = [];
  let from = 0;
  for (const match of text.matchAll(hidden)) {
    if (match.index > from) segments.push({ text: text.slice(from, match.index), isToken: false });
    segments.push({ text: tokenOf(match[0]), isToken: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) segments.push({ text: text.slice(from), isToken: false });
  return segments;
}

/** The same as one string, for titles, labels and the clipboard. */
export function visibleText(text: string): string {
  return text.replace(hidden, tokenOf);
}

function tokenOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
