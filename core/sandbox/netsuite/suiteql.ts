import type Database from 'better-sqlite3';
import type { SqlValue } from './suiteql-functions.ts';
import type { Random } from '#core/base/random.ts';
import type { SandboxRequest, SandboxResponse } from '../kit/organisation.ts';
import { parseBody } from './body-reader.ts';
import { readPaging } from './paging.ts';
import type { Paging, RecordLinks } from './record-links.ts';
import { invalidContent, invalidParameter, nsError } from './refusal.ts';
import type { SearchDatabase } from './search-database.ts';
import type { NetSuiteSettings } from './settings.ts';
import { type RewrittenQuery, rewriteSuiteql } from './suiteql-rewrite.ts';

export const SUITEQL_PATH = '/services/rest/query/v1/suiteql';
const COUNTS_KEPT = 50;

interface Counted {
  readonly version: number;
  readonly total: number;
}

/** The query service: one SELECT per request, page by page, over what the search sees. */
export class SuiteqlService {
  readonly #search: SearchDatabase;
  readonly #settings: NetSuiteSettings;
  readonly #random: Random;
  readonly #counts = new Map<string, Counted>();

  constructor(search: SearchDatabase, settings: NetSuiteSettings, random: Random) {
    this.#search = search;
    this.#settings = settings;
    this.#random = random;
  }

  handle(request: SandboxRequest, links: RecordLinks): SandboxResponse {
    const preferences = (request.headers['prefer'] ?? '').split(',').map((one) => one.trim().toLowerCase());
    if (!preferences.includes('transient')) {
      throw nsError(
        400,
        'INVALID_HEADER',
        "The required request header 'Prefer' is missing or is invalid. Set the value of the header to 'transient'.",
        { header: 'Prefer' },
      );
    }
    const q = parseBody(request.body)['q'];
    if (typeof q !== 'string' || q.trim() === '') {
      throw invalidContent("The request body must contain the query in the property 'q'.", 'q');
    }
    const paging = readPaging(request.query);
    const rewriting = rewriteSuiteql(q);
    if (!rewriting.ok) throw invalidQuery(rewriting.problem);
    const { items, total } = this.#page(rewriting.query, paging);
    const body = {
      links: links.page(SUITEQL_PATH, request.query, paging, total),
      count: items.length,
      hasMore: paging.offset + items.length < total,
      items,
      offset: paging.offset,
      totalResults: total,
    };
    const headers = {
      'content-type': 'application/vnd.oracle.resource+json; type=collection; charset=UTF-8',
    };
    return { status: 200, headers, body };
  }

  #page(query: RewrittenQuery, paging: Paging): { items: readonly object[]; total: number } {
    try {
      const found = this.#count(query);
      const total = Math.min(found, this.#settings.suiteqlMaxRows);
      const limit = Math.max(0, Math.min(paging.limit, total - paging.offset));
      if (limit === 0) return { items: [], total };
      const scattered = this.#settings.scatterUnorderedPages && !query.isOrdered && total > paging.limit;
      const items = scattered
        ? this.#scattered(query, paging, limit)
        : this.#ordered(query, paging.offset, limit);
      return { items, total };
    } catch (error) {
      throw translateSqliteError(error, this.#search);
    }
  }

  #count(query: RewrittenQuery): number {
    const { version } = this.#search;
    const known = this.#counts.get(query.sql);
    if (known?.version === version) return known.total;
    const statement = this.#prepare(`SELECT COUNT(*) AS n FROM (${query.sql})`);
    const { n: total } = statement.get() as { n: number };
    if (this.#counts.size >= COUNTS_KEPT) this.#counts.clear();
    this.#counts.set(query.sql, { version, total });
    return total;
  }

  #ordered(query: RewrittenQuery, offset: number, limit: number): readonly object[] {
    const sql = query.limitsItself ? `SELECT * FROM (${query.sql})` : query.sql;
    const statement = this.#prepare(`${sql} LIMIT ? OFFSET ?`);
    return present(statement, statement.raw().all(limit, offset) as SqlValue[][]);
  }

  /** Each page is cut from the rows in another order, as paging without a total order may do at the vendor. */
  #scattered(query: RewrittenQuery, paging: Paging, limit: number): readonly object[] {
    const statement = this.#prepare(query.sql);
    const rows = statement.raw().all() as SqlValue[][];
    const shuffled = this.#random.child(`page ${paging.offset}`).shuffle(rows);
    return present(statement, shuffled.slice(paging.offset, paging.offset + limit));
  }

  #prepare(sql: string): Database.Statement<unknown[]> {
    const statement = this.#search.database.prepare<unknown[]>(sql);
    if (!statement.readonly || !statement.reader)
      throw invalidQuery('Search error occurred: Invalid or unsupported search.');
    return statement;
  }
}

const DAY_TYPES = ['DATE', 'TIMESTAMP'];

/** Rows as the vendor writes them: lower-case keys, every value text, nothing for null, dates in the user's format. */
function present(
  statement: Database.Statement<unknown[]>,
  rows: readonly (readonly SqlValue[])[],
): readonly object[] {
  const columns = statement.columns().map((column, index) => ({
    name: columnName(column, index),
    isDay: column.column !== null && DAY_TYPES.includes(column.type ?? ''),
  }));
  return rows.map((row) => {
    const item: Record<string, unknown> = { links: [] };
    for (const [index, { name, isDay }] of columns.entries()) {
      const value = row[index];
      if (value === null || value === undefined) continue;
      item[name] = isDay ? userDate(String(value)) : String(value);
    }
    return item;
  });
}

function columnName(column: Database.ColumnDefinition, index: number): string {
  const isExpression = column.column === null && !/^[A-Za-z_][A-Za-z0-9_$]*$/.test(column.name);
  return isExpression ? `expr${index + 1}` : column.name.toLowerCase();
}

/** Dates that are not asked for through TO_CHAR come in the user's date format, without the time of day. */
function userDate(text: string): string {
  return `${Number(text.slice(5, 7))}/${Number(text.slice(8, 10))}/${text.slice(0, 4)}`;
}

function invalidQuery(problem: string) {
  return invalidParameter(`Invalid search query. Detailed unprocessed description follows. ${problem}`, 'q');
}

function translateSqliteError(error: unknown, search: SearchDatabase): unknown {
  if (error instanceof RangeError) return invalidQuery(`Search error occurred: ${error.message}.`);
  if (!(error instanceof search.sqliteError)) return error;
  const { message } = error;
  const table = /^no such table: (?:main\.)?(\S+)/.exec(message)?.[1];
  if (table !== undefined) return invalidQuery(`Invalid search type: ${table}.`);
  const column = /^(?:no such column|ambiguous column name): (\S+)/.exec(message)?.[1];
  if (column !== undefined) {
    const name = column.split('.').at(-1)?.replaceAll('"', '');
    return invalidQuery(`Search error occurred: Unknown identifier '${name}'.`);
  }
  return invalidQuery('Search error occurred: Invalid or unsupported search.');
}
