import type { CanonicalValue } from '../base/canonical-json.ts';
import { type Clock, toInstant } from '../base/clock.ts';
import type { Ids } from '../base/ids.ts';
import { present } from '../base/assert.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import type { EventDraft, RecordedEvent } from '../journal/event.ts';
import type { Recorder } from '../journal/projection.ts';
import { ExceptionList } from '../storage/repositories/exception-list.ts';
import { ExceptionRepository, type ExceptionItem } from '../storage/repositories/exceptions.ts';
import type { Store } from '../storage/store.ts';
import { exceptionCatalogue } from './catalogue.ts';
import type { ExceptionDraft } from './draft.ts';
import { planUndo, raisedAgain } from './plan-undo.ts';
import { saysSame, settledByPerson } from './settled-by-person.ts';

export interface ExceptionDeskPorts {
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly ids: Ids;
}

const actor = 'tieout:workflow';

type Subject = Pick<ExceptionItem, 'id' | 'version' | 'legalEntity' | 'subjectId'>;

/** Raises, restates and resolves exceptions. What is open always follows from the present facts. */
export class ExceptionDesk {
  readonly #ports: ExceptionDeskPorts;
  readonly exceptions: ExceptionRepository;
  readonly list: ExceptionList;

  constructor(ports: ExceptionDeskPorts) {
    this.#ports = ports;
    this.exceptions = new ExceptionRepository(ports.store);
    this.list = new ExceptionList(ports.store);
  }

  /**
   * Makes the open exceptions of a subject the wanted ones; those with codes that `owns` denies are left open even when
   * nobody wants them any more: new ones are
   * raised, gone ones resolve by themselves, equal ones stay untouched.
   */
  settle(subjectId: string, wanted: readonly ExceptionDraft[], owns: (code: string) => boolean): void {
    const open = this.exceptions.openOf(subjectId);
    const drafts: EventDraft[] = [];
    const kept = new Set<string>();
    for (const draft of wanted) {
      const same = open.find(({ code, causeKey }) => code === draft.code && causeKey === draft.causeKey);
      if (!same) {
        if (!settledByPerson(() => this.exceptions.ofSubject(subjectId), draft))
          drafts.push(this.#raise(subjectId, draft));
      } else {
        kept.add(same.id);
        if (!saysSame(same, draft)) drafts.push(this.#restate(same, draft));
      }
    }
    for (const item of open) {
      if (!kept.has(item.id) && owns(item.code))
        drafts.push(this.#close(item, 'resolved', 'its cause is gone', actor));
    }
    this.#ports.recorder.recordAll(drafts);
  }

  /** A person ends an exception that the facts do not end; the reason stays with it. */
  dismiss(item: ExceptionItem, by: string, reason: string): RecordedEvent {
    return this.#record(this.#close(item, 'dismissed', reason, by));
  }

  /** Gives an exception to a person to look after, or to nobody in particular. */
  assign(item: ExceptionItem, assignee: string | null, by: string): RecordedEvent {
    return this.#next(item, 'assigned', by, { assignee });
  }

  /** Takes an open exception out of the queue until an instant; it comes back by itself. Null brings it back now. */
  snooze(item: ExceptionItem, untilAt: string | null, by: string): RecordedEvent {
    return this.#next(item, 'snoozed', by, { untilAt });
  }

  note(item: ExceptionItem, note: string, by: string): RecordedEvent {
    return this.#next(item, 'noted', by, { note });
  }

  /** Everything that happened to an exception, oldest first. */
  history(id: string): readonly RecordedEvent[] {
    return this.#ports.recorder.journal.ofAggregate(id);
  }

  /** Takes back what a person did, by an event that says the opposite; what was done stays in the journal. */
  undo(item: ExceptionItem, seq: number, by: string): Result<RecordedEvent, Failure> {
    const plan = planUndo(this.history(item.id), seq, by);
    if (!plan.ok) return plan;
    const { what, payload } = plan.value;
    if (what === 'reopened' && this.#hasTwin(item)) return err(raisedAgain(item.id));
    return ok(this.#next(item, what, by, payload));
  }

  /** Raised anew since it was dismissed: the open one stands. */
  #hasTwin({ subjectId, code, causeKey }: ExceptionItem): boolean {
    return this.exceptions
      .openOf(subjectId)
      .some((other) => other.code === code && other.causeKey === causeKey);
  }

  #next(item: ExceptionItem, what: string, by: string, payload: EventDraft['payload']): RecordedEvent {
    return this.#record(this.#event(what, by, { ...item, version: item.version + 1 }, payload));
  }

  #record(draft: EventDraft): RecordedEvent {
    return present(this.#ports.recorder.recordAll([draft])[0], 'one event');
  }

  #raise(subjectId: string, draft: ExceptionDraft): EventDraft {
    const kind = exceptionCatalogue[draft.code];
    const id = this.#ports.ids.next('exc');
    return this.#event(
      'raised',
      actor,
      { id, version: 1, legalEntity: draft.legalEntity, subjectId },
      {
        code: draft.code,
        causeKey: draft.causeKey,
        subjectId,
        postingId: draft.postingId ?? null,
        ownerRole: kind.ownerRole,
        legalEntity: draft.legalEntity,
        period: draft.period,
        amount: draft.amount as unknown as CanonicalValue,
        message: draft.message,
        fix: kind.fix,
        detail: draft.detail ?? {},
      },
    );
  }

  #restate(item: ExceptionItem, draft: ExceptionDraft): EventDraft {
    return this.#event(
      'restated',
      actor,
      { ...item, version: item.version + 1 },
      {
        message: draft.message,
        detail: draft.detail ?? {},
        amount: draft.amount as unknown as CanonicalValue,
      },
    );
  }

  #close(item: ExceptionItem, how: 'resolved' | 'dismissed', resolution: string, by: string): EventDraft {
    return this.#event(how, by, { ...item, version: item.version + 1 }, { resolution });
  }

  #event(what: string, by: string, about: Subject, payload: EventDraft['payload']): EventDraft {
    const { id, version, legalEntity, subjectId } = about;
    return {
      type: `exception.${what}`,
      aggregateId: id,
      aggregateVersion: version,
      idempotencyKey: `${id}/${version}`,
      correlationId: subjectId,
      actor: by,
      effectiveOn: toInstant(this.#ports.clock.now()).slice(0, 10),
      legalEntity,
      payload,
    };
  }
}
