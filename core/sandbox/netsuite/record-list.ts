import type { SandboxRequest } from '../kit/organisation.ts';
import { DOCUMENT_TYPES, type RecordType } from './model.ts';
import { readPaging } from './paging.ts';
import { parseFilter } from './record-filter.ts';
import type { RecordLinks } from './record-links.ts';
import type { SearchDatabase } from './search-database.ts';
import { REFERENCE_PROJECTIONS, SEARCH_TYPES, type SqlValue } from './search-rows.ts';

interface Source {
  readonly table: string;
  readonly where: string;
  readonly parameters: readonly SqlValue[];
}

function sourceOf(type: RecordType): Source {
  if (type === 'customer') return { table: 'customer', where: '1', parameters: [] };
  const document = DOCUMENT_TYPES.find((one) => one === type);
  if (document !== undefined)
    return { table: 'transaction', where: 'type = ?', parameters: [SEARCH_TYPES[document]] };
  return {
    table: REFERENCE_PROJECTIONS[type as keyof typeof REFERENCE_PROJECTIONS].table,
    where: '1',
    parameters: [],
  };
}

/** GET /{type}: ids and links only, page by page, of what the search sees. */
export function listRecords(
  search: SearchDatabase,
  type: RecordType,
  request: SandboxRequest,
  links: RecordLinks,
): object {
  const paging = readPaging(request.query);
  const source = sourceOf(type);
  const q = request.query.get('q');
  const filter = q === null ? null : parseFilter(q, search.tables[source.table] ?? {});
  const where = filter === null ? source.where : `${source.where} AND ${filter.sql}`;
  const parameters = [...source.parameters, ...(filter?.parameters ?? [])];
  search.settle();
  const from = `FROM "${source.table}" WHERE ${where}`;
  const { n: total } = search.database.prepare(`SELECT COUNT(*) AS n ${from}`).get(...parameters) as {
    n: number;
  };
  const rows = search.database
    .prepare(`SELECT id ${from} ORDER BY id LIMIT ? OFFSET ?`)
    .all(...parameters, paging.limit, paging.offset) as { id: number }[];
  return {
    links: links.page(request.path, request.query, paging, total),
    count: rows.length,
    hasMore: paging.offset + rows.length < total,
    items: rows.map((row) => ({ links: links.self(links.of(type, row.id)), id: String(row.id) })),
    offset: paging.offset,
    totalResults: total,
  };
}
