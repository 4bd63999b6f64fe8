import type { Clock, EpochMs } from '#core/base/clock.ts';
import type { Random } from '#core/base/random.ts';
import { type CommitAction, CommitLog } from '../kit/commit-log.ts';
import { LaggedIndex } from '../kit/search-index.ts';
import { Collection } from './collection.ts';
import { EventLog, type EventRow } from './event-log.ts';
import { IdSource } from './ids.ts';
import type { Kind, Metadata, PrintedCustomer, Row, RowByKind } from './rows.ts';
import { missing } from './stripe-error.ts';

export const API_VERSION = '2023-08-16';

/** When, and by whom, something is being done. */
export interface Moment {
  readonly atMs: EpochMs;
  readonly by: 'api' | 'hand';
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
}

type Tables = { readonly [K in Kind]: Collection<RowByKind[K]> };

const SEARCHABLE: readonly Kind[] = ['customer', 'subscription', 'invoice', 'charge', 'price', 'product'];
/** Bookkeeping that follows from other commits is not logged on its own. */
const UNLOGGED: ReadonlySet<Kind> = new Set<Kind>([
  'payment_intent',
  'payment_method',
  'customer_balance_transaction',
]);

export interface StateOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly accountId: string;
  readonly searchLagMs: number;
  /** How long a draft waits before it finalises itself. */
  readonly draftMs: number;
}

/** The simulated account's truth: tables, events, search index and the log of commits. */
export class StripeState {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: Random;
  readonly accountId: string;
  readonly draftMs: number;
  readonly commits: CommitLog;
  readonly events: EventLog;
  readonly tables: Tables;
  readonly search: ReadonlyMap<Kind, LaggedIndex<Row>>;
  /** The account's default version, in which new events are rendered. */
  apiVersion: string = API_VERSION;
  /** Where a subscription item was last found. */
  readonly ownerOfItem = new Map<string, string>();
  /** The last printed form of each customer, shared by invoices so that a hundred thousand of them stay small. */
  readonly printed = new Map<string, PrintedCustomer>();
  onEvent: (event: EventRow) => void = () => {};
  /** Drafts that finalise themselves, with the second at which they do. */
  readonly advancingDrafts = new Map<string, number>();
  #moment: Moment | null = null;
  #sequence = 0;

  constructor(options: StateOptions) {
    this.clock = options.clock;
    this.random = options.random;
    this.accountId = options.accountId;
    this.draftMs = options.draftMs;
    this.ids = new IdSource(options.random.child('ids'));
    this.commits = new CommitLog(options.clock);
    this.events = new EventLog(options.clock, options.random.child('events'));
    this.tables = emptyTables();
    this.search = new Map(
      SEARCHABLE.map((kind) => [kind, new LaggedIndex<Row>(options.clock, options.searchLagMs)]),
    );
  }

  /** Runs `work` as of the moment; without one, now and by hand. */
  during<T>(moment: Partial<Moment>, work: () => T): T {
    const outer = this.#moment;
    const base = { atMs: this.clock.now(), by: 'hand' as const, requestId: null, idempotencyKey: null };
    this.#moment = { ...base, ...moment };
    try {
      return work();
    } finally {
      this.#moment = outer;
    }
  }

  get moment(): Moment {
    return this.#moment ?? { atMs: this.clock.now(), by: 'hand', requestId: null, idempotencyKey: null };
  }

  /** The current instant in Unix seconds. */
  now(): number {
    return Math.floor(this.moment.atMs / 1000);
  }

  /** The members every new row begins with. */
  fresh(prefix: string, id?: string): Row {
    this.#sequence += 1;
    return { id: id ?? this.ids.next(prefix), created: this.now(), sequence: this.#sequence };
  }

  find<K extends Kind>(kind: K, id: string, param: string, status: 400 | 404 = 400): RowByKind[K] {
    const row = this.tables[kind].get(id);
    if (row === undefined) throw missing(kind.replaceAll('_', ' '), id, param, status);
    return row;
  }

  /** The row, which must exist. */
  get<K extends Kind>(kind: K, id: string): RowByKind[K] {
    return this.find(kind, id, 'id');
  }

  insert<K extends Kind>(kind: K, row: RowByKind[K], eventType?: string): RowByKind[K] {
    (this.tables[kind] as Collection<RowByKind[K]>).insert(row);
    this.#afterWrite(kind, row, 'create');
    if (eventType !== undefined) this.emit(eventType, kind, row, null);
    return row;
  }

  /** Replaces the row and emits the event with what changed. */
  update<K extends Kind>(
    kind: K,
    id: string,
    changes: Partial<RowByKind[K]>,
    eventType?: string,
    action: CommitAction = 'update',
  ): RowByKind[K] {
    const before = this.get(kind, id);
    const row = { ...before, ...changes };
    (this.tables[kind] as Collection<RowByKind[K]>).replace(row);
    this.#afterWrite(kind, row, action);
    if (eventType !== undefined) this.emit(eventType, kind, row, before);
    return row;
  }

  remove<K extends Kind>(kind: K, id: string): void {
    const row = this.get(kind, id);
    this.tables[kind].remove(id);
    this.search.get(kind)?.remove(id);
    this.#log(kind, row, 'delete');
  }

  emit<K extends Kind>(type: string, kind: K, row: RowByKind[K], before: RowByKind[K] | null): void {
    const recorded = this.events.record({
      created: this.now(),
      type,
      kind,
      row,
      before,
      apiVersion: this.apiVersion,
      requestId: this.moment.requestId,
      idempotencyKey: this.moment.idempotencyKey,
    });
    for (const event of recorded) this.onEvent(event);
  }

  #afterWrite<K extends Kind>(kind: K, row: RowByKind[K], action: CommitAction): void {
    const index = this.search.get(kind);
    if (this.moment.by === 'hand') index?.putSettled(row.id, row);
    else index?.put(row.id, row);
    this.#log(kind, row, action);
  }

  #log<K extends Kind>(kind: K, row: RowByKind[K], action: CommitAction): void {
    const { by } = this.moment;
    // Seeding changes its rows several times each; only what came of it counts as committed.
    if (UNLOGGED.has(kind) || (by === 'hand' && action === 'update')) return;
    const externalId = (row as { metadata?: Metadata }).metadata?.['tieout_id'];
    this.commits.append({
      kind,
      id: row.id,
      action,
      by,
      ...(externalId === undefined ? {} : { externalId }),
      ...(by === 'api' ? { body: row } : {}),
    });
  }
}

function emptyTables(): Tables {
  return {
    customer: new Collection(),
    product: new Collection(),
    price: new Collection({ product: (row) => row.product }),
    tax_rate: new Collection(),
    subscription: new Collection({ customer: (row) => row.customer }),
    invoice: new Collection({ customer: (row) => row.customer, subscription: (row) => row.subscription }),
    invoiceitem: new Collection({ customer: (row) => row.customer }),
    credit_note: new Collection({ customer: (row) => row.customer, invoice: (row) => row.invoice }),
    charge: new Collection({ customer: (row) => row.customer, payment_intent: (row) => row.paymentIntent }),
    payment_intent: new Collection({ customer: (row) => row.customer }),
    refund: new Collection({ charge: (row) => row.charge, payment_intent: (row) => row.paymentIntent }),
    customer_balance_transaction: new Collection({ customer: (row) => row.customer }),
    payment_method: new Collection({ customer: (row) => row.customer }),
    webhook_endpoint: new Collection(),
  };
}
