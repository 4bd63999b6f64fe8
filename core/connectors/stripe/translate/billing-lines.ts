import type { Money } from '#core/domain/money.ts';
import { stripeMoney } from '../amounts.ts';

interface Taxed {
  readonly amount: number;
  readonly discount_amounts?: readonly { readonly amount: number }[] | null | undefined;
  readonly tax_amounts: readonly {
    readonly amount: number;
    readonly inclusive: boolean;
    readonly tax_rate: string;
  }[];
}

export interface NetAndTax {
  readonly amount: Money;
  readonly tax: Money;
  readonly taxCode: string;
}

/**
 * Splits a line into what is net of tax and the tax on top. Stripe's amount is before discounts and holds inclusive tax;
 * all parts are Stripe's own figures, nothing is computed anew.
 */
export function netAndTax(line: Taxed, currency: string, path: string): NetAndTax {
  const inclusive = sumOf(line.tax_amounts.filter((tax) => tax.inclusive));
  const net = line.amount - sumOf(line.discount_amounts ?? []) - inclusive;
  return {
    amount: stripeMoney(net, currency, `${path}.amount`),
    tax: stripeMoney(sumOf(line.tax_amounts), currency, `${path}.tax_amounts`),
    taxCode: line.tax_amounts.map((tax) => tax.tax_rate).join(','),
  };
}

export function sumOf(amounts: readonly { readonly amount: number }[]): number {
  return amounts.reduce((total, { amount }) => total + amount, 0);
}
