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

/** Opens, meets and misses expectations. What fulfils one later than due meets it all the same. */
export class ExpectationDesk {
  readonly #ports: ExpectationDeskPorts;
  readonly expectations: ExpectationRepository;

  constructor(ports: ExpectationDeskPorts) {
    this.#ports = ports;
    this.expectations = new ExpectationRepository(ports.store);
  }

  /** Makes the expectations of a subject the wanted ones. Equal ones leave no event. */
  settle(subjectId: string, wanted: readonly ExpectationDraft[]): void {
    const drafts: EventDraft[] = [];
    for (const draft of wanted) {
      const present = this.expectations.find(draft.type, subjectId);
      const payload: ExpectationPayload = { ...draft, subjectId };
      if (!present)
        drafts.push(this.#event(this.#ports.ids.next('xpt'), 1, draft.metBy ? 'met' : 'opened', payload));
      else if (draft.metBy !== null) {
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
    for (const item of this.expectations.ofSubject(subjectId)) {
      const isWanted = wanted.some(({ type }) => type === item.type);
      if (!isWanted && item.state !== 'withdrawn' && item.state !== 'met') {
        drafts.push(this.#event(item.id, item.version + 1, 'withdrawn', item));
      }
    }
    this.#ports.recorder.recordAll(drafts);
  }

  /** Marks what is due and not there as missed, and returns the subjects concerned. */
  sweep(): readonly Expectation[] {
    const overdue = this.expectations.overdue(this.#ports.clock.now());
    this.#ports.recorder.recordAll(
      overdue.map((item) => this.#event(item.id, item.version + 1, 'missed', item)),
    );
    return overdue;
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
