import Database from 'better-sqlite3';
import { assert } from '#core/base/assert.ts';
import type { Application, DocumentType, SandboxDocument } from './model.ts';

const SCHEMA = `
CREATE TABLE document (
  id INTEGER PRIMARY KEY, type TEXT NOT NULL, external_id TEXT, tran_id TEXT NOT NULL, other_ref_num TEXT,
  total_minor INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX document_external_id ON document (external_id, type) WHERE external_id IS NOT NULL;
CREATE INDEX document_tran_id ON document (tran_id, type);
CREATE INDEX document_other_ref_num ON document (other_ref_num, type) WHERE other_ref_num IS NOT NULL;
CREATE TABLE application (
  source_id INTEGER NOT NULL, target_id INTEGER NOT NULL, amount_minor INTEGER NOT NULL,
  PRIMARY KEY (source_id, target_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX application_target ON application (target_id);
`;

/** A way to find documents; ids found by other keys come in the order of creation. */
export type DocumentKey = 'external_id' | 'tran_id' | 'other_ref_num';

/** The truth about transactions: documents as JSON by id, and what settles what. */
export class DocumentTable {
  readonly #database = new Database(':memory:');
  readonly #statements = new Map<string, Database.Statement<unknown[]>>();
  /** Made once: each transaction function prepares its own statements. */
  readonly #transaction = this.#database.transaction((work: () => unknown) => work());

  constructor() {
    this.#database.exec(SCHEMA);
  }

  /** Runs `work` as one transaction; whatever it throws undoes it. Nested calls join the outer one. */
  transact<T>(work: () => T): T {
    return this.#transaction(work) as T;
  }

  put(document: SandboxDocument): void {
    this.#prepared(
      'INSERT OR REPLACE INTO document (id, type, external_id, tran_id, other_ref_num, total_minor, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(
      document.id,
      document.type,
      document.externalId,
      document.tranId,
      document.otherRefNum,
      document.totalMinor,
      JSON.stringify(document),
    );
  }

  get(id: number): SandboxDocument | undefined {
    const row = this.#prepared('SELECT body FROM document WHERE id = ?').get(id) as
      | { body: string }
      | undefined;
    return row === undefined ? undefined : (JSON.parse(row.body) as SandboxDocument);
  }

  remove(id: number): void {
    this.#prepared('DELETE FROM application WHERE source_id = ?').run(id);
    this.#prepared('DELETE FROM document WHERE id = ?').run(id);
  }

  /** Parameters carry a plus so that SQLite does not prepare the statement again for each value: see core/storage. */
  idsBy(key: DocumentKey, value: string, type: DocumentType): number[] {
    const sql = `SELECT id FROM document WHERE ${key} = +? AND type = +? ORDER BY id`;
    return (this.#prepared(sql).all(value, type) as { id: number }[]).map((row) => row.id);
  }

  /** Documents of a type, oldest first, without loading them all at once. */
  *ofType(type: DocumentType): Generator<SandboxDocument> {
    const sql = 'SELECT id, body FROM document WHERE type = ? AND id > ? ORDER BY id LIMIT 500';
    for (let last = -1; ; ) {
      const rows = this.#prepared(sql).all(type, last) as { id: number; body: string }[];
      for (const row of rows) yield JSON.parse(row.body) as SandboxDocument;
      if (rows.length === 0) return;
      last = rows.at(-1)?.id ?? last;
    }
  }

  count(type?: DocumentType): number {
    const sql = `SELECT COUNT(*) AS n FROM document${type === undefined ? '' : ' WHERE type = ?'}`;
    const row = this.#prepared(sql).get(...(type === undefined ? [] : [type])) as { n: number };
    return row.n;
  }

  /** Replaces what `sourceId` settles. */
  setApplications(sourceId: number, applications: readonly Application[]): void {
    this.#prepared('DELETE FROM application WHERE source_id = ?').run(sourceId);
    const insert = this.#prepared(
      'INSERT INTO application (source_id, target_id, amount_minor) VALUES (?, ?, ?)',
    );
    for (const one of applications) {
      assert(one.sourceId === sourceId, 'applications of another document');
      insert.run(one.sourceId, one.targetId, one.amountMinor);
    }
  }

  removeApplicationsTo(targetId: number): void {
    this.#prepared('DELETE FROM application WHERE target_id = ?').run(targetId);
  }

  applicationsOf(sourceId: number): Application[] {
    return this.#applications('source_id', sourceId);
  }

  applicationsTo(targetId: number): Application[] {
    return this.#applications('target_id', targetId);
  }

  /** What is left of the document: neither settled by others nor used to settle others. */
  remainingMinor(id: number): number {
    const row = this.#prepared(
      `SELECT total_minor
         - COALESCE((SELECT SUM(amount_minor) FROM application WHERE source_id = document.id), 0)
         - COALESCE((SELECT SUM(amount_minor) FROM application WHERE target_id = document.id), 0) AS n
       FROM document WHERE id = ?`,
    ).get(id) as { n: number } | undefined;
    assert(row, `no document ${id}`);
    return row.n;
  }

  #applications(column: 'source_id' | 'target_id', id: number): Application[] {
    const sql = `SELECT source_id, target_id, amount_minor FROM application WHERE ${column} = +? ORDER BY source_id, target_id`;
    const rows = this.#prepared(sql).all(id) as {
      source_id: number;
      target_id: number;
      amount_minor: number;
    }[];
    return rows.map((row) => ({
      sourceId: row.source_id,
      targetId: row.target_id,
      amountMinor: row.amount_minor,
    }));
  }

  #prepared(sql: string): Database.Statement<unknown[]> {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare<unknown[]>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
