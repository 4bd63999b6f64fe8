import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { NegativeStyle } from '#renderer/format/preferences.ts';
import { FormatProvider } from './format-context.tsx';
import { MoneyText } from './money-text.tsx';
import { MoneyTotals } from './money-totals.tsx';
import { StatusBadge } from './status-badge.tsx';
import { AgeText, DayText } from './time-text.tsx';
import { VendorText } from './vendor-text.tsx';

const nowMs = Date.parse('2026-10-01T12:00:00Z');

/** What a screen would hold, with one kind of space. */
function drawn(element: ReactNode, negativeStyle: NegativeStyle = 'minus'): string {
  const preferences = { locale: 'en-US', timeZone: 'America/Los_Angeles', negativeStyle };
  const props = { preferences, now: () => nowMs, children: element };
  const html = renderToStaticMarkup(createElement(FormatProvider, props));
  return html.replaceAll('\u00a0', ' ');
}

function wordsOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, '');
}

describe('text from vendors', () => {
  it('is text: markup is escaped', () => {
    const html = drawn(createElement(VendorText, { text: '<img src=x onerror=alert(1)>' }));
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img');
  });

  it('shows what would hide or turn other words around, in the text and in its title', () => {
    const html = drawn(createElement(VendorText, { text: 'a\u202eb\u200bc', isTruncated: true }));
    expect(html).not.toMatch(/[\u202e\u200b]/);
    expect(wordsOf(html)).toBe('a⟨U+202E⟩b⟨U+200B⟩c');
    expect(html).toContain('title="a⟨U+202E⟩b⟨U+200B⟩c"');
  });
});

describe('amounts', () => {
  it('in parentheses are read out as minus, and leave room for the parenthesis where there is none', () => {
    const negative = drawn(
      createElement(MoneyText, { amount: { minor: '-123450', currency: 'EUR' }, currency: 'code' }),
      'parentheses',
    );
    expect(negative).toContain('<span aria-hidden="true">EUR (1,234.50)</span>');
    expect(negative).toContain('>minus EUR 1,234.50</span>');
    const positive = drawn(
      createElement(MoneyText, { amount: { minor: '123450', currency: 'EUR' } }),
      'parentheses',
    );
    expect(positive).toContain('<span>1,234.50</span>');
    expect(positive).toMatch(/aria-hidden="true" class="invisible[^"]*">\)</);
  });

  it('that are shortened keep the exact one as title', () => {
    const amount = { minor: 123_456_789n, currency: 'USD' };
    const html = drawn(createElement(MoneyText, { amount, currency: 'code', isCompact: true }));
    expect(html).toContain('title="USD 1,234,567.89"');
    expect(wordsOf(html)).toBe('USD 1.23M');
  });

  it('of several currencies are listed, never added', () => {
    const sums = [
      { minor: '100', currency: 'USD' },
      { minor: '0', currency: 'GBP' },
      { minor: '250', currency: 'JPY' },
    ];
    expect(wordsOf(drawn(createElement(MoneyTotals, { sums })))).toBe('USD 1.00JPY 250');
    expect(wordsOf(drawn(createElement(MoneyTotals, { sums: [] })))).toBe('–');
  });
});

describe('days, ages and states', () => {
  it('leaves a day where it is, whatever the zone', () => {
    expect(wordsOf(drawn(createElement(DayText, { day: '2026-10-01' })))).toBe('Oct 1, 2026');
  });

  it('counts ages to the time that it is given', () => {
    expect(wordsOf(drawn(createElement(AgeText, { at: '2026-10-01T09:00:00Z' })))).toBe('3h');
  });

  it('says a state in words, and one that it does not know by its own name', () => {
    expect(wordsOf(drawn(createElement(StatusBadge, { kind: 'posting', state: 'UNKNOWN' })))).toBe(
      'Outcome unknown',
    );
    expect(wordsOf(drawn(createElement(StatusBadge, { kind: 'posting', state: 'NEW_ONE' })))).toBe('NEW_ONE');
  });
});
