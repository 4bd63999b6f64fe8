import { z } from 'zod';
import { type Result, err, ok } from '#core/base/result.ts';
import type { Money } from '#core/domain/money.ts';
import {
  type CommandPayload,
  type FoundDocument,
  type HttpResponse,
  type LookUpOutcome,
  moneyFromDecimal,
  JsonNumber,
  type PullFailure,
  readJsonExact,
  readPayload,
  type RequestPayload,
  type SendContext,
} from '#core/connectors/sdk/index.ts';
import { type CallOptions, type NetSuiteClient, recordRoot } from '../client.ts';
import { textLiteral } from '../queries.ts';
import { currencyRow } from '../schemas.ts';

const foundRow = z.looseObject({
  id: z.string(),
  foreigntotal: z.string(),
  currencysymbol: z.string(),
  voided: z.enum(['T', 'F']),
});

const foundRecord = z.looseObject({
  id: z.string(),
  currency: z.looseObject({ id: z.string() }),
  total: z.instanceof(JsonNumber),
  status: z.looseObject({ id: z.string() }),
});

/**
 * What NetSuite holds under the external id, by two ways: the search (SuiteQL), which can see several but lags, and the
 * record service, which is current but shows one. Absent only if both say so; anything unclear is `failed`.
 */
export async function lookUpCommand(
  client: NetSuiteClient,
  payloadText: CommandPayload,
  context: SendContext,
): Promise<LookUpOutcome> {
  const payload = readPayload(payloadText);
  const options: CallOptions = { lane: 'critical', signal: context.signal };
  const searched = await bySearch(client, payload, context.externalId, options);
  if (!searched.ok) return { kind: 'failed', failure: searched.error };
  // The record service refuses to choose between several, so it is not asked.
  if (searched.value.length > 1) return { kind: 'several', documents: searched.value };
  const read = await byRecord(client, payload, context.externalId, options);
  if (!read.ok) return { kind: 'failed', failure: read.error };
  const documents = [...searched.value];
  if (read.value !== null && !documents.some((one) => one.documentId === read.value?.documentId)) {
    documents.push(read.value);
  }
  const [first] = documents;
  if (first === undefined) return { kind: 'absent' };
  return documents.length === 1 ? { kind: 'found', document: first } : { kind: 'several', documents };
}

async function bySearch(
  client: NetSuiteClient,
  payload: RequestPayload,
  externalId: string,
  options: CallOptions,
): Promise<Result<readonly FoundDocument[], PullFailure>> {
  const sql = `SELECT t.id, t.foreigntotal, c.symbol AS currencysymbol, t.voided
 FROM transaction t LEFT JOIN currency c ON c.id = t.currency
 WHERE t.externalid = ${textLiteral(externalId)} AND t.type = ${textLiteral(payload.about['code'] ?? '')} ORDER BY t.id`;
  const page = await client.query(sql, 100, options);
  if (!page.ok) return page;
  const found: FoundDocument[] = [];
  for (const body of page.value.rows) {
    const json = readJsonExact(body);
    const row = foundRow.safeParse(json.ok ? json.value : null);
    if (!row.success) return err(unreadable('search'));
    const total = readTotal(row.data.foreigntotal, row.data.currencysymbol);
    if (!total.ok) return total;
    found.push({ documentId: row.data.id, total: total.value, isVoid: row.data.voided === 'T' });
  }
  return ok(found);
}

async function byRecord(
  client: NetSuiteClient,
  payload: RequestPayload,
  externalId: string,
  options: CallOptions,
): Promise<Result<FoundDocument | null, PullFailure>> {
  const answer = await client.get(`${recordRoot}/${payload.about['recordType']}/eid:${externalId}`, options);
  if (!answer.ok) return answer;
  return answer.value === null ? ok(null) : readRecord(client, payload, answer.value, options);
}

async function readRecord(
  client: NetSuiteClient,
  payload: RequestPayload,
  response: HttpResponse,
  options: CallOptions,
): Promise<Result<FoundDocument, PullFailure>> {
  const json = readJsonExact(response.text);
  const record = foundRecord.safeParse(json.ok ? json.value : null);
  if (!record.success) return err(unreadable('record'));
  const { id, currency, total, status } = record.data;
  const symbol =
    currency.id === payload.about['currencyId']
      ? ok(payload.about['currency'] ?? '')
      : await symbolOf(client, currency.id, options);
  if (!symbol.ok) return symbol;
  const amount = readTotal(total.text, symbol.value);
  return amount.ok ? ok({ documentId: id, total: amount.value, isVoid: status.id === 'V' }) : amount;
}

/** The code of a currency that is not the command's: somebody changed the document, and the caller must see it. */
async function symbolOf(
  client: NetSuiteClient,
  currencyId: string,
  options: CallOptions,
): Promise<Result<string, PullFailure>> {
  const sql = `SELECT id, symbol, name, isinactive FROM currency WHERE id = ${textLiteral(currencyId)} ORDER BY id`;
  const page = await client.query(sql, 1, options);
  if (!page.ok) return page;
  const json = readJsonExact(page.value.rows[0] ?? 'null');
  const row = currencyRow.safeParse(json.ok ? json.value : null);
  return row.success ? ok(row.data.symbol) : err(unreadable('currency'));
}

function readTotal(text: string, currency: string): Result<Money, PullFailure> {
  const total = moneyFromDecimal(text, currency);
  if (total.ok) return total;
  return err({
    code: 'RESPONSE_INVALID',
    message: `the document's total cannot be read: ${total.error.message}`,
  });
}

function unreadable(what: string): PullFailure {
  return { code: 'RESPONSE_INVALID', message: `the ${what} that NetSuite returned is not as documented` };
}
