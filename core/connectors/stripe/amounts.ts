import { currencyExponent } from '#core/domain/currency.ts';
import { type Money, divideRounded } from '#core/domain/money.ts';
import { QuarantineError, moneyAt } from '../sdk/quarantine.ts';
import { moneyFromMinor } from '../sdk/money.ts';

/**
 * Currencies in which Stripe counts other minor units than ISO 4217 does (docs.stripe.com/currencies): króna and
 * Ugandan shilling keep two digits for compatibility, the ariary has none.
 */
const digitsAtStripe: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

/** Money of a Stripe amount, in the currency's own minor units. */
export function stripeMoney(amount: number, currency: string, where: string): Money {
  const money = moneyAt(moneyFromMinor(amount, currency), where);
  const digits = digitsAtStripe[money.currency];
  if (digits === undefined) return money;
  const shift = BigInt((currencyExponent(money.currency) ?? digits) - digits);
  if (shift >= 0n) return { ...money, minor: money.minor * 10n ** shift };
  const divisor = 10n ** -shift;
  if (money.minor % divisor === 0n) {
    return { ...money, minor: divideRounded(money.minor, divisor, 'toward-zero') };
  }
  throw new QuarantineError({
    code: 'MONEY_INVALID',
    message: `${amount} is not a whole amount of ${money.currency}, which Stripe writes with ${digits} digits`,
    where,
    expected: `a multiple of ${divisor}`,
    found: String(amount),
  });
}
