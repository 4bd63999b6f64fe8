import { isSymbol, isWord, type SqlToken, tokenize } from './suiteql-tokens.ts';

/** A SuiteQL query in SQLite's words. */
export interface RewrittenQuery {
  readonly sql: string;
  /** The query limits itself (FETCH FIRST, TOP): its pages are cut from the outside. */
  readonly limitsItself: boolean;
  /** Without a sorting order of its own the pages of a query have no order either. */
  readonly isOrdered: boolean;
}

export type Rewriting =
  | { readonly ok: true; readonly query: RewrittenQuery }
  | { readonly ok: false; readonly problem: string };

const FUNCTIONS = new Set(
  `COUNT SUM MIN MAX AVG TO_DATE TO_TIMESTAMP TO_CHAR TO_NUMBER NVL NVL2 COALESCE NULLIF UPPER LOWER SUBSTR LENGTH TRIM
   LTRIM RTRIM ROUND ABS INSTR REPLACE CONCAT CAST ROW_NUMBER RANK DENSE_RANK`.split(/\s+/),
);

/** Words that may stand before a bracket without being functions. */
const BEFORE_BRACKET = new Set(
  'IN AND OR NOT EXISTS FROM JOIN WHERE ON AS WHEN THEN ELSE CASE HAVING BY UNION ALL SELECT DISTINCT OVER BETWEEN LIKE WITH'.split(
    ' ',
  ),
);

/** What SQLite would understand and SuiteQL does not. */
const FOREIGN = new Set(
  'LIMIT PRAGMA ATTACH GLOB REGEXP MATCH INDEXED RETURNING INSERT UPDATE DELETE DROP CREATE ALTER VACUUM'.split(
    ' ',
  ),
);

const UNSUPPORTED = 'Search error occurred: Invalid or unsupported search.';

/** Translates one SELECT; anything else, and anything SuiteQL does not know, is a problem. */
export function rewriteSuiteql(text: string): Rewriting {
  const tokens = tokenize(text.replace(/;\s*$/, ''));
  if (tokens === null || !isWord(tokens[0], 'SELECT', 'WITH')) return { ok: false, problem: UNSUPPORTED };
  const problem = findProblem(tokens);
  if (problem !== null) return { ok: false, problem };
  const limited = rewriteLimits(tokens);
  const sql = emit(limited.tokens);
  return {
    ok: true,
    query: { sql: `${sql}${limited.suffix}`, limitsItself: limited.found, isOrdered: isOrdered(tokens) },
  };
}

function findProblem(tokens: readonly SqlToken[]): string | null {
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word') continue;
    const word = token.text.toUpperCase();
    if (FOREIGN.has(word)) return UNSUPPORTED;
    if (/^(SQLITE_|PRAGMA_|NS_)/.test(word)) return `Invalid search type: ${token.text}.`;
    const calls = isSymbol(tokens[index + 1], '(');
    const isDf = word === 'DF' && isWord(tokens[index - 2], 'BUILTIN');
    const isCte = isWord(tokens[index - 1], 'WITH') || isWord(tokens[index + 1], 'AS');
    if (calls && !FUNCTIONS.has(word) && !BEFORE_BRACKET.has(word) && !isDf && !isCte) return UNSUPPORTED;
  }
  return null;
}

interface Limited {
  readonly tokens: readonly SqlToken[];
  readonly suffix: string;
  readonly found: boolean;
}

/** FETCH FIRST n ROWS ONLY, OFFSET n ROWS and SELECT TOP n become LIMIT and OFFSET at the end. */
function rewriteLimits(tokens: readonly SqlToken[]): Limited {
  const rest: SqlToken[] = [];
  let limit: string | null = null;
  let offset: string | null = null;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as SqlToken;
    const [second, third, fourth, fifth] = tokens.slice(index + 1, index + 5);
    const rows = (one: SqlToken | undefined) => isWord(one, 'ROW', 'ROWS');
    if (isWord(token, 'FETCH') && isWord(second, 'FIRST', 'NEXT') && rows(fourth) && isWord(fifth, 'ONLY')) {
      limit = third?.text ?? null;
      index += 4;
    } else if (isWord(token, 'OFFSET') && second?.kind === 'number' && rows(third)) {
      offset = second.text;
      index += 2;
    } else if (isWord(token, 'TOP') && isWord(tokens[index - 1], 'SELECT') && second?.kind === 'number') {
      limit = second.text;
      index += 1;
    } else {
      rest.push(token);
    }
  }
  const found = limit !== null || offset !== null;
  const suffix = found ? ` LIMIT ${limit ?? '-1'} OFFSET ${offset ?? '0'}` : '';
  return { tokens: rest, suffix, found };
}

function isOrdered(tokens: readonly SqlToken[]): boolean {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (isSymbol(token, '(')) depth += 1;
    else if (isSymbol(token, ')')) depth -= 1;
    else if (depth === 0 && isWord(token, 'ORDER') && isWord(tokens[index + 1], 'BY')) return true;
  }
  return false;
}

function emit(tokens: readonly SqlToken[]): string {
  const parts: string[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as SqlToken;
    if (isWord(token, 'BUILTIN') && isSymbol(tokens[index + 1], '.') && isWord(tokens[index + 2], 'DF')) {
      const close = tokens.findIndex((one, at) => at > index && isSymbol(one, ')'));
      parts.push(displayName(tokens.slice(index + 4, close)));
      index = close;
    } else {
      parts.push(emitToken(token, tokens[index + 1]));
    }
  }
  return parts.join(' ').replaceAll(' . ', '.');
}

function emitToken(token: SqlToken, next: SqlToken | undefined): string {
  if (token.kind !== 'word') return token.text;
  if (isWord(token, 'TRANSACTION')) return '"transaction"';
  if (isWord(token, 'SUM') && isSymbol(next, '(')) return 'ns_sum';
  if (isWord(token, 'SYSDATE', 'CURRENT_DATE', 'CURRENT_TIMESTAMP')) return 'ns_sysdate()';
  return token.text;
}

const DISPLAY_KINDS: Readonly<Record<string, string>> = {
  createdby: 'employee',
  lastmodifiedby: 'employee',
  deletedby: 'employee',
  customer: 'entity',
};

/** BUILTIN.DF(t.entity): the name behind an id. Of what, the column's name says. */
function displayName(argument: readonly SqlToken[]): string {
  const column = argument.at(-1)?.text.toLowerCase() ?? '';
  const qualifier = argument
    .slice(0, -1)
    .map((token) => token.text)
    .join('');
  const expression = `${qualifier}"${column}"`.replace(/^transaction\./i, '"transaction".');
  if (column === 'status') {
    const type = expression.replace('"status"', '"type"');
    return `(SELECT name FROM ns_display_name WHERE kind = 'status' AND ns_display_name.id = ${type} || ':' || ${expression})`;
  }
  const kind = DISPLAY_KINDS[column] ?? column;
  return `COALESCE((SELECT name FROM ns_display_name WHERE kind = '${kind}' AND ns_display_name.id = CAST(${expression} AS TEXT)), ${expression})`;
}
