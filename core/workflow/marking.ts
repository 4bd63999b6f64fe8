import type { EntityPayload } from '../sync/entity-projector.ts';
import type { RecordedEvent } from '../journal/event.ts';
import { CustomerRepository } from '../storage/repositories/customers.ts';
import { EntityRepository } from '../storage/repositories/entities.ts';
import { EvaluationRepository, everythingBlocked } from '../storage/repositories/evaluations.ts';
import { ExceptionRepository } from '../storage/repositories/exceptions.ts';
import { PostingRepository } from '../storage/repositories/postings.ts';
import type { Store } from '../storage/store.ts';
import { isDecided } from './decide-subject.ts';
import { entityKey, subjectKey } from './decision.ts';

/** Order of urgency by kind of subject, the first three letters of its id: what others depend on first. */
export const lanes: Readonly<Record<string, number>> = { cus: 0, ord: 0, inv: 1, crn: 2, pay: 2, rfd: 3 };
export const lastLane = 4;

export function laneOf(subjectId: string): number {
  return lanes[subjectId.slice(0, 3)] ?? lastLane;
}

/**
 * Before every lane: whom it marks is decided once, with all that has moved, and not once before and once after.
 */
const everythingLane = -1;

/** Facts that any number of blocked subjects may have waited for. A count of fallback uses changes no answer. */
const unblocking =
  /^(mapping\.(?!fallback-used$)|(policy|flow|period|accounting-period|ledger-reference|subsidiary|product|price-book|customer)\.)/;

const decidedByPerson = /^exception\.(dismissed|reopened)$/;
const onTheWay = /^posting\.(sending|looked-up|deferred)$/;
const ownPreparation = /^posting\.(held|shadowed|adopted|revised|approved|withdrawn|reversing)$/;

/** In the transaction of each event: whose consequences have to be decided again because of it. */
export class Marking {
  readonly #evaluations: EvaluationRepository;
  readonly #entities: EntityRepository;
  readonly #customers: CustomerRepository;
  readonly #postings: PostingRepository;
  readonly #exceptions: ExceptionRepository;

  constructor(store: Store) {
    this.#evaluations = new EvaluationRepository(store);
    this.#entities = new EntityRepository(store);
    this.#customers = new CustomerRepository(store);
    this.#postings = new PostingRepository(store);
    this.#exceptions = new ExceptionRepository(store);
  }

  follow(events: readonly RecordedEvent[]): void {
    for (const event of events) this.#followOne(event);
  }

  #followOne(event: RecordedEvent): void {
    if (unblocking.test(event.type)) this.#evaluations.mark(everythingBlocked, everythingLane, event.seq);
    if ('recorded' in event.payload) this.#followEntity(event, event.payload as unknown as EntityPayload);
    else if (event.type.startsWith('posting.')) this.#followPosting(event);
    else if (event.type === 'expectation.missed') this.#mark(event.correlationId, event.seq);
    else if (decidedByPerson.test(event.type)) this.#followAcceptance(event);
  }

  #followEntity(event: RecordedEvent, { recorded }: EntityPayload): void {
    const { entity, lineage } = recorded;
    if (isDecided(entity.kind)) this.#mark(event.aggregateId, event.seq);
    this.#release(entityKey(lineage.connectionId, entity.kind, lineage.externalId), event.seq);
    if (entity.kind === 'customer') {
      const customerId = this.#customers.idOf(lineage.connectionId, lineage.externalId);
      if (customerId !== null) this.#release(subjectKey(customerId), event.seq);
    }
    if (entity.kind === 'opportunity') {
      for (const orderId of this.#entities.childIdsOf(lineage.externalId, 'order'))
        this.#mark(orderId, event.seq);
    }
    if (entity.kind === 'order' && entity.opportunityExternalId !== null) {
      const { opportunityExternalId } = entity;
      const opportunityId = this.#entities.idOf(lineage.connectionId, 'opportunity', opportunityExternalId);
      if (opportunityId !== null) this.#mark(opportunityId, event.seq);
    }
    if (entity.kind === 'invoice' && entity.subscriptionExternalId !== null) {
      const { subscriptionExternalId } = entity;
      const subscriptionId = this.#entities.idOf(
        lineage.connectionId,
        'subscription',
        subscriptionExternalId,
      );
      if (subscriptionId !== null) this.#mark(subscriptionId, event.seq);
    }
    if (entity.kind === 'subscription' && entity.contractNumber !== null) {
      for (const orderId of this.#entities.idsOfContract(entity.contractNumber, 'order'))
        this.#mark(orderId, event.seq);
    }
    if (entity.kind === 'ledger-document')
      this.#followLedger(lineage.connectionId, lineage.externalId, entity.reference, event.seq);
  }

  /** A document in the ERP concerns the billing document behind it: ours by posting, others by their reference. */
  #followLedger(connectionId: string, documentId: string, reference: string | null, seq: number): void {
    for (const subjectId of this.#postings.subjectsOfDocument(connectionId, documentId))
      this.#mark(subjectId, seq);
    if (reference === null) return;
    for (const { id, kind } of this.#entities.named(reference)) if (isDecided(kind)) this.#mark(id, seq);
  }

  /** What a person says of an edit in the ERP decides what billing still has to correct. */
  #followAcceptance(event: RecordedEvent): void {
    const item = this.#exceptions.get(event.aggregateId);
    if (item?.code === 'MANUAL_EDIT_IN_ERP') this.#mark(item.subjectId, event.seq);
  }

  #followPosting(event: RecordedEvent): void {
    if (onTheWay.test(event.type)) return;
    if (event.type === 'posting.adopted') this.#followAdopted(event);
    // Its own preparation is what the evaluation under way just did.
    if (ownPreparation.test(event.type) && event.actor.startsWith('tieout:')) return;
    const posting = this.#postings.standing(event.aggregateId);
    if (posting === null) return;
    this.#mark(posting.subjectId, event.seq);
    this.#release(subjectKey(posting.subjectId), event.seq);
    if (posting.commandType === 'credit-memo.post') this.#followCredit(posting.subjectId, event.seq);
  }

  /** A refund is paid out of a credit memo, so a memo that comes after its refund is what the refund was short of. */
  #followCredit(subjectId: string, seq: number): void {
    const note = this.#entities.get(subjectId);
    if (note?.kind !== 'credit-note') return;
    for (const payment of this.#entities.childrenOf(note.entity.invoiceExternalId, 'payment')) {
      for (const refund of this.#entities.childrenOf(payment.externalId, 'refund'))
        this.#mark(refund.id, seq);
    }
  }

  /** A credit that is in the ERP by an accepted edit is what its invoice still had to be corrected by. */
  #followAdopted({ correlationId, seq }: RecordedEvent): void {
    const note = correlationId.startsWith('crn') ? this.#entities.get(correlationId) : null;
    if (note?.kind !== 'credit-note') return;
    const invoice = this.#entities.find(note.connectionId, 'invoice', note.entity.invoiceExternalId);
    if (invoice) this.#mark(invoice.id, seq);
  }

  #release(key: string, seq: number): void {
    for (const subjectId of this.#evaluations.waiters(key)) this.#mark(subjectId, seq);
  }

  #mark(subjectId: string, seq: number): void {
    this.#evaluations.mark(subjectId, laneOf(subjectId), seq);
  }
}
