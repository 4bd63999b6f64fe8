import { AssertionError } from '../base/assert.ts';
import { dayOfEpochMs } from '../domain/day.ts';
import { summarise } from '../domain/entity-summary.ts';
import type { Failure } from '../base/result.ts';
import type { ExceptionCode } from '../exceptions/catalogue.ts';
import type { ExceptionDesk } from '../exceptions/exception-desk.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import type { ExpectationDesk } from '../expectation/expectation-desk.ts';
import { EvaluationRepository, everythingBlocked } from '../storage/repositories/evaluations.ts';
import type { Expectation } from '../storage/repositories/expectations.ts';
import type { Posting } from '../storage/repositories/postings.ts';
import type { Store } from '../storage/store.ts';
import { isOpen, type PostingDesk } from '../sync/commands/posting-desk.ts';
import type { Books } from './books.ts';
import { type Decision, subjectOfKey, type Wanted, type Withdrawal } from './decision.ts';
import { decideSubject } from './decide-subject.ts';
import { lanes, lastLane } from './marking.ts';
import type { Flow } from './ports.ts';
import { RecordExceptions } from './record-exceptions.ts';
import { postingExceptions } from './posting-exceptions.ts';

export interface WorkflowPorts {
  readonly store: Store;
  readonly books: Books;
  readonly desk: PostingDesk;
  readonly exceptions: ExceptionDesk;
  readonly expectations: ExpectationDesk;
  /** Counts the use of a fallback mapping by a posting, once. */
  readonly countFallback: (mappingId: string, posting: Posting) => void;
}

const batchSize = 200;

const missingWords: Readonly<Record<string, string>> = {
  'opportunity-to-order': 'a signed order',
  'order-to-subscription': 'a subscription in billing',
  'subscription-to-invoice': 'an invoice for the present period',
  'invoice-to-erp': 'an invoice in the ERP',
  'payment-to-erp': 'cash in the ERP',
};

const missingCodes: Readonly<Record<string, ExceptionCode>> = {
  'opportunity-to-order': 'ORDER_MISSING',
  'order-to-subscription': 'SUBSCRIPTION_MISSING',
  'subscription-to-invoice': 'INVOICE_MISSING',
  'invoice-to-erp': 'ERP_DOCUMENT_MISSING',
  'payment-to-erp': 'ERP_CASH_MISSING',
};

/** Decides what follows from the facts, subject by subject, until nothing is left to decide. */
export class Workflow {
  readonly #ports: WorkflowPorts;
  readonly #evaluations: EvaluationRepository;
  readonly #records: RecordExceptions;

  constructor(ports: WorkflowPorts) {
    this.#ports = ports;
    this.#evaluations = new EvaluationRepository(ports.store);
    this.#records = new RecordExceptions(ports.store, ports.exceptions);
  }

  /** Decides everything that is marked, and says how many subjects that were. */
  run(options: { readonly signal?: AbortSignal; readonly onProgress?: (left: number) => void } = {}): number {
    let decided = 0;
    for (const subjects of this.slices(() => batchSize)) {
      decided += subjects;
      options.onProgress?.(this.pending());
      if (options.signal?.aborted) break;
    }
    return decided;
  }

