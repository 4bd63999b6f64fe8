import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import type { AttributeConflict, CustomerViews, MergedCustomer } from '#core/domain/attribute-ownership.ts';
import type { SystemRole } from '#core/domain/refs.ts';
import type { Store } from '../store.ts';

export interface CustomerRow {
  readonly id: string;
  readonly version: number;
  readonly legal_name: string | null;
  readonly tax_id: string | null;
  readonly tax_setup: 'complete' | 'missing' | 'unknown' | null;
  readonly country: string | null;
  readonly legal_entity: string | null;
  readonly subscription_status: string | null;
  readonly body: string;
}

export interface CustomerRef {
  readonly system: SystemRole;
  readonly connection_id: string;
  readonly external_id: string;
}

/** A customer as merged from its views, to be kept. */
export interface MergedRow {
  readonly id: string;
  readonly version: number;
  readonly views: CustomerViews;
  readonly merged: MergedCustomer;
  readonly subscriptionStatus: string | null;
  readonly conflicts: readonly AttributeConflict[];
}

export interface ConflictRow {
  readonly customer_id: string;
  readonly attribute: string;
  readonly owner_system: SystemRole;
  readonly owner_value: string | null;
  readonly other_system: SystemRole;
  readonly other_value: string | null;
}

/** The canonical customer, its ids in every system, and where the systems contradict each other. */
export class CustomerRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    this.#statements = {
      get: sqlite.prepare<[string], CustomerRow>('SELECT * FROM customers WHERE id = ?'),
      byRef: sqlite
        .prepare<[string, string], string>(
          'SELECT customer_id FROM customer_refs WHERE connection_id = ? AND external_id = ?',
        )
        .pluck(),
      refs: sqlite.prepare<[string], CustomerRef>(
        'SELECT system, connection_id, external_id FROM customer_refs WHERE customer_id = +? ORDER BY connection_id, external_id',
      ),
      saveRef: sqlite.prepare(
        `INSERT INTO customer_refs (system, connection_id, external_id, customer_id) VALUES (?, ?, ?, ?)
         ON CONFLICT (connection_id, external_id) DO UPDATE SET customer_id = excluded.customer_id`,
      ),
      moveRefs: sqlite.prepare('UPDATE customer_refs SET customer_id = ? WHERE customer_id = ?'),
      remove: sqlite.prepare('DELETE FROM customers WHERE id = ?'),
      removeConflicts: sqlite.prepare('DELETE FROM attribute_conflicts WHERE customer_id = ?'),
      save: sqlite.prepare(
        `INSERT INTO customers (id, version, legal_name, tax_id, tax_setup, country, legal_entity, subscription_status, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version,
           legal_name = excluded.legal_name, tax_id = excluded.tax_id, tax_setup = excluded.tax_setup,
           country = excluded.country, legal_entity = excluded.legal_entity,
           subscription_status = excluded.subscription_status, body = excluded.body`,
      ),
      saveConflict: sqlite.prepare(
        `INSERT INTO attribute_conflicts (customer_id, attribute, owner_system, owner_value, other_system, other_value, seq)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ),
      conflicts: sqlite.prepare<[string], ConflictRow>(
        'SELECT customer_id, attribute, owner_system, owner_value, other_system, other_value FROM attribute_conflicts WHERE customer_id = +? ORDER BY attribute, other_system',
      ),
      allConflicts: sqlite.prepare<[], ConflictRow>(
        'SELECT customer_id, attribute, owner_system, owner_value, other_system, other_value FROM attribute_conflicts ORDER BY customer_id, attribute, other_system',
      ),
    };
  }

  get(id: string): CustomerRow | null {
    return this.#statements.get.get(id) ?? null;
  }

  /** The canonical customer behind a system's own id. */
  idOf(connectionId: string, externalId: string): string | null {
    return this.#statements.byRef.get(connectionId, externalId) ?? null;
  }

  refsOf(customerId: string): CustomerRef[] {
    return this.#statements.refs.all(customerId);
  }

  conflictsOf(customerId: string): ConflictRow[] {
    return this.#statements.conflicts.all(customerId);
  }

  allConflicts(): ConflictRow[] {
    return this.#statements.allConflicts.all();
  }

  saveRef(ref: CustomerRef, customerId: string): void {
    this.#statements.saveRef.run(ref.system, ref.connection_id, ref.external_id, customerId);
  }

  /** Two customers turn out to be one: every id of the second now means the first. */
  merge(keptId: string, mergedId: string): void {
    this.#statements.moveRefs.run(keptId, mergedId);
    this.#statements.removeConflicts.run(mergedId);
    this.#statements.remove.run(mergedId);
  }

  save(customer: MergedRow, seq: number): void {
    const { id, version, views, merged, subscriptionStatus, conflicts } = customer;
    this.#statements.save.run(
      id,
      version,
      merged.legalName,
      merged.taxId,
      merged.taxSetup,
      merged.country,
      merged.legalEntity,
      subscriptionStatus,
      canonicalJson(views as unknown as CanonicalValue),
    );
    this.#statements.removeConflicts.run(id);
    for (const conflict of conflicts) {
      this.#statements.saveConflict.run(
        id,
        conflict.attribute,
        conflict.ownerSystem,
        conflict.ownerValue,
        conflict.otherSystem,
        conflict.otherValue,
        seq,
      );
    }
  }
}
