import { z } from 'zod';
import { type Result, err, ok } from '#core/base/result.ts';
import type { Money } from '#core/domain/money.ts';
import {
  JsonNumber,
  moneyFromDecimal,
  type PullFailure,
  readJsonExact,
  type StreamTotals,
} from '../sdk/index.ts';
import type { ReadOptions, SalesforceClient } from './client.ts';
import { type StreamQuery, totalsStatement } from './queries.ts';

const figures = z.looseObject({
  CurrencyIsoCode: z.string().optional(),
  documentCount: z.instanceof(JsonNumber),
  documentSum: z.instanceof(JsonNumber).nullish(),
});

/** Count and sums as the org counts them, without what lies in the recycle bin. */
export async function totalsOf(
  client: SalesforceClient,
  query: StreamQuery,
  options: ReadOptions,
): Promise<Result<StreamTotals, PullFailure>> {
  const page = await client.query(totalsStatement(query), 'live', options);
  if (!page.ok) return page;
  let count = 0;
  const sums: Money[] = [];
  for (const text of page.value.records) {
    const json = readJsonExact(text);
    const row = figures.safeParse(json.ok ? json.value : null);
    if (!row.success) return err(unreadable('a row of totals is not as asked for'));
    const { CurrencyIsoCode: currency, documentCount, documentSum } = row.data;
    count += Number(documentCount.text);
    if (documentSum === null || documentSum === undefined || currency === undefined) continue;
    const sum = moneyFromDecimal(documentSum, currency);
    if (!sum.ok) return err(unreadable(sum.error.message));
    sums.push(sum.value);
  }
  return ok({ count, sums });
}

function unreadable(message: string): PullFailure {
  return { code: 'RESPONSE_INVALID', message, where: '$.records' };
}
