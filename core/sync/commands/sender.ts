import type { Clock } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';
import type { Failure, Result } from '#core/base/result.ts';
import type { Connection, LookUpOutcome, SendOutcome } from '#core/connectors/sdk/connector.ts';
import type { EventDraft } from '#core/journal/event.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import type { WritePoint } from '#core/storage/write-points.ts';
import { nextProbeDelayMs, VendorBreaker } from './breaker.ts';
import { LostSends } from './lost-sends.ts';
import { OutcomeGroup } from './outcome-group.ts';
import type { PostingDesk } from './posting-desk.ts';
import { SearchFreshness } from './search-freshness.ts';
import { SendTurns } from './send-turns.ts';

const actor = 'tieout:sender';

/** Time that one request may take; the connection's HTTP client ends it then. */
const requestTimeMaxMs = 30_000;
/** On top of request time and search lag, for clocks and queues between us. */
const safetyMarginMs = 5_000;

export interface SenderPorts {
  readonly desk: PostingDesk;
  readonly clock: Clock;
  readonly log: Log;
  readonly connections: readonly Connection[];
  /** Asked again at the moment of sending: role, period, mapping, policy and hourly limits. */
  readonly mayStillSend: (posting: Posting) => Result<void, Failure>;
  /** Refuses when this process no longer owns the workspace. */
  readonly assertOwner: () => void;
  readonly concurrencyMax?: number;
}

export interface SendReport {
  readonly posted: number;
  readonly rejected: number;
  readonly unknown: number;
  readonly deferred: number;
  readonly returned: number;
  readonly dead: number;
}

type Work = (signal?: AbortSignal) => Promise<void>;

type Figures = { -readonly [Name in keyof SendReport]: number };

/**
 * Carries approved postings to the vendors. The rule it exists for: attempt number and not-before are committed before
 * the first byte leaves, and nothing unknown is ever sent again without a look-up that came after not-before.
 */
export class Sender {
  readonly #ports: SenderPorts;
  readonly #breakers = new Map<string, VendorBreaker>();
  /** Postings that a run of this process is working on: another run leaves them alone. */
  readonly #inFlight = new Set<string>();
  readonly #outcomes: OutcomeGroup;
  readonly #lostSends: LostSends;
  readonly #freshness: SearchFreshness;
  readonly #turns: SendTurns;

