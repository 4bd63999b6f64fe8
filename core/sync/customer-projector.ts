import { type CustomerViews, findConflicts, mergeCustomer } from '../domain/attribute-ownership.ts';
import type { RecordedEntity } from '../domain/entity.ts';
import type { CustomerRecord } from '../domain/party.ts';
import type { SystemRole } from '../domain/refs.ts';
import type { Subscription } from '../domain/contract.ts';
import { fromWire } from '../domain/wire.ts';
import type { RecordedEvent } from '../journal/event.ts';
import type { Projector } from '../journal/projection.ts';
import { CustomerRepository, type CustomerRef } from '../storage/repositories/customers.ts';
import type { Store } from '../storage/store.ts';
import type { EntityPayload } from './entity-projector.ts';

/** Merges the systems' customer records into one customer, whatever the order they arrive in. */
export function createCustomerProjector(store: Store): Projector {
  const customers = new CustomerRepository(store);
  return {
    name: 'customers',
    tables: ['customers', 'customer_refs', 'attribute_conflicts'],
    handles: ['customer.', 'subscription.'],
    apply(event) {
      const { recorded } = fromWire<EntityPayload>(event.payload);
      if (recorded.entity.kind === 'customer')
        mergeRecord(customers, event, recorded as RecordedEntity<CustomerRecord>);
      else if (recorded.entity.kind === 'subscription') {
        followSubscription(customers, event, recorded as RecordedEntity<Subscription>);
      }
    },
  };
}

function mergeRecord(
  customers: CustomerRepository,
  event: RecordedEvent,
  recorded: RecordedEntity<CustomerRecord>,
): void {
  const refs = refsOf(recorded);
  const known = [
    ...new Set(
      refs.map((ref) => customers.idOf(ref.connection_id, ref.external_id)).filter((id) => id !== null),
    ),
  ];
  // The oldest id stays: ids sort by their time of creation.
  const id = known.sort()[0] ?? recorded.id;
  let views: CustomerViews = viewsOf(customers, id);
  for (const other of known.slice(1)) {
    views = { ...viewsOf(customers, other), ...views };
    customers.merge(id, other);
  }
  for (const ref of refs) customers.saveRef(ref, id);
  const next: CustomerViews = { ...views, [recorded.entity.system]: recorded.entity };
  const present = customers.get(id);
  customers.save(
    id,
    (present?.version ?? 0) + 1,
    next,
    mergeCustomer(next),
    present?.subscription_status ?? null,
    findConflicts(next),
    event.seq,
  );
}

function followSubscription(
  customers: CustomerRepository,
  event: RecordedEvent,
  recorded: RecordedEntity<Subscription>,
): void {
  const id = customers.idOf(recorded.lineage.connectionId, recorded.entity.customerExternalId);
  const present = id === null ? null : customers.get(id);
  if (id === null || present === null) return;
  const views = viewsOf(customers, id);
  customers.save(
    id,
    present.version + 1,
    views,
    mergeCustomer(views),
    recorded.entity.status,
    findConflicts(views),
    event.seq,
  );
}

function viewsOf(customers: CustomerRepository, id: string): CustomerViews {
  const row = customers.get(id);
  return row ? (JSON.parse(row.body) as CustomerViews) : {};
}

/**
 * The record's own id, and the ids that it knows of in the other systems. Those are kept under the role, because the
 * record does not say which connection they belong to.
 */
function refsOf(recorded: RecordedEntity<CustomerRecord>): CustomerRef[] {
  const { entity, lineage } = recorded;
  const refs: CustomerRef[] = [
    { system: entity.system, connection_id: lineage.connectionId, external_id: lineage.externalId },
    { system: entity.system, connection_id: `role:${entity.system}`, external_id: lineage.externalId },
  ];
  const others: readonly [SystemRole, string | null][] = [
    ['crm', entity.crmAccountId],
    ['billing', entity.billingCustomerId],
    ['erp', entity.erpCustomerId],
  ];
  for (const [system, externalId] of others) {
    if (externalId !== null && system !== entity.system) {
      refs.push({ system, connection_id: `role:${system}`, external_id: externalId });
    }
  }
  return refs;
}
