import type { Store } from '../store.ts';

export interface MappingTableRow {
  readonly id: string;
  readonly version: number;
  readonly type: string;
  readonly legal_entity: string;
  readonly source_key: string;
  readonly target: string;
  readonly valid_from_on: string;
  readonly valid_to_on: string | null;
  readonly state: 'draft' | 'live' | 'rejected' | 'retired';
  readonly is_fallback: number;
  readonly proposed_by: string;
  readonly decided_by: string | null;
  readonly reason: string;
  readonly retire_on: string | null;
  readonly retire_proposed_by: string | null;
  readonly retired_by: string | null;
  readonly seq: number;
}

export interface FallbackCount {
  readonly mapping_id: string;
  readonly uses: number;
  readonly last_seq: number;
}

export type NewMappingRow = Omit<
  MappingTableRow,
  'state' | 'decided_by' | 'retire_on' | 'retire_proposed_by' | 'retired_by'
>;

/** The projection of mappings and of the postings that a fallback made. */
export class MappingRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    const select = (rest: string) =>
      sqlite.prepare<unknown[], MappingTableRow>(`SELECT * FROM mappings ${rest}`);
    this.#statements = {
      all: select('ORDER BY type, source_key, legal_entity, version'),
      byId: select('WHERE id = ?'),
      slot: select('WHERE type = ? AND source_key = ? AND legal_entity = ? ORDER BY version'),
      lastSeq: sqlite.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM mappings').pluck(),
      insert: sqlite.prepare(
        `INSERT INTO mappings (id, version, type, legal_entity, source_key, target, valid_from_on, valid_to_on, state,
           is_fallback, proposed_by, reason, seq)
         VALUES (@id, @version, @type, @legal_entity, @source_key, @target, @valid_from_on, @valid_to_on, 'draft',
           @is_fallback, @proposed_by, @reason, @seq)`,
      ),
      decide: sqlite.prepare('UPDATE mappings SET state = ?, decided_by = ?, seq = ? WHERE id = ?'),
      close: sqlite.prepare('UPDATE mappings SET valid_to_on = ?, seq = ? WHERE id = ?'),
      proposeRetirement: sqlite.prepare(
        'UPDATE mappings SET retire_on = ?, retire_proposed_by = ?, seq = ? WHERE id = ?',
      ),
      retire: sqlite.prepare(
        `UPDATE mappings SET state = 'retired', valid_to_on = ?, retired_by = ?, seq = ? WHERE id = ?`,
      ),
      useFallback: sqlite.prepare(
        'INSERT INTO mapping_fallback_uses (mapping_id, posting_id, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      ),
      fallbackCounts: sqlite.prepare<[], FallbackCount>(
        `SELECT mapping_id, count(*) AS uses, max(seq) AS last_seq FROM mapping_fallback_uses
         GROUP BY mapping_id ORDER BY uses DESC, mapping_id`,
      ),
    };
  }

  all(): MappingTableRow[] {
    return this.#statements.all.all();
  }

  find(id: string): MappingTableRow | null {
    return this.#statements.byId.get(id) ?? null;
  }

  /** Every version of one type, key and entity, oldest first. */
  slot(type: string, sourceKey: string, legalEntity: string): MappingTableRow[] {
    return this.#statements.slot.all(type, sourceKey, legalEntity);
  }

  /** Journal position of the newest event about any mapping. */
  lastSeq(): number {
    return this.#statements.lastSeq.get() ?? 0;
  }

  insertDraft(row: NewMappingRow): void {
    this.#statements.insert.run(row);
  }

  decide(id: string, state: 'live' | 'rejected', decidedBy: string, seq: number): void {
    this.#statements.decide.run(state, decidedBy, seq, id);
  }

  close(id: string, validToOn: string, seq: number): void {
    this.#statements.close.run(validToOn, seq, id);
  }

  /** Notes, or with nulls drops, a retirement that waits for its second person. */
  proposeRetirement(id: string, retireOn: string | null, proposedBy: string | null, seq: number): void {
    this.#statements.proposeRetirement.run(retireOn, proposedBy, seq, id);
  }

  retire(id: string, validToOn: string, retiredBy: string, seq: number): void {
    this.#statements.retire.run(validToOn, retiredBy, seq, id);
  }

  useFallback(mappingId: string, postingId: string, seq: number): void {
    this.#statements.useFallback.run(mappingId, postingId, seq);
  }

  fallbackCounts(): FallbackCount[] {
    return this.#statements.fallbackCounts.all();
  }
}
