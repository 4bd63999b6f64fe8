import { present } from '#core/base/assert.ts';
import type { CommitInput, CommitLog } from '../kit/commit-log.ts';
import {
  addDecimals,
  type Decimal,
  multiplyDecimals,
  parseDecimalText,
  toFixedText,
} from './decimal-text.ts';
import {
  type ChildRelationship,
  childRelationshipsOf,
  findObject,
  type ObjectDefinition,
} from './object-schema.ts';
import { normaliseId } from './record-id.ts';
import type { FieldValue, RecordStore, StoredRecord } from './record-store.ts';
import { notFound, Refusal } from './refusal.ts';
import { checkFields } from './write-input.ts';

export interface UpsertOutcome {
  readonly id: string;
  readonly created: boolean;
}

/** Several records share the external id: nothing is written. */
export class SeveralMatches extends Error {
  override readonly name = 'SeveralMatches';
  readonly ids: readonly string[];

  constructor(ids: readonly string[]) {
    super('several records match');
    this.ids = ids;
  }
}

const ZERO: Decimal = { digits: 0n, scale: 2 };

/** Creates, changes and deletes records under the API's rules. Changes can be taken back until `commit`. */
export class RecordWriter {
  readonly #store: RecordStore;
  readonly #commits: CommitLog;
  readonly #by: 'api' | 'hand';
  #undo: (() => void)[] = [];
  #pending: CommitInput[] = [];

  constructor(store: RecordStore, commits: CommitLog, by: 'api' | 'hand') {
    this.#store = store;
    this.#commits = commits;
    this.#by = by;
  }

  create(object: ObjectDefinition, input: Readonly<Record<string, unknown>>): string {
    if (!object.createable) {
      throw new Refusal(
        400,
        'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
        `entity type cannot be inserted: ${object.name}`,
      );
    }
    const fields = checkFields(this.#store, object, input, { mode: 'create' });
    this.#checkUnique(object, fields, null);
    const record = this.#store.insert(object.name, { ...fields, ...this.#defaults(object, fields) });
    this.#undo.push(() => this.#store.forget(object.name, record.Id));
    this.#note(object, record, 'create');
    this.#rollUp(object, record);
    return record.Id;
  }

  update(object: ObjectDefinition, id: string, input: Readonly<Record<string, unknown>>): void {
    const record = this.#live(object, id);
    const fields = checkFields(this.#store, object, input, { mode: 'update' });
    this.#checkUnique(object, fields, record.Id);
    this.#change(object, record.Id, { ...fields, ...this.#derived(object, { ...record, ...fields }) });
  }

  /** By external id: 0 matches create (unless `updateOnly`), 1 updates, more are refused. */
  upsert(
    object: ObjectDefinition,
    fieldName: string,
    value: string,
    input: Readonly<Record<string, unknown>>,
    updateOnly: boolean,
  ): UpsertOutcome {
    const matches = this.matches(object, fieldName, value);
    if (matches.length > 1) throw new SeveralMatches(matches.map((record) => record.Id));
    const [match] = matches;
    if (match !== undefined) {
      this.update(object, match.Id, input);
      return { id: match.Id, created: false };
    }
    if (updateOnly) throw notFound();
    return { id: this.create(object, { ...input, [fieldName]: value }), created: true };
  }

  delete(object: ObjectDefinition, id: string): void {
    const record = this.#live(object, id);
    for (const relationship of childRelationshipsOf(object)) this.#deleteChildren(relationship, record.Id);
    this.#change(object, record.Id, { IsDeleted: true }, 'delete');
  }

  /** Children that cannot be without their parent go with it. */
  #deleteChildren(relationship: ChildRelationship, parentId: string): void {
    const child = present(findObject(relationship.childObject), relationship.childObject);
    if (child.fieldByName.get(relationship.field.toLowerCase())?.updateable === true) return;
    for (const record of this.#store.byField(child.name, relationship.field, parentId)) {
      if (!record.IsDeleted) this.#change(child, record.Id, { IsDeleted: true }, 'delete');
    }
  }

  /** Live records with that external id; the field must be marked as one. */
  matches(object: ObjectDefinition, fieldName: string, value: string): StoredRecord[] {
    const field = object.fieldByName.get(fieldName.toLowerCase());
    if (field === undefined || !field.externalId) {
      const message = `Provided external ID field does not exist or is not accessible: ${fieldName}`;
      throw new Refusal(404, 'NOT_FOUND', message);
    }
    return this.#store.byField(object.name, field.name, value).filter((record) => !record.IsDeleted);
  }

  /** Takes back everything since the last commit. */
  rollback(): void {
    for (const undo of this.#undo.reverse()) undo();
    this.#undo = [];
    this.#pending = [];
  }

  commit(): void {
    for (const one of this.#pending) this.#commits.append(one);
    this.#undo = [];
    this.#pending = [];
  }

  #change(
    object: ObjectDefinition,
    id: string,
    fields: Readonly<Record<string, FieldValue>>,
    action: 'update' | 'delete' = 'update',
  ): void {
    const before = this.#store.change(object.name, id, fields);
    this.#undo.push(() => this.#store.restore(object.name, before));
    const after = present(this.#store.get(object.name, id), 'a record that was just changed');
    this.#note(object, after, action);
    this.#rollUp(object, after);
  }

  #note(object: ObjectDefinition, record: StoredRecord, action: 'create' | 'update' | 'delete'): void {
    const externalId = record['Tieout_Id__c'];
    this.#pending.push({
      kind: object.name,
      id: record.Id,
      ...(typeof externalId === 'string' ? { externalId } : {}),
      action,
      by: this.#by,
      body: record,
    });
  }

