import { describe, expect, it } from 'vitest';
import { errorText } from './command-failure.ts';
import { moneyText, totalsText } from './money-text.ts';
import { printable, tableText } from './table-text.ts';

describe('money for people', () => {
  it.each([
    ['USD', '123450', '1,234.50 USD'],
    ['USD', '-5', '-0.05 USD'],
    ['JPY', '-1234567', '-1,234,567 JPY'],
    ['KWD', '1234567', '1,234.567 KWD'],
    ['EUR', '100000000000000000000', '1,000,000,000,000,000,000.00 EUR'],
    ['XXQ', '5', '5 minor units of XXQ'],
  ])('writes %s %s as %s', (currency, minor, text) => {
    expect(moneyText({ currency, minor })).toBe(text);
  });

  it('never adds currencies', () => {
    const sums = [
      { currency: 'EUR', minor: '100' },
      { currency: 'JPY', minor: '7' },
    ];
    expect(totalsText({ count: 3, sums })).toBe('3 for 1.00 EUR and 7 JPY');
    expect(totalsText({ count: 0, sums: [] })).toBe('0');
  });
});

describe('tables', () => {
  it('align and cut, and end no line with blanks', () => {
    const text = tableText(
      [
        { name: 'a', count: '1', note: 'short' },
        { name: 'longer', count: '1,000', note: 'this is too long' },
      ],
      [
        { title: 'name', text: ({ name }) => name },
        { title: 'count', align: 'right', text: ({ count }) => count },
        { title: 'note', text: ({ note }) => note, max: 8 },
      ],
    );
    expect(text).toBe(['name    count  note', 'a           1  short', 'longer  1,000  this is…'].join('\n'));
  });

  it('let no text of a vendor move the cursor, colour the terminal or turn the line around', () => {
    const text = 'a\u001b[31mb\nc\u202ed\u200be';
    const shown = 'a·[31mb·c·d·e';
    expect(printable(text)).toBe(shown);
    expect(errorText([{ code: 'USAGE', message: text, where: text, fix: text }])).toBe(
      `tieout: ${shown} (USAGE)\n  where: ${shown}\n  fix:   ${shown}`,
    );
  });
});