  /**
   * The same, so many subjects at a time, each time in a transaction of its own; whoever drives it may do other things in
   * between, and may stop.
   */
  *slices(size: () => number): Generator<number, void> {
    this.#ports.expectations.sweep();
    this.#records.settle();
    for (;;) {
      const subjects = this.#evaluations.next(size());
      if (subjects.length === 0) return;
      this.#ports.store.transact(() => {
        for (const subjectId of subjects) {
          this.#evaluations.done(subjectId);
          if (subjectId === everythingBlocked) this.#evaluations.markUnsettled(lanes, lastLane);
          else this.#evaluate(subjectId);
        }
      });
      yield subjects.length;
    }
  }

  /** How many subjects are still to be decided. */
  pending(): number {
    return this.#evaluations.count();
  }

  #evaluate(subjectId: string): void {
    try {
      this.apply(subjectId, decideSubject(this.#ports.books, subjectId));
    } catch (cause) {
      // A bug met in one subject must not stop the others; it is shown, with its message, until it is mended.
      if (!isBug(cause)) throw cause;
      this.#ports.exceptions.settle(subjectId, [failed(subjectId, cause)], () => true);
    }
  }

  /** Brings postings, exceptions and expectations of a subject in line with a decision. */
  apply(subjectId: string, decision: Decision): void {
    const drafts = [...decision.exceptions];
    const kept = new Set<string>();
    for (const wanted of decision.wanted) {
      const outcome = this.#want(wanted);
      if (outcome.posting) kept.add(outcome.posting.id);
      if (outcome.failure) drafts.push(invalid(wanted, outcome.failure));
    }
    const postings = this.#followUp(subjectId, decision, kept);
    drafts.push(...postingExceptions(this.#ports.books, postings));
    const missed = this.#ports.expectations.settle(subjectId, decision.expectations);
    if (drafts.length === 0 && missed.length > 0 && !this.#isExplained(decision, postings))
      drafts.push(...this.#missing(subjectId, decision, missed));
    this.#ports.exceptions.settle(subjectId, drafts, () => true);
    this.#evaluations.setWaits(subjectId, decision.waitsFor);
  }

  #want(wanted: Wanted): { posting?: Posting; failure?: Failure } {
    const { desk, books } = this.#ports;
    if (wanted.adopt !== null) return { posting: desk.adopt(wanted.posting, wanted.adopt) };
    const phase = books.policy.phase(wanted.posting.flow as Flow);
    if (phase === 'observe') return {};
    const outcome = desk.prepare(wanted.posting, phase === 'shadow' ? 'shadow' : 'post');
    if (outcome.kind === 'invalid') return { failure: outcome.failure };
    if (outcome.kind !== 'unchanged' && outcome.kind !== 'changed-after-sending') {
      for (const mappingId of wanted.fallbackMappingIds)
        this.#ports.countFallback(mappingId, outcome.posting);
    }
    this.#startReversal(wanted, outcome.posting);
    return { posting: outcome.posting };
  }

  #startReversal(wanted: Wanted, reversal: Posting): void {
    if (wanted.posting.reversalOf === null || reversal.state === 'SHADOW') return;
    const original = this.#ports.desk.postings.get(wanted.posting.reversalOf);
    if (original?.state === 'POSTED') {
      this.#ports.desk.record(
        original,
        'reversing',
        { reason: `by ${reversal.externalId}` },
        'tieout:workflow',
      );
    }
  }

  /** Withdraws what is no longer wanted and ends reversals that came through; gives the subject's postings as they are then. */
  #followUp(subjectId: string, decision: Decision, kept: ReadonlySet<string>): readonly Posting[] {
    const { postings } = this.#ports.desk;
    const before = postings.ofSubject(subjectId);
    const withdrawn = decision.withdrawal === null ? 0 : this.#withdraw(before, kept, decision.withdrawal);
    return withdrawn + this.#finishReversals(before) === 0 ? before : postings.ofSubject(subjectId);
  }

  /** Says how many it ended. */
  #finishReversals(postings: readonly Posting[]): number {
    let ended = 0;
    for (const reversal of postings) {
      const original = postings.find(({ id }) => id === reversal.reversalOf);
      if (reversal.state === 'POSTED' && original?.state === 'REVERSING') {
        const reason = `by ${reversal.documentId}`;
        this.#ports.desk.record(original, 'reversed', { reason }, 'tieout:workflow');
        ended += 1;
      }
    }
    return ended;
  }

  /** Says how many it withdrew. */
  #withdraw(
    postings: readonly Posting[],
    kept: ReadonlySet<string>,
    { reason, isForGood }: Withdrawal,
  ): number {
    const unwanted = postings.filter(
      (posting) => isOpen(posting) && !kept.has(posting.id) && (isForGood || posting.state !== 'REJECTED'),
    );
    for (const posting of unwanted) this.#ports.desk.withdraw(posting, reason);
    return unwanted.length;
  }

  /** On its way, held for a person, or behind something that is: its own queue shows it, with its amount. */
  #isExplained({ waitsFor }: Decision, postings: readonly Posting[]): boolean {
    return postings.some(isOnTheWay) || waitsFor.some((key) => this.#isShown(key));
  }

  /** Whether people see what is waited for: a record that nobody works on explains nothing, and neither does one that is not there. */
  #isShown(key: string): boolean {
    const subject = subjectOfKey(key);
    if (subject === null) return true;
    const { books, desk, exceptions } = this.#ports;
    const id =
      'id' in subject ? subject.id : books.find(subject.connectionId, subject.kind, subject.externalId)?.id;
    if (id === undefined) return false;
    return desk.postings.ofSubject(id).some(isOnTheWay) || exceptions.exceptions.openOf(id).length > 0;
  }

  #labelOf(subjectId: string): string {
    const stored = this.#ports.books.entities.get(subjectId);
    if (!stored) return subjectId;
    const { number, contractNumber } = summarise(stored.entity);
    const kind = stored.kind.charAt(0).toUpperCase() + stored.kind.slice(1).replaceAll('-', ' ');
    return `${kind} ${number ?? contractNumber ?? stored.externalId}`;
  }

  /** What is overdue and not explained by anything else. */
  #missing(subjectId: string, decision: Decision, missed: readonly Expectation[]): ExceptionDraft[] {
    return missed.map((expectation) => ({
      code: missingCodes[expectation.type] ?? 'ERP_DOCUMENT_MISSING',
      causeKey: `expectation:${expectation.type}:${subjectId}`,
      legalEntity: expectation.legalEntity,
      period: decision.wanted[0]?.posting.period ?? null,
      amount: expectation.amount,
      message: `${this.#labelOf(subjectId)}: ${missingWords[expectation.type] ?? 'what follows'} was expected by ${dayOfEpochMs(expectation.dueAtMs)} and is not there.`,
    }));
  }
}

const onTheWay: ReadonlySet<string> = new Set(['HELD', 'APPROVED', 'SENDING', 'UNKNOWN']);

function isOnTheWay({ state }: Posting): boolean {
  return onTheWay.has(state);
}

function invalid(wanted: Wanted, failure: Failure): ExceptionDraft {
  return {
    code: 'POSTING_INVALID',
    causeKey: `posting:${wanted.posting.subjectId}:${wanted.posting.effect}`,
    legalEntity: wanted.posting.legalEntity,
    period: wanted.posting.period,
    amount: wanted.posting.amount,
    message: `${wanted.posting.sourceReference}: ${failure.message}`,
    detail: { code: failure.code, where: failure.where ?? null },
  };
}

/** A broken invariant or a slip of the code; trouble with the disk or the database is not, and stops everything. */
function isBug(cause: unknown): cause is Error {
  return cause instanceof AssertionError || cause instanceof TypeError || cause instanceof RangeError;
}

function failed(subjectId: string, cause: Error): ExceptionDraft {
  return {
    code: 'EVALUATION_FAILED',
    causeKey: `evaluation:${subjectId}`,
    legalEntity: null,
    period: null,
    amount: null,
    message: `${subjectId} could not be decided: ${cause.message}`,
  };
}
