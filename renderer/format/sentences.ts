import { currencyExponent } from '#core/domain/currency.ts';
import { parseDecimal } from '#core/domain/money.ts';
import type { Amount } from './money.ts';

const amounts = /\b([A-Z]{3}) (-?\d+(?:\.\d+)?)(?![\d.,]*\d)|(?<![\d.,])(-?\d+(?:\.\d+)?) ([A-Z]{3})\b/g;

/**
 * A sentence of the core with its amounts in the reader's format: the core writes them plainly (`USD 1234.50`, `1234.50 USD`),
 * since sentences are kept in the journal. What is not exactly an amount of a currency stays as it is.
 */
export function sentenceText(sentence: string, money: (amount: Amount) => string): string {
  return sentence.replace(
    amounts,
    (whole, before?: string, decimalAfter?: string, decimalBefore?: string, after?: string) => {
      const currency = before ?? after ?? '';
      const decimal = decimalAfter ?? decimalBefore ?? '';
      const exponent = currencyExponent(currency);
      if (exponent === null || (decimal.split('.')[1] ?? '').length !== exponent) return whole;
      const amount = parseDecimal(decimal, currency);
      return amount.ok ? money(amount.value) : whole;
    },
  );
}
