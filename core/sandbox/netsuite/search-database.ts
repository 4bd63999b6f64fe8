import Database from 'better-sqlite3';
import type { Clock, EpochMs } from '#core/base/clock.ts';
import type { Customer, DocumentType, Employee, ReferenceType, SandboxDocument } from './model.ts';
import type { ReferenceRows } from './reference-data.ts';
import { searchDdl, searchTables, type TableColumns } from './search-schema.ts';
import {
  customerName,
  customerRow,
  type DocumentSnapshot,
  employeeRow,
  flag,
  lineRows,
  linkRows,
  REFERENCE_PROJECTIONS,
  SEARCH_TYPES,
  searchInstant,
  type SearchRow,
  transactionRow,
} from './search-rows.ts';
import type { CustomFields, NetSuiteSettings } from './settings.ts';
import { allStatusNames } from './status.ts';
import { registerSuiteqlFunctions } from './suiteql-functions.ts';

interface Pending {
  readonly committedAtMs: EpochMs;
  readonly apply: () => void;
}

/**
 * What SuiteQL, filtered lists and (by setting) look-ups by external id see: copies of the truth that arrive
 * `searchLagMs` of the sandbox clock after the commit. A database of its own, so that no query can reach the truth.
 */
export class SearchDatabase {
  readonly database = new Database(':memory:');
  /** What the database throws when a query does not fit it. */
  readonly sqliteError = Database.SqliteError;
  readonly tables: Readonly<Record<string, TableColumns>>;
  readonly #clock: Clock;
  readonly #settings: NetSuiteSettings;
  readonly #statements = new Map<string, Database.Statement<unknown[]>>();
  readonly #inserts = new Map<
    string,
    { readonly columns: readonly string[]; readonly statement: Database.Statement<unknown[]> }
  >();
  #pending: Pending[] = [];
  #version = 0;

  constructor(clock: Clock, settings: NetSuiteSettings, custom: CustomFields) {
    this.#clock = clock;
    this.#settings = settings;
    this.tables = searchTables(custom);
    this.database.exec(searchDdl(this.tables));
    registerSuiteqlFunctions(this.database, clock);
    for (const { type, id, name } of allStatusNames()) {
      this.#putDisplayName('status', `${SEARCH_TYPES[type]}:${id}`, name);
    }
  }

  /** Changes whenever an answer could; what was counted under one version holds for it. */
  get version(): number {
    this.settle();
    return this.#version;
  }

  /** Lets commits in whose lag is over. */
  settle(): void {
    const horizonMs = this.#clock.now() - this.#settings.searchLagMs;
    let count = 0;
    for (const entry of this.#pending) {
      if (entry.committedAtMs > horizonMs) break;
      entry.apply();
      count += 1;
    }
    if (count === 0) return;
    this.#pending = this.#pending.slice(count);
    this.#version += 1;
  }

  putDocument(snapshot: DocumentSnapshot, precision: number): void {
    this.#enqueue(() => this.writeDocument(snapshot, precision));
  }

  removeDocument(document: SandboxDocument, by: { employeeId: number; viaApi: boolean }): void {
    const deletedAtMs = this.#clock.now();
    this.#enqueue(() => {
      this.#removeRows(document.id);
      this.#insert('deletedrecord', {
        recordid: document.id,
        type: document.type.toLowerCase(),
        name: document.tranId,
        externalid: document.externalId,
        deleteddate: searchInstant(deletedAtMs),
        deletedby: by.employeeId,
        context: by.viaApi ? 'REST Web Services' : 'UI',
      });
    });
  }

  putCustomer(customer: Customer): void {
    this.#enqueue(() => this.writeCustomer(customer));
  }

  removeCustomer(id: number): void {
    this.#enqueue(() => this.#run('DELETE FROM customer WHERE id = ?', [id]));
  }

  /** Writes at once, past the lag: for history that is older than any lag. `isNew`: there are no rows to replace. */
  writeDocument(snapshot: DocumentSnapshot, precision: number, isNew = false): void {
    const { document } = snapshot;
    if (!isNew) this.#removeRows(document.id);
    this.#insert('transaction', transactionRow(snapshot, precision));
    for (const row of lineRows(document, precision)) this.#insert('transactionline', row);
    for (const row of linkRows(snapshot, precision)) this.#insert('nexttransactionlinelink', row);
    this.#version += 1;
  }

  writeCustomer(customer: Customer): void {
    this.#insert('customer', customerRow(customer));
    this.#putDisplayName('entity', String(customer.id), customerName(customer));
    this.#version += 1;
  }

  writeReference<Type extends ReferenceType>(type: Type, row: ReferenceRows[Type]): void {
    const projection = REFERENCE_PROJECTIONS[type];
    this.#insert(projection.table, {
      id: row.id,
      isinactive: flag(row.isInactive),
      lastmodifieddate: searchInstant(row.modifiedAtMs),
      ...projection.columns(row),
    });
    this.#putDisplayName(projection.displayKind, String(row.id), projection.name(row));
    this.#version += 1;
  }

  writeEmployee(employee: Employee): void {
    this.#insert('employee', employeeRow(employee));
    this.#putDisplayName('employee', String(employee.id), employee.name);
    this.#version += 1;
  }

  /** Internal ids that the search knows for an external id. */
  idsByExternalId(type: DocumentType | 'customer', externalId: string): number[] {
    this.settle();
    const rows =
      type === 'customer'
        ? this.#all('SELECT id FROM customer WHERE externalid = ? ORDER BY id', [externalId])
        : this.#all('SELECT id FROM "transaction" WHERE externalid = ? AND type = ? ORDER BY id', [
            externalId,
            SEARCH_TYPES[type],
          ]);
    return (rows as { id: number }[]).map((row) => row.id);
  }

  #enqueue(apply: () => void): void {
    this.#pending.push({ committedAtMs: this.#clock.now(), apply });
    this.settle();
  }

  #removeRows(id: number): void {
    this.#run('DELETE FROM "transaction" WHERE id = ?', [id]);
    this.#run('DELETE FROM transactionline WHERE "transaction" = ?', [id]);
    this.#run('DELETE FROM nexttransactionlinelink WHERE nextdoc = ?', [id]);
  }

  #putDisplayName(kind: string, id: string, name: string): void {
    this.#insert('ns_display_name', { kind, id, name });
  }

  #insert(table: string, row: SearchRow): void {
    let insert = this.#inserts.get(table);
    if (insert === undefined) {
      const columns = Object.keys(this.tables[table] ?? {});
      const names = columns.map((name) => `"${name}"`).join(', ');
      const marks = columns.map(() => '?').join(', ');
      const sql = `INSERT OR REPLACE INTO "${table}" (${names}) VALUES (${marks})`;
      insert = { columns, statement: this.database.prepare<unknown[]>(sql) };
      this.#inserts.set(table, insert);
    }
    insert.statement.run(...insert.columns.map((name) => row[name] ?? null));
  }

  #run(sql: string, parameters: unknown[]): void {
    this.#prepared(sql).run(...parameters);
  }

  #all(sql: string, parameters: unknown[]): unknown[] {
    return this.#prepared(sql).all(...parameters);
  }

  #prepared(sql: string): Database.Statement<unknown[]> {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare<unknown[]>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