  #live(object: ObjectDefinition, id: string): StoredRecord {
    const long = normaliseId(id);
    const record = long === null ? undefined : this.#store.get(object.name, long);
    if (record === undefined) throw notFound();
    if (record.IsDeleted) throw new Refusal(404, 'ENTITY_IS_DELETED', 'entity is deleted', []);
    return record;
  }

  #checkUnique(
    object: ObjectDefinition,
    fields: Readonly<Record<string, FieldValue>>,
    ownId: string | null,
  ): void {
    for (const field of object.fields) {
      const value = fields[field.name];
      if (!field.unique || typeof value !== 'string') continue;
      const other = this.#store
        .byField(object.name, field.name, value)
        .find((record) => !record.IsDeleted && record.Id !== ownId);
      if (other === undefined) continue;
      const message = `duplicate value found: ${field.name} duplicates value on record with id: ${other.Id.slice(0, 15)}`;
      throw new Refusal(400, 'DUPLICATE_VALUE', message, []);
    }
  }

  #defaults(
    object: ObjectDefinition,
    fields: Readonly<Record<string, FieldValue>>,
  ): Record<string, FieldValue> {
    const number = String(this.#store.count(object.name) + 1).padStart(8, '0');
    const given: Record<string, FieldValue> = {};
    if (object.name === 'Order') Object.assign(given, { OrderNumber: number, TotalAmount: '0.00' });
    if (object.name === 'OrderItem') given['OrderItemNumber'] = number;
    return { ...given, ...this.#derived(object, fields) };
  }

  /** What the vendor computes: won and closed from the stage, line totals, the product's code. */
  #derived(
    object: ObjectDefinition,
    fields: Readonly<Record<string, FieldValue>>,
  ): Record<string, FieldValue> {
    if (object.name === 'Opportunity') {
      const stage = String(fields['StageName']);
      return { IsClosed: stage.startsWith('Closed'), IsWon: stage === 'Closed Won' };
    }
    if (object.name !== 'OrderItem' && object.name !== 'OpportunityLineItem') return {};
    const quantity = decimalOf(fields['Quantity']);
    const price = decimalOf(fields['UnitPrice']);
    const totals = { TotalPrice: toFixedText(multiplyDecimals(quantity, price), 2) };
    if (object.name === 'OrderItem') return totals;
    const product = fields['Product2Id'];
    const code = typeof product === 'string' ? this.#store.get('Product2', product)?.['ProductCode'] : null;
    return { ...totals, ProductCode: code ?? null };
  }

  /** An order's total follows its items, and its stamp moves with it. */
  #rollUp(object: ObjectDefinition, item: StoredRecord): void {
    const orderId = item['OrderId'];
    if (object.name !== 'OrderItem' || typeof orderId !== 'string') return;
    const items = this.#store.byField('OrderItem', 'OrderId', orderId).filter((one) => !one.IsDeleted);
    const total = items.reduce<Decimal>((sum, one) => addDecimals(sum, decimalOf(one['TotalPrice'])), ZERO);
    this.#change(present(findObject('Order'), 'Order'), orderId, { TotalAmount: toFixedText(total, 2) });
  }
}

function decimalOf(value: FieldValue | undefined): Decimal {
  return (typeof value === 'string' ? parseDecimalText(value) : null) ?? ZERO;
}
