import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleSegments, visibleText } from './visible-text.ts';

const hiddenSamples = [
  '\u0000',
  '\u0009',
  '\u000a',
  '\u001b',
  '\u007f',
  '\u0085',
  '\u00ad',
  '\u034f',
  '\u061c',
  '\u115f',
  '\u180e',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u200e',
  '\u200f',
  '\u2028',
  '\u2029',
  '\u202a',
  '\u202d',
  '\u202e',
  '\u2060',
  '\u2066',
  '\u2069',
  '\u3164',
  '\ufeff',
  '\u{e0041}',
  '\ud800',
];

describe('visible text', () => {
  it('writes what would turn a file name around', () => {
    expect(visibleText('invoice\u202efdp.exe')).toBe('invoice⟨U+202E⟩fdp.exe');
  });

  it.each(hiddenSamples.map((sample) => [sample.codePointAt(0)?.toString(16), sample] as const))(
    'shows U+%s',
    (hex, sample) => {
      expect(visibleText(`a${sample}b`)).toBe(`a⟨U+${hex?.toUpperCase().padStart(4, '0')}⟩b`);
    },
  );

  it.each([
    'Müller & Söhne AG',
    'שלום',
    'مرحبا',
    '株式会社',
    'a\u00a0b',
    '😀',
    '<script>alert(1)</script>',
    '\ufffd',
  ])('leaves "%s" alone', (text) => {
    expect(visibleText(text)).toBe(text);
    expect(visibleSegments(text)).toEqual([{ text, isToken: false }]);
  });

  it('splits into the same text, token by token', () => {
    const piece = fc.oneof(fc.constantFrom(...hiddenSamples), fc.string({ unit: 'grapheme', maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const segments = visibleSegments(text);
        expect(segments.map((segment) => segment.text).join('')).toBe(visibleText(text));
        expect(visibleText(visibleText(text))).toBe(visibleText(text));
        expect(
          segments
            .filter(({ isToken }) => isToken)
            .every((segment) => /^⟨U\+[0-9A-F]{4,6}⟩$/.test(segment.text)),
        ).toBe(true);
      }),
    );
  });
});
