import type { Clock } from '#core/base/clock.ts';
import type { Connection } from '#core/connectors/sdk/connector.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import type { PostingDesk } from './posting-desk.ts';

/** How long a proof that a vendor's look-up shows a commit at once is believed. */
const proofLifeMs = 24 * 3_600_000;
/**
 * Without any proof, absence is believed only this long after the configured bound: twice the longest lag that the fault
 * model knows. Asking a person instead would need one after every crash and outage that met a first document.
 */
const doubtMs = 20 * 60_000;
const probeFirstMs = 30_000;
const probeMaxMs = 5 * 60_000;
const witnessesMax = 3;

export type Absence =
  /** The vendor would show it if it were there. */
  | { readonly kind: 'proven' }
  | { readonly kind: 'doubtful'; readonly askAgainAtMs: number }
  /** Commits that we know of are not shown in the time that the connection's settings promise. */
  | { readonly kind: 'unprovable' };

/**
 * "Not found" proves that nothing was committed only where the look-up is as current as the settings say. That is
 * measured, not assumed: a document whose commit the vendor confirmed to us is the witness. Seen at once, absence counts
 * as soon as the bound has passed; not seen, a second document is never risked.
 */
export class SearchFreshness {
  readonly #desk: PostingDesk;
  readonly #clock: Clock;
  readonly #measured = new Map<string, 'current' | 'lagging'>();

  constructor(desk: PostingDesk, clock: Clock) {
    this.#desk = desk;
    this.#clock = clock;
  }

  /** Right after a confirmed commit, once per connection and start: does the look-up show it already? */
  async observe(connection: Connection, posting: Posting, documentId: string): Promise<void> {
    if (connection.searchLagMs === 0 || this.#measured.has(connection.id)) return;
    this.#measured.set(connection.id, 'lagging');
    this.#desk.postings.reached('W14');
    const seen = await connection.lookUp(posting.payload, contextOf(posting));
    if (seen.kind === 'failed') this.#measured.delete(connection.id);
    if (seen.kind !== 'found' || seen.document.documentId !== documentId) return;
    this.#measured.set(connection.id, 'current');
    const found = { attempt: posting.attempt, outcome: 'current', documentId };
    this.#desk.record(posting, 'looked-up', found, 'tieout:sender');
  }

  /** What an absence is worth that was answered now for the newest attempt of a posting. */
  async judge(connection: Connection, posting: Posting): Promise<Absence> {
    if (connection.searchLagMs === 0 || this.#isCurrent(connection)) return { kind: 'proven' };
    const nowMs = this.#clock.now();
    const attemptEndMs = this.#attemptEndMs(connection, posting);
    const witness = await this.#shortestAgeShownMs(connection, posting);
    if (witness.shownMs !== null) {
      const provenAtMs = attemptEndMs + witness.shownMs;
      if (nowMs >= provenAtMs) return { kind: 'proven' };
      if (provenAtMs <= attemptEndMs + connection.searchLagMs + doubtMs) {
        return { kind: 'doubtful', askAgainAtMs: provenAtMs };
      }
    }
    const doubtEndsMs = attemptEndMs + connection.searchLagMs + doubtMs;
    if (nowMs >= doubtEndsMs) return { kind: witness.isOverdue ? 'unprovable' : 'proven' };
    const waitedMs = Math.max(probeFirstMs, nowMs - attemptEndMs - connection.searchLagMs);
    return {
      kind: 'doubtful',
      askAgainAtMs: Math.min(doubtEndsMs, nowMs + Math.min(waitedMs, probeMaxMs)),
    };
  }

  #isCurrent(connection: Connection): boolean {
    const measured = this.#measured.get(connection.id);
    if (measured !== undefined) return measured === 'current';
    const proof = this.#desk.postings.newestLookUp(connection.id, 'current');
    const event = proof && this.#desk.history(proof.posting_id).find(({ seq }) => seq === proof.seq);
    return event ? this.#clock.now() - Date.parse(event.recordedAt) < proofLifeMs : false;
  }

  /** When the vendor can no longer be working on the attempt: its not-before without the search lag in it. */
  #attemptEndMs(connection: Connection, posting: Posting): number {
    const sending = this.#desk.history(posting.id).findLast(({ type }) => type === 'posting.sending');
    const notBeforeMs = (sending?.payload['notBeforeMs'] as number | undefined) ?? posting.notBeforeMs;
    return notBeforeMs - connection.searchLagMs;
  }

  /** The youngest confirmed documents of the same type: the least age at which one is shown. */
  async #shortestAgeShownMs(
    connection: Connection,
    posting: Posting,
  ): Promise<{ readonly shownMs: number | null; readonly isOverdue: boolean }> {
    let isOverdue = false;
    const witnesses = this.#desk.postings.newestPosted(connection.id, posting.commandType, witnessesMax);
    for (const witness of witnesses) {
      const posted = this.#desk.history(witness.id).find(({ type }) => type === 'posting.posted');
      if (posted?.payload['via'] !== 'response') continue;
      const ageMs = this.#clock.now() - Date.parse(posted.recordedAt);
      this.#desk.postings.reached('W14');
      const seen = await connection.lookUp(witness.payload, contextOf(witness));
      if (seen.kind === 'found') return { shownMs: ageMs, isOverdue };
      if (seen.kind === 'absent' && ageMs > connection.searchLagMs) isOverdue = true;
    }
    return { shownMs: null, isOverdue };
  }
}

function contextOf(posting: Posting): { readonly externalId: string; readonly attempt: number } {
  return { externalId: posting.externalId, attempt: posting.attempt };
}
