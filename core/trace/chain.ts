import { CustomerRepository } from '../storage/repositories/customers.ts';
import {
  type AnyStoredEntity,
  EntityRepository,
  type StoredEntity,
} from '../storage/repositories/entities.ts';
import { PostingRepository } from '../storage/repositories/postings.ts';
import type { Store } from '../storage/store.ts';

/** Walks from one entity to all that belong to the same chain, upstream and downstream, each once. */
export class ChainWalk {
  readonly #entities: EntityRepository;
  readonly #customers: CustomerRepository;
  readonly #postings: PostingRepository;
  readonly #found = new Map<string, AnyStoredEntity>();

  constructor(store: Store) {
    this.#entities = new EntityRepository(store);
    this.#customers = new CustomerRepository(store);
    this.#postings = new PostingRepository(store);
  }

  /** The chain of the seeds: up to the deal each one came from, and down to everything that came of it or of its invoice. */
  walk(seeds: readonly AnyStoredEntity[]): readonly AnyStoredEntity[] {
    for (const seed of seeds) {
      this.#up(seed);
      this.#down(seed);
    }
    return [...this.#found.values()];
  }

  #up(stored: AnyStoredEntity | null): void {
    if (!stored || this.#found.has(stored.id)) return;
    if (stored.kind === 'customer') {
      this.#found.set(stored.id, stored);
      return;
    }
    if (stored.kind === 'ledger-document') {
      this.#found.set(stored.id, stored);
      for (const source of this.#sourcesOf(stored)) this.#up(source);
      return;
    }
    this.#found.set(stored.id, stored);
    // Of an invoice all belongs together: who asks for a payment or an ERP document sees what else became of it.
    if (stored.kind === 'invoice') this.#down(stored);
    for (const parent of this.#parentsOf(stored)) this.#up(parent);
  }

  #parentsOf(stored: AnyStoredEntity): (AnyStoredEntity | null)[] {
    const { connectionId } = stored;
    switch (stored.kind) {
      case 'refund':
        return [this.#entities.find(connectionId, 'payment', stored.entity.paymentExternalId)];
      case 'payment':
      case 'credit-note': {
        const id = stored.entity.invoiceExternalId;
        return id === null ? [] : [this.#entities.find(connectionId, 'invoice', id)];
      }
      case 'invoice': {
        const id = stored.entity.subscriptionExternalId;
        return id === null ? [] : [this.#entities.find(connectionId, 'subscription', id)];
      }
      case 'subscription':
        return stored.entity.contractNumber === null ? [] : this.#ordersOf(stored.entity.contractNumber);
      case 'order': {
        const id = stored.entity.opportunityExternalId;
        return id === null ? [] : [this.#entities.find(connectionId, 'opportunity', id)];
      }
      default:
        return [];
    }
  }

  #ordersOf(contractNumber: string): AnyStoredEntity[] {
    return this.#entities.ofContract(contractNumber, 'order');
  }

  #down(stored: AnyStoredEntity): void {
    this.#found.set(stored.id, stored);
    for (const child of this.#childrenOf(stored)) {
      if (!this.#found.has(child.id) || (child.kind !== 'ledger-document' && stored.kind !== 'customer'))
        this.#down(child);
    }
  }

  #childrenOf(stored: AnyStoredEntity): AnyStoredEntity[] {
    const children = (kind: 'invoice' | 'credit-note' | 'payment' | 'refund' | 'order') =>
      (this.#entities.childrenOf(stored.externalId, kind) as StoredEntity[]).filter(
        ({ connectionId }) => connectionId === stored.connectionId,
      ) as AnyStoredEntity[];
    switch (stored.kind) {
      case 'customer':
        return this.#ofCustomer(stored);
      case 'opportunity':
        return children('order');
      case 'order':
        return this.#entities.ofContract(stored.entity.contractNumber, 'subscription');
      case 'subscription':
        return children('invoice');
      case 'invoice':
        return [...children('credit-note'), ...children('payment'), ...this.#ledgerOf(stored)];
      case 'payment':
        return [...children('refund'), ...this.#ledgerOf(stored)];
      case 'credit-note':
      case 'refund':
        return this.#ledgerOf(stored);
      default:
        return [];
    }
  }

  /** What a customer's chains begin with in its own system; the walk goes on from there. */
  #ofCustomer({ connectionId, externalId }: AnyStoredEntity): AnyStoredEntity[] {
    const kinds = ['opportunity', 'order', 'subscription', 'invoice', 'credit-note', 'payment'] as const;
    return kinds
      .flatMap((kind) => this.#entities.ofCustomer(kind, externalId) as AnyStoredEntity[])
      .filter((stored) => stored.connectionId === connectionId);
  }

  /** ERP documents of a billing document: those we posted or linked, and any other that carries its number. */
  #ledgerOf(stored: AnyStoredEntity): AnyStoredEntity[] {
    const posted = this.#postings
      .ofSubject(stored.id)
      .filter(({ documentId }) => documentId !== null)
      .map(({ connectionId, documentId }) =>
        this.#entities.find(connectionId, 'ledger-document', documentId as string),
      );
    const reference =
      'number' in stored.entity && stored.entity.number !== null ? stored.entity.number : stored.externalId;
    const referring = this.#entities.numbered(reference).filter(({ kind }) => kind === 'ledger-document');
    return [...posted.filter((document) => document !== null), ...referring] as AnyStoredEntity[];
  }

  #sourcesOf(document: StoredEntity<'ledger-document'>): AnyStoredEntity[] {
    const byPosting = this.#postings
      .ofDocument(document.connectionId, document.externalId)
      .map(({ subjectId }) => this.#entities.get(subjectId));
    const reference = document.entity.reference;
    const byReference =
      reference === null
        ? []
        : [...this.#entities.numbered(reference), ...this.#entities.withExternalId(reference)];
    return [...byPosting, ...byReference].filter(
      (stored): stored is AnyStoredEntity => stored !== null && stored.kind !== 'ledger-document',
    );
  }

  /** The canonical customer of a chain, for the head of the page. */
  customerNames(chain: readonly AnyStoredEntity[]): string[] {
    const names = chain.flatMap((stored) => {
      const externalId = 'customerExternalId' in stored.entity ? stored.entity.customerExternalId : null;
      const id = externalId === null ? null : this.#customers.idOf(stored.connectionId, externalId);
      const name = id === null ? null : (this.#customers.get(id)?.legal_name ?? null);
      return name === null ? [] : [name];
    });
    return [...new Set(names)].sort();
  }
}
