import { magnitude } from '#core/domain/money.ts';
import type { RecordedEvent } from '#core/journal/event.ts';
import type { AuthorityContext } from '#core/policy/authority.ts';
import type { Delegation } from '#core/policy/people.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import type { Core } from '../create-core.ts';

const batchSize = 500;

/**
 * What people approved today, per person, customer and currency: a limit must not be passed in slices. Read back from
 * the journal's end once, then kept up with what is appended.
 */
export class ApprovedToday {
  readonly #core: Core;
  #day = '';
  #readSeq = 0;
  #minorByKey = new Map<string, bigint>();

  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Magnitudes of today's approvals for the posting's customer and currency, in minor units: a person's own and those of whom the
   * person shared a right with today. A limit that is lent is one limit.
   */
  minorOf(personId: string, posting: Posting, context: AuthorityContext): bigint {
    this.#catchUp(context.nowAt.slice(0, 10));
    return sharers(personId, context)
      .map((person) => this.#minorByKey.get(keyOf(person, posting)) ?? 0n)
      .reduce((sum, minor) => sum + minor, 0n);
  }

  /** The same for all of a person's customers and currencies, by `<customer id> <currency>`. */
  allOf(personId: string, context: AuthorityContext): ReadonlyMap<string, bigint> {
    this.#catchUp(context.nowAt.slice(0, 10));
    const people = sharers(personId, context);
    const shared = new Map<string, bigint>();
    for (const [key, minor] of this.#minorByKey) {
      const [person = '', customer, currency] = key.split('\n');
      const name = `${customer} ${currency}`;
      if (people.includes(person)) shared.set(name, (shared.get(name) ?? 0n) + minor);
    }
    return shared;
  }

  #catchUp(day: string): void {
    const { journal } = this.#core;
    const { seq: headSeq } = journal.head();
    if (day !== this.#day) {
      this.#day = day;
      this.#minorByKey = new Map();
      this.#readSeq = this.#startOf(day, headSeq);
    }
    while (this.#readSeq < headSeq) {
      const events = journal.read(this.#readSeq, batchSize);
      for (const event of events) this.#count(event, day);
      this.#readSeq += events.length;
    }
  }

  /** The position before the first event of the day, found from the end: days before it are not read. */
  #startOf(day: string, headSeq: number): number {
    let start = headSeq;
    while (start > 0) {
      const from = Math.max(0, start - batchSize);
      const events = this.#core.journal.read(from, start - from);
      const first = events.findIndex(({ recordedAt }) => recordedAt.slice(0, 10) >= day);
      if (first === -1) return start;
      start = from + first;
      if (first > 0) return start;
    }
    return 0;
  }

  #count(event: RecordedEvent, day: string): void {
    if (event.type !== 'posting.approved' || event.recordedAt.slice(0, 10) < day) return;
    const posting = this.#core.desk.postings.get(event.aggregateId);
    if (!posting) return;
    const key = keyOf(event.actor, posting);
    this.#minorByKey.set(key, (this.#minorByKey.get(key) ?? 0n) + magnitude(posting.amount).minor);
  }
}

/** A person, who lent them a role today, and whom they lent one to. */
function sharers(personId: string, { people, nowAt }: AuthorityContext): readonly string[] {
  const dayStartsAt = `${nowAt.slice(0, 10)}T00:00:00.000Z`;
  const isOfToday = ({ startsAt, endsAt }: Delegation) => startsAt <= nowAt && endsAt > dayStartsAt;
  const lenders = people.delegationsTo(personId).filter(isOfToday);
  const borrowers = people.delegationsFrom(personId).filter(isOfToday);
  return [
    ...new Set([
      personId,
      ...lenders.map(({ fromPerson }) => fromPerson),
      ...borrowers.map(({ toPerson }) => toPerson),
    ]),
  ];
}

function keyOf(personId: string, { customerId, amount }: Posting): string {
  return `${personId}\n${customerId ?? ''}\n${amount.currency}`;
}
