import type { SandboxRequest, SandboxResponse } from '../kit/organisation.ts';
import { attributesJson, valueJson } from './record-json.ts';
import { recordId } from './record-id.ts';
import type { RecordStore, StoredRecord } from './record-store.ts';
import { jsonResponse, Refusal } from './refusal.ts';
import { aggregateRows, hasAggregates } from './soql-aggregates.ts';
import { parseSoql } from './soql-parser.ts';
import { planRows, type Projection, type RowPlan, selectChildren, selectRecords } from './soql-plan.ts';
import type { SelectQuery } from './soql-tree.ts';

interface Cursor {
  readonly id: string;
  readonly plan: RowPlan;
  /** The records as they were when the statement ran. */
  readonly rows: readonly StoredRecord[];
  readonly includeDeleted: boolean;
  readonly batchSize: number;
}

interface Page {
  readonly texts: readonly string[];
  readonly nextOffset: number;
}

export interface QueryOptions {
  /** Pages never hold more records than this, whatever the caller asks for. */
  readonly maxBatchSize: number;
  /** The oldest cursor of the user goes when one more is opened. */
  readonly maxCursors: number;
}

export const DEFAULT_QUERY_OPTIONS: QueryOptions = { maxBatchSize: 2000, maxCursors: 10 };

/** GET query, queryAll and query/{locator}. */
export class QueryResource {
  readonly #store: RecordStore;
  readonly #options: QueryOptions;
  readonly #cursors = new Map<string, Cursor>();
  #opened = 0;

  constructor(store: RecordStore, options: QueryOptions) {
    this.#store = store;
    this.#options = options;
  }

  run(request: SandboxRequest, version: string, includeDeleted: boolean): SandboxResponse {
    const soql = request.query.get('q');
    if (soql === null) {
      throw new Refusal(400, 'MALFORMED_QUERY', 'A query string has to be specified');
    }
    const query = parseSoql(soql);
    if (query.items.some((item) => item.kind === 'count-rows'))
      return this.#countRows(soql, query, includeDeleted);
    const plan = planRows(soql, this.#store, query);
    if (hasAggregates(query)) {
      const rows = selectRecords({ ...plan, order: [], limit: null, offset: 0 }, includeDeleted);
      const texts = aggregateRows(plan.scope, query, rows).slice(0, query.limit ?? undefined);
      return answer(texts.length, texts, null);
    }
    const rows = selectRecords(plan, includeDeleted);
    const batchSize = this.#batchSize(request);
    const cursor: Cursor = { id: '', plan, rows, includeDeleted, batchSize };
    const page = readPage(cursor, 0, version);
    if (page.nextOffset >= rows.length) return answer(rows.length, page.texts, null);
    return answer(rows.length, page.texts, nextUrl(version, this.#open(cursor), page.nextOffset));
  }

  more(locator: string, version: string): SandboxResponse {
    const [id = '', offsetText = ''] = locator.split('-');
    const cursor = this.#cursors.get(id);
    const offset = Number(offsetText);
    if (cursor === undefined || !Number.isInteger(offset) || offset < 0 || offset > cursor.rows.length) {
      throw new Refusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    const page = readPage(cursor, offset, version);
    const url = page.nextOffset >= cursor.rows.length ? null : nextUrl(version, id, page.nextOffset);
    return answer(cursor.rows.length, page.texts, url);
  }

  #countRows(soql: string, query: SelectQuery, includeDeleted: boolean): SandboxResponse {
    if (query.items.length > 1) {
      throw new Refusal(400, 'MALFORMED_QUERY', 'COUNT() must be the only element in the SELECT list');
    }
    const plan = planRows(soql, this.#store, { ...query, items: [] });
    return answer(selectRecords(plan, includeDeleted).length, [], null);
  }

  #batchSize(request: SandboxRequest): number {
    const asked = /batchSize\s*=\s*(\d+)/i.exec(request.headers['sforce-query-options'] ?? '');
    const size = asked === null ? 2000 : Math.min(2000, Math.max(200, Number(asked[1])));
    return Math.min(size, this.#options.maxBatchSize);
  }

  #open(cursor: Cursor): string {
    this.#opened += 1;
    const id = recordId('01g', this.#opened);
    this.#cursors.set(id, { ...cursor, id });
    const [oldest] = this.#cursors.keys();
    if (this.#cursors.size > this.#options.maxCursors && oldest !== undefined) this.#cursors.delete(oldest);
    return id;
  }
}

/** One page from `offset`. Children count towards its size, so a page of parents with children is shorter. */
function readPage(cursor: Cursor, offset: number, version: string): Page {
  const texts: string[] = [];
  let size = 0;
  let next = offset;
  while (next < cursor.rows.length && size < cursor.batchSize) {
    const rendered = renderRow(cursor.plan.projection, cursor.rows[next] as StoredRecord, cursor, version);
    size += 1 + rendered.children;
    texts.push(rendered.text);
    next += 1;
  }
  return { texts, nextOffset: next };
}

function renderRow(
  projection: Projection,
  record: StoredRecord,
  cursor: Pick<Cursor, 'plan' | 'includeDeleted'>,
  version: string,
): { text: string; children: number } {
  const { store } = cursor.plan.scope;
  let text = `{"attributes":${attributesJson(projection.object.name, record.Id, version)}`;
  let children = 0;
  for (const entry of projection.entries) {
    if (entry.kind === 'field') {
      text += `,"${entry.field.name}":${valueJson(entry.field, record[entry.field.name] ?? null)}`;
      continue;
    }
    if (entry.kind === 'parent') {
      const parentId = record[entry.link];
      const parent =
        typeof parentId === 'string' ? store.get(entry.projection.object.name, parentId) : undefined;
      const inner = parent === undefined ? 'null' : renderRow(entry.projection, parent, cursor, version).text;
      text += `,"${entry.name}":${inner}`;
      continue;
    }
    const rows = selectChildren(entry.plan, entry.link, record.Id, cursor.includeDeleted);
    children += rows.length;
    const inner = rows.map((row) => renderRow(entry.plan.projection, row, cursor, version).text);
    const list = `{"totalSize":${rows.length},"done":true,"records":[${inner.join(',')}]}`;
    text += `,"${entry.name}":${rows.length === 0 ? 'null' : list}`;
  }
  return { text: `${text}}`, children };
}

function nextUrl(version: string, cursorId: string, offset: number): string {
  return `/services/data/${version}/query/${cursorId}-${offset}`;
}

function answer(totalSize: number, texts: readonly string[], nextRecordsUrl: string | null): SandboxResponse {
  const next = nextRecordsUrl === null ? '' : `"nextRecordsUrl":${JSON.stringify(nextRecordsUrl)},`;
  const done = nextRecordsUrl === null;
  return jsonResponse(200, `{"totalSize":${totalSize},"done":${done},${next}"records":[${texts.join(',')}]}`);
}
