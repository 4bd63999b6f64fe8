import type { Clock, EpochMs } from '#core/base/clock.ts';
import type { Random } from '#core/base/random.ts';
import { type CreatedRange, inRange } from './collection.ts';
import { decode, encode } from './ids.ts';
import type { Kind, Row } from './rows.ts';

/** Stripe lists events for thirty days. */
const EVENT_RETENTION_SECONDS = 30 * 86_400;
const PRUNE_BATCH = 10_000;
const SEQUENCE_DIGITS = 6;

/** What happened to which object: the row as it was, rendered on read in the API version of its creation. */
export interface EventRow {
  readonly sequence: number;
  readonly created: number;
  readonly type: string;
  readonly kind: Kind;
  readonly row: Row;
  readonly before: Row | null;
  readonly apiVersion: string;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  /** The list shows it only from here on. */
  readonly listedFromMs: EpochMs;
  /** The list shows it twice. */
  readonly listedTwice: boolean;
}

/** Faults of the event feed and of webhook deliveries. Numbers are probabilities per event; absent: never. */
export interface EventFaults {
  /** Never recorded anywhere. */
  readonly missing?: number;
  /** Recorded under two event ids. */
  readonly twinned?: number;
  /** Shown twice by the list, with one id. */
  readonly listedTwice?: number;
  /** Appears in the list only later. */
  readonly listDelayMs?: { readonly minMs: number; readonly maxMs: number };
  readonly webhookMissing?: number;
  readonly webhookDuplicated?: number;
  readonly webhookDelayMs?: { readonly minMs: number; readonly maxMs: number };
  /** Deliveries that are due together leave in a shuffled order. */
  readonly webhookReordered?: boolean;
}

export interface EventQuery {
  readonly limit: number;
  readonly types?: readonly string[];
  readonly created?: CreatedRange;
  readonly startingAfter?: string;
  readonly endingBefore?: string;
}

export interface EventPage {
  readonly events: EventRow[];
  readonly hasMore: boolean;
}

export type EventInput = Omit<EventRow, 'sequence' | 'listedFromMs' | 'listedTwice'>;

