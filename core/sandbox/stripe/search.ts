import { type Json } from './render-parties.ts';
import { renderRow } from './render.ts';
import { type Route, route } from './route.ts';
import type { Kind, Row } from './rows.ts';
import { invalid } from './stripe-error.ts';

/** Fields that Stripe's search knows, per object, with the row's member each reads. */
const FIELDS: Readonly<Partial<Record<Kind, Readonly<Record<string, string>>>>> = {
  customer: { created: 'created', email: 'email', name: 'name', phone: 'phone' },
  subscription: { created: 'created', status: 'status', canceled_at: 'canceledAt' },
  invoice: {
    created: 'created',
    currency: 'currency',
    customer: 'customer',
    number: 'number',
    status: 'status',
    subscription: 'subscription',
    total: 'total',
  },
  charge: {
    amount: 'amount',
    created: 'created',
    currency: 'currency',
    customer: 'customer',
    status: 'status',
  },
  price: { active: 'active', currency: 'currency', lookup_key: 'lookupKey', product: 'product' },
  product: { active: 'active', description: 'description', name: 'name' },
};

type Test = (row: Row) => boolean;

const CLAUSE =
  /^\s*(-?)([a-z_]+)(?:\[(?:"([^"]*)"|'([^']*)')\])?\s*(:|~|>=|<=|>|<)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(-?\d+)|(null|true|false))\s*/;
const CONNECTIVE = /^(AND|OR)\s+/i;

/** Stripe's search language: `field:value`, `metadata['key']:value`, `~ > < >= <=`, `-`, and AND or OR, never both. */
function parseSearch(kind: Kind, query: string): Test {
  const tests: Test[] = [];
  let connective: string | null = null;
  let rest = query;
  for (;;) {
    const clause = CLAUSE.exec(rest);
    if (clause === null) throw invalid(`We were unable to parse your search query near: ${rest}`, 'query');
    tests.push(clauseTest(kind, clause));
    rest = rest.slice(clause[0].length);
    if (rest === '') break;
    const word = CONNECTIVE.exec(rest)?.[1]?.toUpperCase() ?? 'AND';
    rest = rest.replace(CONNECTIVE, '');
    if (connective !== null && connective !== word) {
      throw invalid('You cannot combine AND and OR in one search query.', 'query');
    }
    connective = word;
  }
  return connective === 'OR'
    ? (row) => tests.some((test) => test(row))
    : (row) => tests.every((test) => test(row));
}

function clauseTest(kind: Kind, clause: RegExpExecArray): Test {
  const [, negated, field = '', key1, key2, operator = ':', text1, text2, digits, word] = clause;
  const wanted = (text1 ?? text2)?.replaceAll(/\\(.)/g, '$1') ?? digits ?? word ?? '';
  const read = reader(kind, field, key1 ?? key2);
  const test = comparison(operator, wanted, word === 'null');
  return (row) => test(read(row)) !== (negated === '-');
}

type Scalar = string | number | boolean | null | undefined;

function reader(kind: Kind, field: string, key: string | undefined): (row: Row) => Scalar {
  if (field === 'metadata' && key !== undefined) {
    return (row) => (row as { metadata?: Record<string, string> }).metadata?.[key];
  }
  const member = FIELDS[kind]?.[field];
  if (member === undefined || key !== undefined) {
    throw invalid(`Field \`${field}\` is an unsupported search field for resource \`${kind}s\`.`, 'query');
  }
  return (row) => (row as unknown as Record<string, Scalar>)[member];
}

function comparison(operator: string, wanted: string, isNull: boolean): (value: Scalar) => boolean {
  if (isNull) return (value) => value === null || value === undefined;
  switch (operator) {
    case ':':
      return (value) => String(value ?? '').toLowerCase() === wanted.toLowerCase();
    case '~':
      return (value) =>
        String(value ?? '')
          .toLowerCase()
          .includes(wanted.toLowerCase());
    default: {
      const bound = Number(wanted);
      return (value) => typeof value === 'number' && compareNumber(value, operator, bound);
    }
  }
}

function compareNumber(value: number, operator: string, bound: number): boolean {
  if (operator === '>') return value > bound;
  if (operator === '<') return value < bound;
  return operator === '>=' ? value >= bound : value <= bound;
}

/** The search route of a kind; it sees a commit only after the lag. */
export function searchCall(kind: Kind, path: string): Route {
  return route('GET', path, (call) => {
    const query = call.params.required('query');
    const limit = call.params.integer('limit') ?? 10;
    if (limit < 1 || limit > 100) throw invalid('limit must be between 1 and 100.', 'limit');
    const page = call.params.text('page');
    const start = page === undefined ? 0 : Number(Buffer.from(page, 'base64url').toString('latin1'));
    if (!Number.isSafeInteger(start)) throw invalid('Invalid page.', 'page');
    const matches = parseSearch(kind, query);
    return (): Json => {
      const found = [...(call.state.search.get(kind)?.values() ?? [])].filter(
        (row) => matches(row) && (row as { deleted?: boolean }).deleted !== true,
      );
      found.sort((a, b) => b.created - a.created || b.sequence - a.sequence);
      const end = start + limit;
      return {
        object: 'search_result',
        url: path,
        has_more: found.length > end,
        next_page: found.length > end ? Buffer.from(String(end)).toString('base64url') : null,
        data: found.slice(start, end).map((row) => renderRow(call.state, kind, row)),
      };
    };
  });
}
