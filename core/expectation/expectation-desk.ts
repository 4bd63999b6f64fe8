import type { CanonicalValue } from '../base/canonical-json.ts';
import { type Clock, toInstant } from '../base/clock.ts';
import type { Ids } from '../base/ids.ts';
import type { EventDraft } from '../journal/event.ts';
import type { Recorder } from '../journal/projection.ts';
import { ExpectationRepository, type Expectation } from '../storage/repositories/expectations.ts';
import type { Store } from '../storage/store.ts';
import type { ExpectationDraft } from './draft.ts';
import type { ExpectationPayload } from './expectation-projector.ts';

export interface ExpectationDeskPorts {
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly ids: Ids;
}

const actor = 'tieout:expectation';
const sweptAtOnce = 500;

/** Opens, meets and misses expectations. What fulfils one later than due meets it all the same. */
export class ExpectationDesk {
  readonly #ports: ExpectationDeskPorts;
  readonly expectations: ExpectationRepository;

  constructor(ports: ExpectationDeskPorts) {
    this.#ports = ports;
    this.expectations = new ExpectationRepository(ports.store);
  }

  /**
   * Makes the expectations of a subject the wanted ones. Equal ones leave no event. Gives those that were missed and are
   * still not there.
   */
  settle(subjectId: string, wanted: readonly ExpectationDraft[]): readonly Expectation[] {
    const drafts: EventDraft[] = [];
    const known = this.expectations.ofSubject(subjectId);
    for (const draft of wanted) {
      const present = known.find(({ type }) => type === draft.type);
      const payload: ExpectationPayload = { ...draft, subjectId };
      if (!present) {
        // What is there when it is first looked for was never waited for, and says nothing that its records do not say.
        if (draft.metBy === null) drafts.push(this.#event(this.#ports.ids.next('xpt'), 1, 'opened', payload));
      } else if (draft.metBy !== null) {
        if (present.state !== 'met')
          drafts.push(this.#event(present.id, present.version + 1, 'met', payload));
      } else if (
        present.state === 'met' ||
        present.state === 'withdrawn' ||
        present.dueAtMs !== draft.dueAtMs
      ) {
        drafts.push(this.#event(present.id, present.version + 1, 'moved', payload));
      }
    }
    for (const item of known) {
      const isWanted = wanted.some(({ type }) => type === item.type);
      if (!isWanted && item.state !== 'withdrawn' && item.state !== 'met') {
        drafts.push(this.#event(item.id, item.version + 1, 'withdrawn', item));
      }
    }
    this.#ports.recorder.recordAll(drafts);
    const moved = new Set(drafts.map(({ aggregateId }) => aggregateId));
    return known.filter(({ id, state }) => state === 'missed' && !moved.has(id));
  }

  /**
   * Marks what is due and not there as missed, in transactions of a bounded size. A subject that is still to be decided is
   * left for a later sweep: whether something of it is missing is known when it has been.
   */
  sweep(): void {
    const nowMs = this.#ports.clock.now();
    for (;;) {
      const overdue = this.expectations.overdue(nowMs, sweptAtOnce);
      this.#ports.recorder.recordAll(
        overdue.map((item) => this.#event(item.id, item.version + 1, 'missed', item)),
      );
      if (overdue.length < sweptAtOnce) return;
    }
  }

  #event(id: string, version: number, what: string, item: ExpectationPayload): EventDraft {
    return {
      type: `expectation.${what}`,
      aggregateId: id,
      aggregateVersion: version,
      idempotencyKey: `${id}/${version}`,
      correlationId: item.subjectId,
      actor,
      effectiveOn: toInstant(this.#ports.clock.now()).slice(0, 10),
      legalEntity: item.legalEntity,
      payload: {
        type: item.type,
        subjectId: item.subjectId,
        dueAtMs: item.dueAtMs,
        legalEntity: item.legalEntity,
        amount: item.amount as unknown as CanonicalValue,
        metBy: item.metBy,
      },
    };
  }
}
