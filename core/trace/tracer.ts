import { err, ok, type Failure, type Result } from '../base/result.ts';
import type { SystemRole } from '../domain/refs.ts';
import { summarise } from '../domain/entity-summary.ts';
import type { AnyStoredEntity } from '../storage/repositories/entities.ts';
import { ExceptionRepository } from '../storage/repositories/exceptions.ts';
import { ExpectationRepository } from '../storage/repositories/expectations.ts';
import { type Posting, PostingRepository } from '../storage/repositories/postings.ts';
import { TraceFacts } from '../storage/repositories/trace-facts.ts';
import type { Store } from '../storage/store.ts';
import { ChainWalk } from './chain.ts';
import { groupHops } from './grouping.ts';
import type { Hop, Stuck, Trace } from './hop.ts';
import { conservationOf, conservationOfPosting } from './hop-conservation.ts';
import { identifiersOf } from './identifiers.ts';
import { parentIn } from './parent-hop.ts';
import { findSeeds } from './seeds.ts';
import { type TimeFacts, timeHops } from './timing.ts';

export type TraceFailure = Failure<'NOTHING_FOUND'>;

const order = [
  'opportunity',
  'order',
  'subscription',
  'invoice',
  'credit-note',
  'payment',
  'refund',
  'posting',
  'ledger-document',
];

const ghostKinds: Readonly<
  Record<string, { readonly kind: string; readonly system: SystemRole; readonly label: string }>
> = {
  'opportunity-to-order': { kind: 'order', system: 'crm', label: 'Order expected' },
  'order-to-subscription': { kind: 'subscription', system: 'billing', label: 'Subscription expected' },
  'subscription-to-invoice': { kind: 'invoice', system: 'billing', label: 'Invoice expected' },
  'invoice-to-erp': { kind: 'ledger-document', system: 'erp', label: 'ERP invoice expected' },
  'payment-to-erp': { kind: 'ledger-document', system: 'erp', label: 'ERP cash expected' },
};

export interface TracerPorts {
  readonly roleOf: (connectionId: string) => SystemRole;
  /** The connection that plays a role, to say where a missing hop was looked for. */
  readonly connectionOf: (role: SystemRole) => string | null;
  readonly nowAt: () => string;
}

/** Any id of any system to its whole chain: state, amounts, conservation at each hop, and where it is stuck. */
export class Tracer {
  readonly #store: Store;
  readonly #roleOf: (connectionId: string) => SystemRole;
  readonly #postings: PostingRepository;
  readonly #exceptions: ExceptionRepository;
  readonly #expectations: ExpectationRepository;
  readonly #facts: TraceFacts;
  readonly #ports: TracerPorts;

  constructor(store: Store, ports: TracerPorts) {
    this.#store = store;
    this.#ports = ports;
    this.#roleOf = ports.roleOf;
    this.#facts = new TraceFacts(store);
    this.#postings = new PostingRepository(store);
    this.#exceptions = new ExceptionRepository(store);
    this.#expectations = new ExpectationRepository(store);
  }

