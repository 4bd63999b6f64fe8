import { addDays, dayNumber, dayOfEpochMs, periodOf } from '../domain/day.ts';
import type { ExpectationDraft } from '../expectation/draft.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { WantedPosting } from '../sync/commands/posting-desk.ts';
import type { Books, KnownCustomer } from './books.ts';
import { entityKey } from './decision.ts';
import { MappingTrail } from './mapped.ts';
import { orderLabel } from './order-gate.ts';

const dayMs = 86_400_000;

/** A signed order of a won deal with everything that deciding about it looks at. */
export interface OrderCase {
  readonly books: Books;
  readonly stored: StoredEntity<'order'>;
  readonly customer: KnownCustomer;
  readonly legalEntity: string | null;
  readonly billing: string;
  /** The contract's newest subscription in billing, and the contract version that it carries out. */
  readonly present: StoredEntity<'subscription'> | null;
  readonly appliedVersion: number;
  readonly expectation: ExpectationDraft;
  readonly trail: MappingTrail;
}

/** What an order needs before it is a case; `nothing` when nothing will ever follow from it as it stands. */
export type OpenedCase =
  | { readonly kind: 'case'; readonly order: OrderCase }
  | { readonly kind: 'waits'; readonly for: string }
  | { readonly kind: 'nothing' };

export function openCase(books: Books, stored: StoredEntity<'order'>): OpenedCase {
  const { entity: order, connectionId } = stored;
  const billing = books.connectionOf('billing');
  if (stored.isDeleted || order.status !== 'activated' || billing === null) return { kind: 'nothing' };
  const opportunity =
    order.opportunityExternalId === null
      ? null
      : books.find(connectionId, 'opportunity', order.opportunityExternalId);
  if (order.opportunityExternalId !== null && !opportunity) {
    return { kind: 'waits', for: entityKey(connectionId, 'opportunity', order.opportunityExternalId) };
  }
  if (opportunity && !opportunity.entity.isWon) return { kind: 'nothing' };
  const customer = books.customerOf(connectionId, order.customerExternalId);
  if (!customer) return { kind: 'waits', for: entityKey(connectionId, 'customer', order.customerExternalId) };
  const legalEntity = opportunity?.entity.legalEntity ?? customer.row.legal_entity;
  const present = presentSubscription(books, billing, order.contractNumber);
  const appliedVersion = present?.entity.contractVersion ?? 0;
  return {
    kind: 'case',
    order: {
      books,
      stored,
      customer,
      legalEntity,
      billing,
      present,
      appliedVersion,
      expectation: {
        type: 'order-to-subscription',
        dueAtMs: dayNumber(addDays(order.startOn, 1)) * dayMs,
        legalEntity,
        amount: order.total,
        metBy: appliedVersion >= order.contractVersion ? (present?.id ?? null) : null,
      },
      trail: new MappingTrail(books.mapping, {
        legalEntity: legalEntity ?? '',
        period: periodOf(order.startOn),
        on: order.startOn,
        amount: order.total,
        label: orderLabel(stored),
      }),
    },
  };
}

function presentSubscription(
  books: Books,
  billing: string,
  contractNumber: string,
): StoredEntity<'subscription'> | null {
  const versions = books.entities
    .ofContract(contractNumber, 'subscription')
    .filter((subscription) => subscription.connectionId === billing)
    .sort((left, right) => (right.entity.contractVersion ?? 0) - (left.entity.contractVersion ?? 0));
  return versions[0] ?? null;
}

export type OrderPosting = Omit<
  WantedPosting,
  'command' | 'mappingVersion' | 'mappingIds' | 'holdReasons' | 'effect' | 'effectVersion'
>;

/** What every billing command of an order has in common. */
export function postingOf({ books, stored, customer, legalEntity, billing }: OrderCase): OrderPosting {
  const { entity: order, connectionId } = stored;
  return {
    flow: 'order-to-subscription',
    connectionId: billing,
    subjectId: stored.id,
    source: { connectionId, externalId: order.contractNumber },
    sourceReference: order.number,
    legalEntity: legalEntity ?? '',
    period: periodOf(order.startOn),
    customerId: customer.row.id,
    amount: order.total,
    reversalOf: null,
    lane: 0,
    effectiveOn: dayOfEpochMs(books.clock.now()),
    correlationId: stored.id,
  };
}