/** The account's events of the last thirty days of the sandbox clock. */
export class EventLog {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #salt: number;
  readonly #bySequence = new Map<number, EventRow>();
  #ordered: EventRow[] = [];
  #sorted = true;
  #sequence = 0;
  faults: EventFaults = {};

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
    this.#salt = random.integer(1, 2 ** 31);
  }

  /** Records what happened and returns what the account will tell of it: nothing when lost or too old, two for twins. */
  record(input: EventInput): readonly EventRow[] {
    if (input.created < this.#horizon()) return [];
    const { missing, twinned } = this.faults;
    if (missing !== undefined && this.#random.chance(missing)) return [];
    const recorded = [this.#append(input)];
    if (twinned !== undefined && this.#random.chance(twinned)) recorded.push(this.#append(input));
    return recorded;
  }

  /** The same change once more under another event id. Undefined when the event is unknown. */
  twin(id: string): EventRow | undefined {
    const event = this.get(id);
    return event === undefined ? undefined : this.#append(event);
  }

  /** Takes the event out of the feed, as if Stripe had lost it. */
  lose(id: string): boolean {
    const event = this.get(id);
    if (event === undefined) return false;
    this.#ordered = this.#ordered.filter((other) => other !== event);
    return this.#bySequence.delete(event.sequence);
  }

  idOf(event: EventRow): string {
    let hash = Math.imul(event.sequence + 1, 0x9e3779b1) ^ this.#salt;
    let letters = '';
    for (let round = 0; round < 3; round += 1) {
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) + round;
      letters += encode((hash >>> 0) % 62 ** 5, 5);
    }
    return `evt_1${letters}${encode(event.sequence, SEQUENCE_DIGITS)}`;
  }

  get(id: string): EventRow | undefined {
    const sequence = id.startsWith('evt_1') ? decode(id.slice(-SEQUENCE_DIGITS)) : null;
    const event = sequence === null ? undefined : this.#bySequence.get(sequence);
    return event !== undefined && this.idOf(event) === id && event.created >= this.#horizon()
      ? event
      : undefined;
  }

  get size(): number {
    return this.#ordered.length;
  }

  /** All events still kept, oldest first. */
  all(): readonly EventRow[] {
    this.#sort();
    return this.#ordered;
  }

  /** One page, newest first. Cursors must exist. */
  list(query: EventQuery): EventPage {
    this.#sort();
    this.#prune();
    const backwards = query.endingBefore !== undefined;
    const cursor = query.endingBefore ?? query.startingAfter;
    const at = cursor === undefined ? this.#ordered.length : this.#position(this.get(cursor) as EventRow);
    const events = this.#take(at + (backwards ? 1 : -1), backwards ? 1 : -1, query);
    const hasMore = events.length > query.limit;
    const page = hasMore ? events.slice(0, query.limit) : events;
    return { events: backwards ? page.reverse() : page, hasMore };
  }

  /** Up to one more than the limit, so that the caller sees whether there is more. */
  #take(start: number, step: 1 | -1, query: EventQuery): EventRow[] {
    const nowMs = this.#clock.now();
    const horizon = this.#horizon();
    const matches = typeMatcher(query.types);
    const found: EventRow[] = [];
    for (let at = start; at >= 0 && at < this.#ordered.length && found.length <= query.limit; at += step) {
      const event = this.#ordered[at] as EventRow;
      if (event.created < horizon || event.listedFromMs > nowMs || !matches(event.type)) continue;
      if (query.created !== undefined && !inRange(event.created, query.created)) {
        if (step < 0 && event.created < (query.created.gte ?? query.created.gt ?? 0)) break;
        continue;
      }
      found.push(event);
      if (event.listedTwice && found.length < query.limit) found.push(event);
    }
    return found;
  }

  #append(input: EventInput): EventRow {
    const { listDelayMs, listedTwice } = this.faults;
    const delayMs =
      listDelayMs === undefined ? 0 : this.#random.integer(listDelayMs.minMs, listDelayMs.maxMs);
    const event: EventRow = {
      sequence: this.#sequence,
      created: input.created,
      type: input.type,
      kind: input.kind,
      row: input.row,
      before: input.before,
      apiVersion: input.apiVersion,
      requestId: input.requestId,
      idempotencyKey: input.idempotencyKey,
      listedFromMs: delayMs === 0 ? 0 : this.#clock.now() + delayMs,
      listedTwice: listedTwice !== undefined && this.#random.chance(listedTwice),
    };
    this.#sequence += 1;
    const last = this.#ordered.at(-1);
    if (last !== undefined && last.created > event.created) this.#sorted = false;
    this.#ordered.push(event);
    this.#bySequence.set(event.sequence, event);
    return event;
  }

  #position(event: EventRow): number {
    let low = 0;
    let high = this.#ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(this.#ordered[middle] as EventRow, event) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #sort(): void {
    if (!this.#sorted) this.#ordered.sort(compare);
    this.#sorted = true;
  }

  #prune(): void {
    const horizon = this.#horizon();
    const probe = this.#ordered[PRUNE_BATCH];
    if (probe === undefined || probe.created >= horizon) return;
    const keep = this.#ordered.findIndex((event) => event.created >= horizon);
    const dropped = this.#ordered.splice(0, keep < 0 ? this.#ordered.length : keep);
    for (const event of dropped) this.#bySequence.delete(event.sequence);
  }

  #horizon(): number {
    return Math.floor(this.#clock.now() / 1000) - EVENT_RETENTION_SECONDS;
  }
}

function compare(a: EventRow, b: EventRow): number {
  return a.created - b.created || a.sequence - b.sequence;
}

/** `invoice.*` stands for all of its kind, as in Stripe's `type` parameter. */
function typeMatcher(types: readonly string[] | undefined): (type: string) => boolean {
  if (types === undefined) return () => true;
  const patterns = types.map((type) => new RegExp(`^${type.replaceAll('.', '\\.').replaceAll('*', '.*')}$`));
  return (type) => patterns.some((pattern) => pattern.test(type));
}