  trace(query: string, asOfSeq: number): Result<Trace, TraceFailure> {
    const seeds = findSeeds(this.#store, query.trim());
    if (seeds.length === 0) {
      return err({
        code: 'NOTHING_FOUND',
        message: `No record, document, contract, posting or exception is known as "${query}".`,
        where: query,
        fix: 'Paste an id or number as the CRM, the billing platform or the ERP shows it; run a sync if it is new.',
      });
    }
    const walk = new ChainWalk(this.#store);
    const chain = walk.walk(seeds);
    const parents = new Map(chain.map((stored) => [stored.id, parentIn(stored, chain, this.#postings)]));
    const siblings = Map.groupBy(chain, ({ id }) => parents.get(id)?.id ?? '');
    const found: Hop[] = [];
    for (const stored of sorted(chain)) {
      const parent = parents.get(stored.id) ?? null;
      found.push(...this.#hopsOf(stored, parent, siblings.get(parent?.id ?? '') ?? []));
    }
    const hops = timeHops(sortHops(found), this.#timeFacts());
    const stuck = chain.flatMap((stored) => this.#stuckOf(stored));
    const stuckIds = new Set(stuck.map(({ hopId }) => hopId));
    const [about] = seeds;
    return ok({
      query,
      title: hops.find(({ id }) => id === about?.id)?.label ?? query,
      customers: walk.customerNames(chain),
      identifiers: identifiersOf(hops),
      hops: groupHops(hops, (id) => stuckIds.has(id)),
      total: hops.length,
      stuck,
      asOfSeq,
    });
  }

  /** Where an unknown id was looked for, and the ids that look most like it. */
  near(query: string): ReturnType<TraceFacts['near']> {
    return this.#facts.near(query.trim(), 12);
  }

  #timeFacts(): TimeFacts {
    const { connectionOf, nowAt } = this.#ports;
    return {
      spanOf: (id) => this.#facts.span(id),
      postedAt: (id) => this.#facts.postedAt(id),
      lastSyncAt: (connectionId) => this.#facts.lastSyncAt(connectionId),
      connectionOf: (system) => (system === 'tieout' ? null : connectionOf(system)),
      nowAt: nowAt(),
    };
  }

  /** A record with what is posted of it and what is missing after it; `siblings` have the same parent. */
  #hopsOf(
    stored: AnyStoredEntity,
    parent: AnyStoredEntity | null,
    siblings: readonly AnyStoredEntity[],
  ): Hop[] {
    const own: Hop = {
      ...describe(stored, this.#roleOf(stored.connectionId)),
      fromId: parent?.id ?? null,
      conservation: parent ? conservationOf(parent, stored, siblings) : null,
    };
    const postings = this.#postings.ofSubject(stored.id).map((posting) => postingHop(posting, stored));
    const ghosts = this.#expectations
      .ofSubject(stored.id)
      .filter(({ state }) => state === 'open' || state === 'missed')
      .map((expectation): Hop => {
        const ghost = ghostKinds[expectation.type];
        return {
          id: `ghost:${expectation.id}`,
          kind: ghost?.kind ?? expectation.type,
          system: ghost?.system ?? 'tieout',
          connectionId: null,
          externalId: null,
          label: ghost?.label ?? expectation.type,
          state: expectation.state === 'missed' ? 'missing' : 'expected',
          on: new Date(expectation.dueAtMs).toISOString().slice(0, 10),
          legalEntity: expectation.legalEntity,
          amount: expectation.amount,
          tax: null,
          isGhost: true,
          fromId: stored.id,
          conservation: null,
        };
      });
    return [own, ...postings, ...ghosts];
  }

  #stuckOf(stored: AnyStoredEntity): Stuck[] {
    const exceptions = this.#exceptions.openOf(stored.id).map(
      (item): Stuck => ({
        hopId: item.postingId ?? stored.id,
        code: item.code,
        message: item.message,
        fix: item.fix,
        sinceAt: item.raisedAt,
      }),
    );
    const waiting = this.#postings
      .ofSubject(stored.id)
      .filter(({ state }) => state === 'HELD' || state === 'UNKNOWN')
      .map(
        (posting): Stuck => ({
          hopId: posting.id,
          code: posting.state === 'HELD' ? 'HELD_FOR_APPROVAL' : 'OUTCOME_UNKNOWN',
          message:
            posting.state === 'HELD'
              ? `Held: ${posting.holdReasons.map(({ message }) => message).join('; ') || posting.reason || 'a person decides'}`
              : `Unknown whether it arrived: ${posting.reason}`,
          fix:
            posting.state === 'HELD'
              ? 'A second person approves or rejects it.'
              : 'It is looked up by its external id before anything else.',
          sinceAt: posting.preparedAt,
        }),
      );
    return [...exceptions, ...waiting];
  }
}

function describe(stored: AnyStoredEntity, system: SystemRole): Omit<Hop, 'fromId' | 'conservation'> {
  const { entity } = stored;
  const summary = summarise(entity);
  const type = entity.kind === 'ledger-document' ? `ERP ${entity.type}` : entity.kind.replaceAll('-', ' ');
  return {
    id: stored.id,
    kind: stored.kind,
    system,
    connectionId: stored.connectionId,
    externalId: stored.externalId,
    label: `${type} ${summary.number ?? stored.externalId}`,
    state: stored.isDeleted ? 'deleted' : (summary.status ?? 'known'),
    on: summary.happenedOn,
    legalEntity: summary.legalEntity,
    amount: summary.amount,
    tax: 'tax' in entity ? entity.tax : null,
    isGhost: false,
  };
}

function postingHop(posting: Posting, subject: AnyStoredEntity): Hop {
  return {
    id: posting.id,
    kind: 'posting',
    system: 'tieout',
    connectionId: posting.connectionId,
    externalId: posting.externalId,
    label: `${posting.commandType} of ${posting.sourceReference}`,
    state: posting.state,
    on: posting.preparedAt.slice(0, 10),
    legalEntity: posting.legalEntity,
    amount: posting.amount,
    tax: null,
    isGhost: false,
    fromId: subject.id,
    conservation: conservationOfPosting(subject, posting),
  };
}

function sorted(chain: readonly AnyStoredEntity[]): AnyStoredEntity[] {
  return [...chain].sort(
    (left, right) => rank(left.kind) - rank(right.kind) || (left.id < right.id ? -1 : 1),
  );
}

function sortHops(hops: readonly Hop[]): Hop[] {
  return [...hops].sort((left, right) => rank(left.kind) - rank(right.kind) || (left.id < right.id ? -1 : 1));
}

function rank(kind: string): number {
  const place = order.indexOf(kind);
  return place === -1 ? order.length : place;
}
