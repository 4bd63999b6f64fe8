import { type CustomerViews, findConflicts, mergeCustomer } from '../domain/attribute-ownership.ts';
import type { RecordedEntity } from '../domain/entity.ts';
import type { CustomerRecord } from '../domain/party.ts';
import type { SystemRole } from '../domain/refs.ts';
import type { Subscription } from '../domain/contract.ts';
import { fromWire } from '../domain/wire.ts';
import type { RecordedEvent } from '../journal/event.ts';
import type { Projector } from '../journal/projection.ts';
import { CustomerRepository, type CustomerRef, type MergedRow } from '../storage/repositories/customers.ts';
import { EntityRepository } from '../storage/repositories/entities.ts';
import type { Store } from '../storage/store.ts';
import type { EntityPayload } from './entity-projector.ts';

/** Merges the systems' customer records into one customer, whatever the order they arrive in. */
export function createCustomerProjector(store: Store): Projector {
  const customers = new CustomerRepository(store);
  const entities = new EntityRepository(store);
  return {
    name: 'customers',
    tables: ['customers', 'customer_refs', 'attribute_conflicts'],
    handles: ['customer.', 'subscription.'],
    apply(event) {
      const { recorded } = fromWire<EntityPayload>(event.payload);
      if (recorded.entity.kind === 'customer')
        mergeRecord(customers, entities, event, recorded as RecordedEntity<CustomerRecord>);
      else if (recorded.entity.kind === 'subscription') {
        followSubscription(customers, event, recorded as RecordedEntity<Subscription>);
      }
    },
  };
}

function mergeRecord(
  customers: CustomerRepository,
  entities: EntityRepository,
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
  const version = (present?.version ?? 0) + 1;
  const subscriptionStatus = present?.subscription_status ?? statusToldBefore(entities, recorded);
  keep(customers, { id, version, views: next, subscriptionStatus }, event.seq);
}

/** A subscription may come before its customer. */
function statusToldBefore(
  entities: EntityRepository,
  { lineage }: RecordedEntity<CustomerRecord>,
): string | null {
  const [latest] = entities
    .ofCustomer('subscription', lineage.externalId)
    .filter(({ connectionId }) => connectionId === lineage.connectionId)
    .sort((left, right) => right.seq - left.seq);
  return latest?.entity.status ?? null;
}

function followSubscription(
  customers: CustomerRepository,
  event: RecordedEvent,
  recorded: RecordedEntity<Subscription>,
): void {
  const id = customers.idOf(recorded.lineage.connectionId, recorded.entity.customerExternalId);
  const present = id === null ? null : customers.get(id);
  if (id === null || present === null) return;
  const subscriptionStatus = recorded.entity.status;
  keep(
    customers,
    { id, version: present.version + 1, views: viewsOf(customers, id), subscriptionStatus },
    event.seq,
  );
}

function keep(
  customers: CustomerRepository,
  customer: Pick<MergedRow, 'id' | 'version' | 'views' | 'subscriptionStatus'>,
  seq: number,
): void {
  const { views } = customer;
  customers.save({ ...customer, merged: mergeCustomer(views), conflicts: findConflicts(views) }, seq);
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
