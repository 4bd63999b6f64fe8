import { type Failure, type Result, err, ok } from '#core/base/result.ts';
import { isCurrencyCode } from '#core/domain/currency.ts';
import { type Day, dayNumber, isDay } from '#core/domain/day.ts';
import type { RejectionCode } from '#core/connectors/sdk/connector.ts';

type Problem = Failure<RejectionCode> | null;

/** The first problem of a command, before anything is sent. */
export function firstProblem(problems: readonly Problem[]): Result<null, Failure> {
  const problem = problems.find((one) => one !== null);
  if (problem === undefined || problem === null) return ok(null);
  return err({ ...problem, where: problem.where === undefined ? '$' : `$.${problem.where}` });
}

export function needText(text: string, where: string, code: RejectionCode = 'REFERENCE_INVALID'): Problem {
  return text.trim() === '' ? { code, message: `${where} is empty`, where } : null;
}

export function needCurrency(currency: string, where: string): Problem {
  if (isCurrencyCode(currency)) return null;
  return { code: 'CURRENCY_INVALID', message: `"${currency}" is not an ISO 4217 currency code`, where };
}

export function needDay(day: string, where: string): Problem {
  if (isDay(day)) return null;
  return { code: 'VALIDATION_FAILED', message: `"${day}" is not a day`, where, fix: 'Give YYYY-MM-DD.' };
}

export function needVersion(version: number, where: string): Problem {
  if (Number.isSafeInteger(version) && version >= 1) return null;
  return { code: 'VALIDATION_FAILED', message: `${version} is not a contract version (1, 2, …)`, where };
}

/** A version follows the one that it was drawn up against. */
export function needLater(version: number, base: number, where: string): Problem {
  if (version > base) return null;
  return { code: 'CONFLICT', message: `version ${version} does not follow version ${base}`, where };
}

export function needItems(
  items: readonly { readonly priceId: string; readonly quantity: number | null }[],
): Problem {
  if (items.length === 0) {
    return { code: 'VALIDATION_FAILED', message: 'a subscription needs at least one item', where: 'items' };
  }
  for (const [index, { priceId, quantity }] of items.entries()) {
    const where = `items[${index}]`;
    if (priceId === '') return { code: 'REFERENCE_INVALID', message: `${where} has no price`, where };
    if (quantity === null || (Number.isSafeInteger(quantity) && quantity >= 0)) continue;
    return { code: 'AMOUNT_INVALID', message: `${quantity} is not a quantity that Stripe takes`, where };
  }
  return null;
}

/** The first second of a day in UTC, which is how Stripe counts days. */
export function secondsOf(day: Day): number {
  return dayNumber(day) * 86_400;
}