  constructor(ports: SenderPorts) {
    this.#ports = ports;
    this.#outcomes = new OutcomeGroup(
      (work) => ports.desk.postings.transact(work),
      (delayMs) => ports.clock.sleep(delayMs),
    );
    this.#lostSends = new LostSends(ports.desk);
    this.#freshness = new SearchFreshness(ports.desk, ports.clock);
    this.#turns = new SendTurns(ports.desk.postings);
  }

  /** After a start: whatever was on its way when the process ended is unknown. */
  recover(): number {
    const interrupted = this.#ports.desk.postings
      .inState('SENDING')
      .filter(({ id }) => !this.#inFlight.has(id));
    if (interrupted.length === 0) return 0;
    this.#ports.desk.postings.transact(() => {
      for (const posting of interrupted) {
        this.#ports.desk.record(
          posting,
          'unknown',
          { reason: 'stopped while sending', notBeforeMs: posting.notBeforeMs },
          actor,
        );
      }
      this.#reached('W33');
    });
    return interrupted.length;
  }

  /** Works off everything that is due now, connection by connection, and returns when nothing more is. */
  async run(
    signal?: AbortSignal,
    connections: readonly Connection[] = this.#ports.connections,
  ): Promise<SendReport> {
    const figures: Figures = { posted: 0, rejected: 0, unknown: 0, deferred: 0, returned: 0, dead: 0 };
    await Promise.all(connections.map((connection) => this.#runConnection(connection, figures, signal)));
    return figures;
  }

  /** When the earliest waiting posting may be worked on; null when none waits. One vendor's trouble delays no other. */
  nextDueMs(connections: readonly Connection[] = this.#ports.connections): number | null {
    const dues = connections.flatMap((connection) => {
      const due = this.#ports.desk.postings.nextDueMs(connection.id);
      return due === null ? [] : [Math.max(due, this.#breakerOf(connection).blockedUntilMs() ?? 0)];
    });
    return dues.length === 0 ? null : Math.min(...dues);
  }

  async #runConnection(connection: Connection, figures: Figures, signal?: AbortSignal): Promise<void> {
    const breaker = this.#breakerOf(connection);
    while (!signal?.aborted) {
      this.#ports.assertOwner();
      if (!(await breaker.allows(connection, signal))) return;
      const batch = this.#claim(connection, figures);
      if (batch.length === 0) return;
      await Promise.all(batch.map((work) => work(signal)));
    }
  }

  /** Takes the next postings of a connection: first the unknown ones, whose money may be at the vendor already. */
  #claim(connection: Connection, figures: Figures): Work[] {
    const { desk, clock } = this.#ports;
    const limit = Math.min(this.#ports.concurrencyMax ?? 8, this.#breakerOf(connection).widthMax);
    const isTaken = (id: string): boolean => this.#inFlight.has(id);
    const about = { connectionId: connection.id, nowMs: clock.now(), limit, isTaken };
    const unknown = this.#turns.next({ state: 'UNKNOWN', ...about });
    if (unknown.length > 0) {
      return unknown.map((posting) =>
        this.#alone(posting, (signal) => this.#resolve(connection, posting, figures, signal)),
      );
    }
    const approved = this.#turns.next({ state: 'APPROVED', ...about });
    const ready = approved.filter((posting) => this.#recheck(posting, figures));
    const sending = desk.postings.transact(() =>
      ready.map((posting) => this.#startAttempt(connection, posting)),
    );
    if (sending.length > 0) this.#reached('W13');
    // All were returned to hold: look again, there may be more behind them.
    if (approved.length > 0 && sending.length === 0) return [() => Promise.resolve()];
    return sending.map((posting) =>
      this.#alone(posting, (signal) => this.#attempt(connection, posting, figures, signal)),
    );
  }

  /** Takes a posting at once, so that no other run of this process takes it as well until the work is done. */
  #alone({ id }: Posting, work: Work): Work {
    this.#inFlight.add(id);
    return (signal) => this.#outcomes.member(() => work(signal)).finally(() => this.#inFlight.delete(id));
  }

  #recheck(posting: Posting, figures: Figures): boolean {
    const allowed = this.#ports.mayStillSend(posting);
    if (allowed.ok) return true;
    figures.returned += 1;
    this.#ports.desk.returnToHold(posting, `${allowed.error.code}: ${allowed.error.message}`);
    return false;
  }

  #startAttempt(connection: Connection, posting: Posting): Posting {
    const notBeforeMs = this.#ports.clock.now() + requestTimeMaxMs + connection.searchLagMs + safetyMarginMs;
    this.#record(posting, 'sending', { attempt: posting.attempt + 1, notBeforeMs });
    this.#reached('W12');
    return {
      ...posting,
      state: 'SENDING',
      attempt: posting.attempt + 1,
      notBeforeMs: Math.ceil(notBeforeMs),
    };
  }

  async #attempt(
    connection: Connection,
    posting: Posting,
    figures: Figures,
    signal?: AbortSignal,
  ): Promise<void> {
    // An upsert would overwrite, so even the first attempt looks first: a restored backup does not know what it sent.
    const before = await this.#lookUp(connection, posting, signal);
    if (before.kind === 'failed') {
      this.#defer(connection, posting, before.failure.message, before.failure.retryAtMs, figures);
      return;
    }
    if (before.kind !== 'absent') {
      this.#record(posting, 'unknown', { reason: 'found before sending', notBeforeMs: posting.notBeforeMs });
      this.#settleLookUp({ ...posting, state: 'UNKNOWN' }, before, figures);
      return;
    }
    await this.#send(connection, posting, figures, signal);
  }

  async #send(
    connection: Connection,
    posting: Posting,
    figures: Figures,
    signal?: AbortSignal,
  ): Promise<void> {
    this.#ports.assertOwner();
    this.#reached('W16');
    const outcome = await connection.send(posting.payload, this.#context(posting, signal));
    this.#reached('W19');
    await this.#settle(connection, posting, outcome, figures);
    this.#reached('W22');
    if (outcome.kind === 'committed') {
      await this.#freshness.observe(connection, posting, outcome.documentId);
    }
  }

  async #settle(
    connection: Connection,
    posting: Posting,
    outcome: SendOutcome,
    figures: Figures,
  ): Promise<void> {
    const breaker = this.#breakerOf(connection);
    switch (outcome.kind) {
      case 'committed':
        breaker.succeeded();
        await this.#outcomes.record(() =>
          this.#record(posting, 'posted', { documentId: outcome.documentId, via: 'response' }),
        );
        figures.posted += 1;
        return;
      case 'rejected':
        breaker.succeeded();
        figures.rejected += 1;
        this.#record(posting, 'rejected', {
          code: outcome.code,
          reason: outcome.message,
          ...(outcome.where === undefined ? {} : { where: outcome.where }),
        });
        return;
      case 'unknown':
        breaker.failed(this.#ports.clock.now());
        figures.unknown += 1;
        this.#record(posting, 'unknown', {
          reason: outcome.reason,
          notBeforeMs: posting.notBeforeMs + this.#lostSends.waitMs(posting),
        });
        return;
      case 'not-sent':
        this.#defer(connection, posting, `${outcome.reason}: ${outcome.message}`, outcome.retryAtMs, figures);
    }
  }

  /** Nothing reached the vendor: the same approved bytes go out later, however long the trouble lasts. */
  #defer(
    connection: Connection,
    posting: Posting,
    reason: string,
    retryAtMs: number | undefined,
    figures: Figures,
  ): void {
    const nowMs = this.#ports.clock.now();
    const breaker = this.#breakerOf(connection);
    breaker.failed(nowMs, retryAtMs);
    figures.deferred += 1;
    this.#record(posting, 'deferred', { reason, notBeforeMs: retryAtMs ?? nowMs });
  }

  /** Looks an unknown posting up, and only a clear answer moves it. */
  async #resolve(
    connection: Connection,
    posting: Posting,
    figures: Figures,
    signal?: AbortSignal,
  ): Promise<void> {
    const outcome = await this.#lookUp(connection, posting, signal);
    if (outcome.kind === 'failed') {
      this.#breakerOf(connection).failed(this.#ports.clock.now(), outcome.failure.retryAtMs);
      const notBeforeMs = outcome.failure.retryAtMs ?? this.#ports.clock.now() + nextProbeDelayMs;
      this.#record(posting, 'unknown', { reason: `look-up: ${outcome.failure.message}`, notBeforeMs });
      return;
    }
    this.#breakerOf(connection).answered();
    if (outcome.kind !== 'absent') {
      this.#settleLookUp(posting, outcome, figures);
      return;
    }
    if (!(await this.#isProvenAbsent(connection, posting, figures))) return;
    const allowed = this.#ports.mayStillSend(posting);
    if (!allowed.ok) {
      // It is not at the vendor: what keeps it back is for a person to approve, not the end of it.
      figures.returned += 1;
      this.#ports.desk.postings.transact(() => {
        this.#lookedUp(posting, { outcome: 'absent' });
        this.#ports.desk.returnToHold(posting, `${allowed.error.code}: ${allowed.error.message}`);
      });
      return;
    }
    const again = this.#ports.desk.postings.transact(() => {
      this.#lookedUp(posting, { outcome: 'absent' });
      return this.#startAttempt(connection, posting);
    });
    this.#reached('W13');
    await this.#send(connection, again, figures, signal);
  }

  /** Whether "not found" may be believed; when it may not, the posting waits on or ends with a person. */
  async #isProvenAbsent(connection: Connection, posting: Posting, figures: Figures): Promise<boolean> {
    const absence = await this.#freshness.judge(connection, posting);
    if (absence.kind === 'doubtful') {
      this.#ports.desk.postings.transact(() => {
        this.#lookedUp(posting, { outcome: 'doubtful' });
        const reason = 'not found, but nothing proves yet that the look-up is up to date';
        this.#record(posting, 'unknown', { reason, notBeforeMs: absence.askAgainAtMs });
      });
      return false;
    }
    const reason =
      absence.kind === 'unprovable'
        ? 'not found, but the vendor shows new documents later than the search lag in the settings'
        : `sent ${this.#lostSends.count(posting) + 1} times and never found, while others came through`;
    if (absence.kind === 'proven' && this.#lostSends.mayTryAgain(connection.id, posting)) return true;
    figures.dead += 1;
    this.#record(posting, 'dead', { reason });
    return false;
  }

  #settleLookUp(
    posting: Posting,
    outcome: Exclude<LookUpOutcome, { kind: 'absent' | 'failed' }>,
    figures: Figures,
  ): void {
    this.#ports.desk.postings.transact(() => {
      if (outcome.kind === 'several') {
        figures.dead += 1;
        const ids = outcome.documents.map(({ documentId }) => documentId).join(', ');
        this.#lookedUp(posting, { outcome: 'several', detail: ids });
        this.#record(posting, 'dead', { reason: `several documents carry this external id: ${ids}` });
        return;
      }
      const { documentId, total } = outcome.document;
      if (
        total !== null &&
        (total.minor !== posting.amount.minor || total.currency !== posting.amount.currency)
      ) {
        figures.dead += 1;
        this.#lookedUp(posting, {
          outcome: 'differs',
          documentId,
          detail: `${total.currency} ${total.minor}`,
        });
        this.#record(posting, 'dead', {
          reason: `document ${documentId} carries this external id with another amount`,
        });
        return;
      }
      figures.posted += 1;
      this.#lookedUp(posting, { outcome: 'found', documentId });
      this.#record(posting, 'posted', { documentId, via: 'look-up' });
      this.#reached('W23');
    });
  }

  async #lookUp(connection: Connection, posting: Posting, signal?: AbortSignal): Promise<LookUpOutcome> {
    this.#reached('W14');
    const outcome = await connection.lookUp(posting.payload, this.#context(posting, signal));
    this.#reached('W15');
    return outcome;
  }

  #reached(point: WritePoint): void {
    this.#ports.desk.postings.reached(point);
  }

  #lookedUp(posting: Posting, found: { outcome: string; documentId?: string; detail?: string }): void {
    this.#record(posting, 'looked-up', { attempt: posting.attempt, ...found });
  }

  #record(posting: Posting, what: string, payload: EventDraft['payload']): void {
    const { notBeforeMs } = payload;
    // A governor's instant comes from the monotonic clock and has fractions; never round it to an earlier one.
    const whole =
      typeof notBeforeMs === 'number' ? { ...payload, notBeforeMs: Math.ceil(notBeforeMs) } : payload;
    this.#ports.desk.record(posting, what, whole, actor);
  }

  #context(posting: Posting, signal?: AbortSignal) {
    return { externalId: posting.externalId, attempt: posting.attempt, ...(signal ? { signal } : {}) };
  }

  #breakerOf(connection: Connection): VendorBreaker {
    let breaker = this.#breakers.get(connection.id);
    if (!breaker) {
      breaker = new VendorBreaker(this.#ports.clock);
      this.#breakers.set(connection.id, breaker);
    }
    return breaker;
  }
}
