import { type Result, err, ok } from '#core/base/result.ts';
import type { PullFailure } from '../sdk/connector.ts';
import { spliceList } from '../sdk/splice-list.ts';
import { readJson } from '../sdk/verbatim.ts';
import { isMissing, type ReadOptions, type StripeClient } from './client.ts';
import { headOf, objectPath } from './resources.ts';

const pageSize = 100;
const hasMoreFlag = { name: 'has_more', unfinished: 'true', finished: 'false' };
const mayHaveMore = /"has_more"\s*:\s*true/;

/** Where a record keeps the list that Stripe cuts after ten elements, and where the rest is. */
interface NestedList {
  readonly member: string;
  readonly path: (id: string) => string;
}

const nestedLists: Readonly<Record<string, NestedList>> = {
  invoices: { member: 'lines', path: (id) => `${objectPath('invoices', id)}/lines?` },
  'credit-notes': { member: 'lines', path: (id) => `${objectPath('credit-notes', id)}/lines?` },
  subscriptions: {
    member: 'items',
    path: (id) => `/v1/subscription_items?subscription=${encodeURIComponent(id)}&`,
  },
};

/**
 * The whole record: with the lines that a list cut off, and for a credit note with the invoice lines that it credits,
 * because only those say which product was credited. All parts are the vendor's own texts.
 */
export async function completeRecord(
  client: StripeClient,
  stream: string,
  body: string,
  options: ReadOptions,
): Promise<Result<string, PullFailure>> {
  const nested = nestedLists[stream];
  if (nested === undefined) return ok(body);
  const whole = mayHaveMore.test(body) ? await fillList(client, nested, body, options) : ok(body);
  if (!whole.ok || stream !== 'credit-notes') return whole;
  return withInvoiceLines(client, whole.value, options);
}

async function fillList(
  client: StripeClient,
  nested: NestedList,
  body: string,
  options: ReadOptions,
): Promise<Result<string, PullFailure>> {
  const json = readJson(body);
  const list = json.ok ? memberOf(json.value, nested.member) : undefined;
  const data = memberOf(list, 'data');
  if (memberOf(list, 'has_more') !== true || !Array.isArray(data)) return ok(body);
  const last: unknown = memberOf(data.at(-1), 'id');
  const path = nested.path(headOf(body).id);
  const rest = await listAll(client, path, typeof last === 'string' ? last : null, options);
  if (!rest.ok) return rest;
  const spliced = spliceList(body, [nested.member, 'data'], rest.value, hasMoreFlag);
  return spliced.ok ? spliced : err({ ...spliced.error, code: 'RESPONSE_INVALID' });
}

/** Every element of a list behind `after`. `path` ends where parameters are added. */
export async function listAll(
  client: StripeClient,
  path: string,
  after: string | null,
  options: ReadOptions,
): Promise<Result<string[], PullFailure>> {
  const elements: string[] = [];
  let last = after;
  for (;;) {
    const start = last === null ? '' : `&starting_after=${encodeURIComponent(last)}`;
    const page = await client.list(`${path}limit=${pageSize}${start}`, options);
    if (!page.ok) return page;
    if (isMissing(page.value)) return ok(elements);
    elements.push(...page.value.elements);
    const next = page.value.elements.at(-1);
    if (!page.value.hasMore) return ok(elements);
    const id = next === undefined ? null : idOf(next);
    if (id === null || id === last) return err(notAdvancing(path));
    last = id;
  }
}

function notAdvancing(path: string): PullFailure {
  return { code: 'NOT_ADVANCING', message: `${path} promises more but does not move on` };
}

async function withInvoiceLines(
  client: StripeClient,
  body: string,
  options: ReadOptions,
): Promise<Result<string, PullFailure>> {
  const json = readJson(body);
  const note = json.ok ? json.value : null;
  const data = memberOf(memberOf(note, 'lines'), 'data');
  const invoice = memberOf(note, 'invoice');
  const lineIds = (Array.isArray(data) ? data : []).map((line: unknown) =>
    memberOf(line, 'invoice_line_item'),
  );
  const wanted = new Set(lineIds.filter((id) => typeof id === 'string'));
  if (wanted.size === 0 || typeof invoice !== 'string') return ok(body);
  const lines = await listAll(client, `${objectPath('invoices', invoice)}/lines?`, null, options);
  if (!lines.ok) return lines;
  const credited = lines.value.filter((line) => wanted.has(idOf(line) ?? ''));
  return ok(`{"credit_note":${body},"invoice_lines":[${credited.join(',')}]}`);
}

/** The id of a nested element; they have no creation of their own. */
function idOf(text: string): string | null {
  const id = memberOf(JSON.parse(text) as unknown, 'id');
  return typeof id === 'string' ? id : null;
}

function memberOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined;
}
