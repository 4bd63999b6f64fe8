import { assert, present } from '#core/base/assert.ts';
import type { Clock } from '#core/base/clock.ts';
import { findObject, OBJECTS, type ObjectDefinition } from './object-schema.ts';
import { recordId } from './record-id.ts';

/** Text, decimal text for numbers, epoch milliseconds for datetimes, `YYYY-MM-DD` for dates. */
export type FieldValue = string | number | boolean | null;

/** A record by canonical field names; a field that is absent is null. */
export type StoredRecord = { Id: string; IsDeleted: boolean; SystemModstamp: number } & Record<
  string,
  FieldValue
>;

interface Table {
  readonly definition: ObjectDefinition;
  readonly records: Map<string, StoredRecord>;
  /** Reference and external-id fields: value (lower-case for text) to record ids. */
  readonly indexes: Map<string, Map<string, Set<string>>>;
  lastNumber: number;
}

export interface InsertOptions {
  /** When it was created and last changed; now when absent. */
  readonly atMs?: number;
  readonly id?: string;
}

/** The org's records: by id, by external id and by parent. It checks nothing; the API's rules are in record-writes. */
export class RecordStore {
  readonly #clock: Clock;
  readonly #tables = new Map<string, Table>();

  constructor(clock: Clock) {
    this.#clock = clock;
    for (const definition of OBJECTS) {
      const indexed = definition.fields.filter((one) => one.externalId || one.type === 'reference');
      this.#tables.set(definition.name, {
        definition,
        records: new Map(),
        indexes: new Map(indexed.map((one) => [one.name, new Map<string, Set<string>>()])),
        lastNumber: 0,
      });
    }
  }

  /** Adds a record; with `atMs` in the past this is how history is seeded. */
  insert(
    objectName: string,
    fields: Readonly<Record<string, FieldValue>>,
    options: InsertOptions = {},
  ): StoredRecord {
    const table = this.#table(objectName);
    const atMs = toSecond(options.atMs ?? this.#clock.now());
    table.lastNumber += 1;
    const Id = options.id ?? recordId(table.definition.keyPrefix, table.lastNumber);
    assert(!table.records.has(Id), `${objectName} ${Id} is there already`);
    const record: StoredRecord = {
      Id,
      IsDeleted: false,
      CreatedDate: atMs,
      LastModifiedDate: atMs,
      SystemModstamp: atMs,
      ...fields,
    };
    table.records.set(Id, record);
    this.#index(table, record, true);
    return record;
  }

  /** Changes a record and moves its stamps. Returns the values it had, to undo with `restore`. */
  change(
    objectName: string,
    id: string,
    fields: Readonly<Record<string, FieldValue>>,
    atMs?: number,
  ): StoredRecord {
    const table = this.#table(objectName);
    const before = present(table.records.get(id), `no ${objectName} ${id}`);
    const stamp = toSecond(atMs ?? this.#clock.now());
    this.restore(objectName, { ...before, ...fields, LastModifiedDate: stamp, SystemModstamp: stamp });
    return before;
  }

  /** Puts a record back exactly as given. */
  restore(objectName: string, record: StoredRecord): void {
    const table = this.#table(objectName);
    const current = table.records.get(record.Id);
    if (current !== undefined) this.#index(table, current, false);
    table.records.set(record.Id, record);
    this.#index(table, record, true);
  }

  /** Takes a record out as if it had never been (undo of an insert). */
  forget(objectName: string, id: string): void {
    const table = this.#table(objectName);
    const record = table.records.get(id);
    if (record !== undefined) this.#index(table, record, false);
    table.records.delete(id);
  }

  get(objectName: string, id: string): StoredRecord | undefined {
    return this.#table(objectName).records.get(id);
  }

  /** Every record, deleted ones too, in the order of creation. */
  all(objectName: string): IterableIterator<StoredRecord> {
    return this.#table(objectName).records.values();
  }

  count(objectName: string): number {
    return this.#table(objectName).records.size;
  }

  /** Records whose reference or external-id field has the value; deleted ones too. */
  byField(objectName: string, fieldName: string, value: string): StoredRecord[] {
    const table = this.#table(objectName);
    const index = present(table.indexes.get(fieldName), `${objectName}.${fieldName} has no index`);
    const ids = index.get(value.toLowerCase());
    return ids === undefined ? [] : [...ids].map((id) => table.records.get(id) as StoredRecord);
  }

  #table(objectName: string): Table {
    const definition = findObject(objectName);
    return present(definition && this.#tables.get(definition.name), `no object ${objectName}`);
  }

  #index(table: Table, record: StoredRecord, add: boolean): void {
    for (const [fieldName, index] of table.indexes) {
      const value = record[fieldName];
      if (typeof value !== 'string') continue;
      const key = value.toLowerCase();
      const ids = index.get(key);
      if (add) {
        if (ids === undefined) index.set(key, new Set([record.Id]));
        else ids.add(record.Id);
      } else {
        ids?.delete(record.Id);
        if (ids?.size === 0) index.delete(key);
      }
    }
  }
}

/** Salesforce keeps datetimes to the second, so records of one second share a stamp. */
function toSecond(epochMs: number): number {
  return Math.floor(epochMs / 1000) * 1000;
}
