import type { Store } from '../store.ts';
import type { MappingTableRow } from './mappings.ts';

export type MappingStage = 'draft' | 'scheduled' | 'live' | 'retired' | 'rejected';

/** What to list; what is left out does not narrow it. */
export interface MappingListFilter {
  readonly type?: string | undefined;
  readonly legalEntity?: string | undefined;
  readonly state?: string | undefined;
  readonly stage?: MappingStage | undefined;
  /** Rows whose dates hold on this day. */
  readonly on?: string | undefined;
  readonly text?: string | undefined;
  /** What waits for a decision that this person did not ask for. */
  readonly awaits?: string | undefined;
}

const sortColumns = {
  type: 'type',
  sourceKey: 'source_key',
  legalEntity: 'legal_entity',
  target: 'target',
  validFromOn: 'valid_from_on',
  validToOn: `coalesce(valid_to_on, '9999-12-31')`,
  stage: 'stage',
  version: 'version',
  proposedBy: 'proposed_by',
  decidedBy: `coalesce(decided_by, '')`,
} as const;

export type MappingSort = keyof typeof sortColumns;

export interface MappingPage {
  readonly sort?: MappingSort | undefined;
  readonly isDescending?: boolean | undefined;
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
}

export interface StageCount {
  readonly type: string;
  readonly stage: MappingStage;
  readonly count: number;
}

/** Where a row stands on the day `@today`: the one definition behind lists, counts and sets. */
const stageSql = `CASE
  WHEN state IN ('draft', 'rejected') THEN state
  WHEN valid_to_on IS NOT NULL AND (valid_to_on <= @today OR valid_to_on <= valid_from_on) THEN 'retired'
  WHEN valid_from_on > @today THEN 'scheduled'
  ELSE 'live' END`;

const staged = `(SELECT *, ${stageSql} AS stage FROM mappings)`;

interface Where {
  readonly sql: string;
  readonly bound: Readonly<Record<string, string>>;
}

/** The condition of a list, which its count shares. */
function whereOf(filter: MappingListFilter, today: string): Where {
  const parts: string[] = ['1 = 1'];
  const bound: Record<string, string> = { today };
  const equals = (column: string, name: string, value: string | undefined) => {
    if (value === undefined) return;
    parts.push(`${column} = @${name}`);
    bound[name] = value;
  };
  equals('type', 'type', filter.type);
  equals('legal_entity', 'entity', filter.legalEntity);
  equals('state', 'state', filter.state);
  equals('stage', 'stage', filter.stage);
  if (filter.on !== undefined) {
    parts.push('valid_from_on <= @on AND (valid_to_on IS NULL OR @on < valid_to_on)');
    bound['on'] = filter.on;
  }
  const text = filter.text?.trim() ?? '';
  if (text !== '') {
    parts.push(
      `(instr(lower(source_key), @text) > 0 OR instr(lower(target), @text) > 0 OR instr(lower(legal_entity), @text) > 0
        OR instr(lower(type), @text) > 0 OR instr(lower(id), @text) > 0)`,
    );
    bound['text'] = text.toLowerCase();
  }
  if (filter.awaits !== undefined) {
    parts.push(
      `((state = 'draft' AND proposed_by <> @awaits)
        OR (state = 'live' AND retire_proposed_by IS NOT NULL AND retire_proposed_by <> @awaits))`,
    );
    bound['awaits'] = filter.awaits;
  }
  return { sql: parts.join(' AND '), bound };
}

export type StagedMappingRow = MappingTableRow & { readonly stage: MappingStage };

/** Lists of mappings: narrowed, sorted and paged where they are kept. */
export class MappingListRepository {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  page(filter: MappingListFilter, today: string, page: MappingPage = {}): StagedMappingRow[] {
    const { sql, bound } = whereOf(filter, today);
    const direction = page.isDescending === true ? 'DESC' : 'ASC';
    const first = page.sort === undefined ? '' : `${sortColumns[page.sort]} ${direction}, `;
    return this.#store.sqlite
      .prepare<unknown[], StagedMappingRow>(
        `SELECT * FROM ${staged} WHERE ${sql} ORDER BY ${first}type, source_key, legal_entity, version
         LIMIT @limit OFFSET @offset`,
      )
      .all({ ...bound, limit: page.limit ?? -1, offset: page.offset ?? 0 });
  }

  count(filter: MappingListFilter, today: string): number {
    const { sql, bound } = whereOf(filter, today);
    const count = this.#store.sqlite
      .prepare<unknown[], number>(`SELECT count(*) FROM ${staged} WHERE ${sql}`)
      .pluck()
      .get(bound);
    return count ?? 0;
  }

  /** How many rows of each type stand where. */
  stageCounts(today: string): StageCount[] {
    return this.#store.sqlite
      .prepare<unknown[], StageCount>(
        `SELECT type, stage, count(*) AS count FROM ${staged} GROUP BY type, stage ORDER BY type, stage`,
      )
      .all({ today });
  }
}
