import { z } from 'zod';
import { type Result, err, ok } from '#core/base/result.ts';
import { add, type Money } from '#core/domain/money.ts';
import { moneyFromDecimal, type PullFailure, readJson, type StreamTotals } from '../sdk/index.ts';
import { type CallOptions, type NetSuiteClient, rowsPerPageMax } from './client.ts';
import { type ListQuery, transactionQuery } from './queries.ts';

const groupRow = z.looseObject({
  type: z.string(),
  currencysymbol: z.string().optional(),
  documents: z.string().regex(/^\d+$/),
  total: z.string().optional(),
});

const countRow = z.looseObject({ documents: z.string().regex(/^\d+$/) });

/** Count and sum of what NetSuite holds, by document type and currency. */
export async function transactionTotals(
  client: NetSuiteClient,
  options: CallOptions,
): Promise<Result<StreamTotals, PullFailure>> {
  const sql = `SELECT t.type, c.symbol AS currencysymbol, COUNT(*) AS documents, SUM(t.foreigntotal) AS total
 FROM transaction t LEFT JOIN currency c ON c.id = t.currency WHERE ${transactionQuery.where}
 GROUP BY t.type, c.symbol ORDER BY t.type, c.symbol`;
  const page = await client.query(sql, rowsPerPageMax, options);
  if (!page.ok) return page;
  const groups: NonNullable<StreamTotals['groups']>[number][] = [];
  const sums = new Map<string, Money>();
  for (const body of page.value.rows) {
    const row = groupRow.safeParse(parse(body));
    if (!row.success) return err(unreadable);
    const { type, currencysymbol = '', documents, total = '0' } = row.data;
    const sum = moneyFromDecimal(total, currencysymbol);
    if (!sum.ok) return err({ ...unreadable, message: `a total cannot be read: ${sum.error.message}` });
    groups.push({ name: type, count: Number(documents), sum: sum.value });
    const before = sums.get(currencysymbol);
    sums.set(currencysymbol, before === undefined ? sum.value : add(before, sum.value));
  }
  const count = groups.reduce((total, group) => total + group.count, 0);
  return ok({ count, sums: [...sums.values()], groups });
}

/** How many rows the given tables hold. */
export async function rowTotals(
  client: NetSuiteClient,
  lists: readonly Pick<ListQuery, 'type' | 'table'>[],
  options: CallOptions,
): Promise<Result<StreamTotals, PullFailure>> {
  const groups: NonNullable<StreamTotals['groups']>[number][] = [];
  for (const { type, table } of lists) {
    const page = await client.query(`SELECT COUNT(*) AS documents FROM ${table}`, 1, options);
    if (!page.ok) return page;
    const row = countRow.safeParse(parse(page.value.rows[0] ?? 'null'));
    if (!row.success) return err(unreadable);
    groups.push({ name: type ?? table, count: Number(row.data.documents), sum: null });
  }
  const count = groups.reduce((total, group) => total + group.count, 0);
  return ok({ count, sums: [], groups });
}

const unreadable: PullFailure = { code: 'RESPONSE_INVALID', message: 'the totals are not as documented' };

function parse(body: string): unknown {
  const json = readJson(body);
  return json.ok ? json.value : null;
}
