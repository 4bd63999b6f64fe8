import type { CreditNote, Invoice } from './billing.ts';
import type { Opportunity, Order, PriceBook, Product, Subscription, UsageSummary } from './contract.ts';
import type { Day } from './day.ts';
import type { AccountingPeriod, LedgerDocument, LedgerReference, Subsidiary } from './ledger.ts';
import type { CustomerRecord } from './party.ts';
import type { Payment, Refund } from './payments.ts';
import type { ExternalId, Lineage } from './refs.ts';

/** What a source record says, in canonical words and the source system's own ids. */
export type Entity =
  | CustomerRecord
  | Product
  | PriceBook
  | Opportunity
  | Order
  | Subscription
  | UsageSummary
  | Invoice
  | CreditNote
  | Payment
  | Refund
  | LedgerDocument
  | AccountingPeriod
  | Subsidiary
  | LedgerReference;

export type EntityKind = Entity['kind'];

export type EntityOf<Kind extends EntityKind> = Extract<Entity, { kind: Kind }>;

/**
 * Where an observation stands among the others of its aggregate.
 * - `sequence`: the source numbers its versions 1, 2, 3 …; a gap parks the later one.
 * - `instant`: the source stamps changes (RFC 3339 or any text that sorts in time); an older one is superseded.
 * - `fetched`: the source stamps nothing; the state fetched last is the truth.
 */
export type Ordering =
  | { readonly by: 'sequence'; readonly version: number }
  | { readonly by: 'instant'; readonly at: string }
  | { readonly by: 'fetched' };

/** One canonical reading of one source record. */
export interface Observation<E extends Entity = Entity> {
  readonly externalId: ExternalId;
  readonly entity: E;
  readonly ordering: Ordering;
  /** The vendor's day on which this became true. */
  readonly effectiveOn: Day;
  /** The source says that the record is gone. */
  readonly isDeleted?: boolean;
}

/** An observation as the journal holds it. */
export interface RecordedEntity<E extends Entity = Entity> {
  readonly id: string;
  readonly version: number;
  readonly entity: E;
  readonly ordering: Ordering;
  readonly effectiveOn: Day;
  readonly isDeleted: boolean;
  readonly lineage: Lineage;
}
