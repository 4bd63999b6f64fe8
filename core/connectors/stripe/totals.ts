import { z } from 'zod';
import { type Result, err, ok } from '#core/base/result.ts';
import { currencyExponent } from '#core/domain/currency.ts';
import { type Money, add } from '#core/domain/money.ts';
import type { PullFailure, StreamTotals } from '../sdk/connector.ts';
import { QuarantineError } from '../sdk/quarantine.ts';
import { stripeMoney } from './amounts.ts';
import type { ReadOptions, StripeClient } from './client.ts';
import { listAll } from './complete.ts';
import { resources } from './resources.ts';

const currencyMember = z.looseObject({ currency: z.string() });

/**
 * Count and sums of a stream by walking its list: Stripe counts nothing for us, and its search lags behind. Objects that
 * were deleted are not in the list.
 */
export async function totalsOf(
  client: StripeClient,
  stream: string,
  options: ReadOptions,
): Promise<Result<StreamTotals, PullFailure>> {
  const resource = resources[stream];
  if (resource === undefined) {
    return err({ code: 'RESPONSE_INVALID', message: `Stripe offers no total of the stream "${stream}"` });
  }
  const elements: string[] = [];
  for (const one of [resource, ...resource.countedWith.flatMap((name) => resources[name] ?? [])]) {
    const filter = one.filter === '' ? '' : `${one.filter.slice(1)}&`;
    const listed = await listAll(client, `${one.path}?${filter}`, null, options);
    if (!listed.ok) return listed;
    elements.push(...listed.value);
  }
  const sums = new Map<string, Money>();
  try {
    for (const text of elements) addTotal(sums, text, resource.total);
  } catch (error) {
    if (!(error instanceof QuarantineError)) throw error;
    return err({ ...error.quarantine, code: 'RESPONSE_INVALID' });
  }
  const ordered = [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
  return ok({ count: elements.length, sums: ordered });
}

function addTotal(sums: Map<string, Money>, text: string, member: string | null): void {
  if (member === null) return;
  const value: unknown = JSON.parse(text);
  const currency = currencyMember.safeParse(value);
  const amount: unknown = Reflect.get(value as object, member);
  if (
    !currency.success ||
    typeof amount !== 'number' ||
    currencyExponent(currency.data.currency.toUpperCase()) === null
  ) {
    throw new QuarantineError({
      code: 'MONEY_INVALID',
      message: `a record has no readable ${member} and currency, so the stream cannot be summed`,
      where: `$.${member}`,
    });
  }
  const money = stripeMoney(amount, currency.data.currency, `$.${member}`);
  const before = sums.get(money.currency);
  sums.set(money.currency, before === undefined ? money : add(before, money));
}
