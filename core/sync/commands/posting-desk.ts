import { assert, present } from '#core/base/assert.ts';
import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import { type Clock, toInstant } from '#core/base/clock.ts';
import type { Ids } from '#core/base/ids.ts';
import type { Failure } from '#core/base/result.ts';
import type { Connection } from '#core/connectors/sdk/connector.ts';
import type { Command } from '#core/domain/command.ts';
import type { Day } from '#core/domain/day.ts';
import type { Money } from '#core/domain/money.ts';
import { fromWire } from '#core/domain/wire.ts';
import { contentId, sha256 } from '#core/journal/digest.ts';
import type { EventDraft, RecordedEvent } from '#core/journal/event.ts';
import type { Recorder } from '#core/journal/projection.ts';
import { type HoldReason, type Posting, PostingRepository } from '#core/storage/repositories/postings.ts';
import { PostingList } from '#core/storage/repositories/posting-list.ts';
import type { Store } from '#core/storage/store.ts';
import type { ApprovedPayload, PreparedPayload } from './posting-event.ts';

/** What a workflow wants written, before it has bytes. */
export interface WantedPosting {
  readonly flow: string;
  /** What kind of effect it is for its source document: part of the external id. */
  readonly effect: string;
  /** 1, and one more each time that a reversed effect is posted anew. */
  readonly effectVersion: number;
  readonly command: Command;
  readonly connectionId: string;
  readonly subjectId: string;
  /** Connection and vendor id of the source document. */
  readonly source: { readonly connectionId: string; readonly externalId: string };
  readonly sourceReference: string;
  readonly legalEntity: string;
  readonly period: string;
  readonly customerId: string | null;
  readonly amount: Money;
  readonly mappingVersion: string;
  readonly mappingIds: readonly string[];
  readonly holdReasons: readonly HoldReason[];
  readonly reversalOf: string | null;
  readonly lane: number;
  readonly effectiveOn: Day;
  readonly correlationId: string;
}

export type PrepareOutcome =
  | { readonly kind: 'held' | 'approved' | 'shadowed' | 'revised' | 'unchanged'; readonly posting: Posting }
  /** The source changed after the document was sent; the bytes that went out stay as they are. */
  | { readonly kind: 'changed-after-sending'; readonly posting: Posting }
  | { readonly kind: 'invalid'; readonly failure: Failure };

export interface PostingDeskPorts {
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly workspaceId: string;
  readonly connection: (connectionId: string) => Connection;
}

const preparer = 'tieout:workflow';
const policyApprover = 'tieout:policy';
const decisionTypes: ReadonlySet<string> = new Set(['posting.approved', 'posting.declined']);

/** What a decision writes over: taking it back brings it back. */
function heldWith({ reason, notBeforeMs }: Posting): Pick<ApprovedPayload, 'heldFor' | 'heldNotBeforeMs'> {
  return {
    ...(reason === null ? {} : { heldFor: reason }),
    ...(notBeforeMs === 0 ? {} : { heldNotBeforeMs: notBeforeMs }),
  };
}

/** Our name for an effect at the vendor: a pure function, so a crash, a restore or a second machine finds the same one. */
export function externalIdOf(
  workspaceId: string,
  wanted: Pick<WantedPosting, 'legalEntity' | 'source' | 'effect' | 'effectVersion'>,
): string {
  return contentId(
    workspaceId,
    wanted.legalEntity,
    wanted.source.connectionId,
    wanted.source.externalId,
    wanted.effect,
    String(wanted.effectVersion),
  );
}

/** Prepares postings and records what people decide about them. It sends nothing. */
export class PostingDesk {
  readonly #ports: PostingDeskPorts;
  readonly postings: PostingRepository;
  readonly list: PostingList;

  constructor(ports: PostingDeskPorts) {
    this.#ports = ports;
    this.postings = new PostingRepository(ports.store);
    this.list = new PostingList(ports.store);
  }

  /** Holds a wanted posting, or releases it at once when nothing holds it. Wanting the same again changes nothing. */
  prepare(wanted: WantedPosting, mode: 'shadow' | 'post'): PrepareOutcome {
    const externalId = externalIdOf(this.#ports.workspaceId, wanted);
    const prepared = this.#ports
      .connection(wanted.connectionId)
      .prepare(wanted.command, externalId, wanted.effectiveOn);
    if (!prepared.ok) return { kind: 'invalid', failure: prepared.error };
    const payload = payloadOf(wanted, externalId, prepared.value);
    return this.#ports.store.transact(() => {
      this.#ports.store.reached('W07');
      const existing = this.postings.withExternalId(externalId);
      if (!existing) return this.#create(wanted, payload, mode);
      if (!mayChange(existing)) {
        const same = existing.payloadHash === payload.payloadHash || existing.payload === '';
        return { kind: same ? 'unchanged' : 'changed-after-sending', posting: existing };
      }
      return this.#renew(existing, wanted, payload, mode);
    });
  }

  /** Links a document that is in the ERP already: it is never posted a second time. */
  adopt(wanted: WantedPosting, documentId: string): Posting {
    const externalId = externalIdOf(this.#ports.workspaceId, wanted);
    return this.#ports.store.transact(() => {
      const existing = this.postings.withExternalId(externalId);
      if (existing) {
        if (mayChange(existing)) {
          this.record(
            existing,
            'posted',
            { documentId, reason: 'already in the ERP', via: 'look-up' },
            preparer,
          );
        }
        return present(this.postings.get(existing.id), 'posting');
      }
      const id = this.#ports.ids.next('pst');
      const payload = { ...payloadOf(wanted, externalId, ''), documentId };
      this.#append(this.#draft(id, 1, 'adopted', payload, wanted));
      return present(this.postings.get(id), 'adopted posting');
    });
  }

  /** Records a person's decision that has been judged already. */
  decide(
    posting: Posting,
    decision: 'approve' | 'reject',
    by: {
      readonly personId: string;
      readonly reason: string;
      readonly text: string;
      readonly signature: string;
      /** Idempotency key of the decision: one act of deciding counts once, for ever. */
      readonly key: string;
      /** Epoch milliseconds: nothing leaves before, so that the approval can be undone. */
      readonly graceUntilMs?: number;
    },
  ): void {
    const payload: ApprovedPayload = {
      revision: posting.revision,
      decidedBy: by.personId,
      payloadHash: posting.payloadHash,
      mappingVersion: posting.mappingVersion,
      period: posting.period,
      reason: by.reason,
      decision: by.text,
      signature: by.signature,
      ...(by.graceUntilMs === undefined ? {} : { graceUntilMs: by.graceUntilMs }),
      ...heldWith(posting),
    };
    this.record(
      posting,
      decision === 'approve' ? 'approved' : 'declined',
      { ...payload },
      by.personId,
      by.key,
    );
    this.#ports.store.reached('W09');
  }

  /** Takes back what no longer makes sense before anything was sent. */
  withdraw(posting: Posting, reason: string): void {
    assert(isOpen(posting), 'only an unsent posting is withdrawn');
    this.record(posting, 'withdrawn', { reason }, preparer);
  }

  /** A posting that the vendor refused goes back on hold with the same bytes: what the vendor disliked is fixed there. */
  retry(posting: Posting, by: string, reason: string): void {
    assert(posting.state === 'REJECTED', 'only a rejected posting is retried');
    this.record(posting, 'returned', { reason }, by);
  }

  /** A person takes their own decision back before anything of it has left: it is held again as it was, to be decided anew. */
  recall(posting: Posting, by: string, reason: string): void {
    assert(posting.state === 'APPROVED' || posting.state === 'REJECTED', 'only a decision is taken back');
    const decided = this.history(posting.id).findLast(({ type }) => decisionTypes.has(type));
    const { heldFor, heldNotBeforeMs } = fromWire<Partial<ApprovedPayload>>(decided?.payload ?? {});
    const before = {
      ...(heldFor === undefined ? {} : { heldFor }),
      ...(heldNotBeforeMs === undefined ? {} : { notBeforeMs: heldNotBeforeMs }),
    };
    this.record(posting, 'recalled', { reason, ...before }, by);
  }

  /** Releases a held posting that no rule holds any more. */
  releaseWithinPolicy(posting: Posting): void {
    this.#approveByPolicy(posting);
  }

  /** Puts an approved posting back on hold: what held at approval does not hold now. The approval is void. */
  returnToHold(posting: Posting, reason: string): void {
    this.record(posting, 'returned', { reason }, policyApprover);
  }

  /** Everything that happened to a posting, oldest first. */
  history(postingId: string): readonly RecordedEvent[] {
    return this.#ports.recorder.journal.ofAggregate(postingId);
  }

  /** Appends one event of a posting with its next version. */
  record(
    posting: Posting,
    what: string,
    payload: EventDraft['payload'],
    actor: string,
    idempotencyKey?: string,
  ): RecordedEvent {
    return this.#ports.store.transact(() => {
      const version = this.#ports.recorder.journal.nextVersion(posting.id);
      const [event] = this.#append({
        type: `posting.${what}`,
        aggregateId: posting.id,
        aggregateVersion: version,
        idempotencyKey: idempotencyKey ?? `${posting.id}/${version}`,
        correlationId: posting.subjectId,
        actor,
        effectiveOn: toInstant(this.#ports.clock.now()).slice(0, 10),
        legalEntity: posting.legalEntity,
        payload,
      });
      return present(event, 'one event');
    });
  }

  #create(wanted: WantedPosting, payload: PreparedPayload, mode: 'shadow' | 'post'): PrepareOutcome {
    const id = this.#ports.ids.next('pst');
    this.#append(this.#draft(id, 1, mode === 'shadow' ? 'shadowed' : 'held', payload, wanted));
    this.#ports.store.reached('W08');
    if (mode === 'shadow') return { kind: 'shadowed', posting: this.#present(id) };
    return this.#releaseIfFree(id, wanted, 'held');
  }

  #renew(
    existing: Posting,
    wanted: WantedPosting,
    payload: PreparedPayload,
    mode: 'shadow' | 'post',
  ): PrepareOutcome {
    const isSame =
      existing.payloadHash === payload.payloadHash &&
      existing.mappingVersion === payload.mappingVersion &&
      existing.period === payload.period &&
      this.#isHeldTheSame(existing, payload.holdReasons);
    const staysShadow = existing.state === 'SHADOW' && mode === 'shadow';
    if (isSame && (staysShadow || existing.state === 'HELD' || existing.state === 'APPROVED')) {
      return { kind: 'unchanged', posting: existing };
    }
    // A person's "no" stands until the bytes are other ones.
    if (existing.state === 'REJECTED' && existing.payloadHash === payload.payloadHash) {
      return { kind: 'unchanged', posting: existing };
    }
    this.record(
      existing,
      'revised',
      {
        ...(payload as unknown as EventDraft['payload']),
        revision: existing.revision + 1,
        state: mode === 'shadow' ? 'SHADOW' : 'HELD',
      },
      preparer,
    );
    if (mode === 'shadow') return { kind: 'shadowed', posting: this.#present(existing.id) };
    return this.#releaseIfFree(existing.id, wanted, 'revised');
  }

  /** A person's approval outlives new reasons to ask one; what only the policy released is asked about. */
  #isHeldTheSame(existing: Posting, reasons: readonly HoldReason[]): boolean {
    if (existing.state !== 'APPROVED') return isSameText(existing.holdReasons, reasons);
    const approval = this.postings.approvalOf(existing.id, existing.revision);
    return approval?.decided_by !== policyApprover || reasons.length === 0;
  }

  #releaseIfFree(id: string, wanted: WantedPosting, otherwise: 'held' | 'revised'): PrepareOutcome {
    if (wanted.holdReasons.length > 0) return { kind: otherwise, posting: this.#present(id) };
    this.#approveByPolicy(this.#present(id));
    return { kind: 'approved', posting: this.#present(id) };
  }

  #approveByPolicy(posting: Posting): void {
    const payload: ApprovedPayload = {
      revision: posting.revision,
      decidedBy: policyApprover,
      payloadHash: posting.payloadHash,
      mappingVersion: posting.mappingVersion,
      period: posting.period,
      reason: 'within policy',
      decision: null,
      signature: null,
    };
    this.record(posting, 'approved', { ...payload }, policyApprover);
    this.#ports.store.reached('W10');
  }

  #draft(
    id: string,
    version: number,
    what: string,
    payload: PreparedPayload,
    wanted: WantedPosting,
  ): EventDraft {
    return {
      type: `posting.${what}`,
      aggregateId: id,
      aggregateVersion: version,
      idempotencyKey: `${id}/${version}`,
      correlationId: wanted.correlationId,
      actor: preparer,
      effectiveOn: wanted.effectiveOn,
      legalEntity: wanted.legalEntity,
      payload: payload as unknown as EventDraft['payload'],
    };
  }

  #append(draft: EventDraft): readonly RecordedEvent[] {
    return this.#ports.recorder.recordAll([draft]);
  }

  #present(id: string): Posting {
    return present(this.postings.get(id), `posting ${id}`);
  }
}

/**
 * Whether other bytes may still take its place: nothing of it is at the vendor or on its way there. An attempt that the vendor
 * refused or never took changes nothing of that, and what was withdrawn is wanted again once its gate passes.
 */
export function mayChange(posting: Posting): boolean {
  return isOpen(posting) || posting.state === 'WITHDRAWN';
}

/** Not sent and not ended. */
export function isOpen(posting: Posting): boolean {
  return ['HELD', 'APPROVED', 'SHADOW', 'REJECTED'].includes(posting.state);
}

function isSameText(one: readonly HoldReason[], other: readonly HoldReason[]): boolean {
  const textOf = (reasons: readonly HoldReason[]) => canonicalJson(reasons as unknown as CanonicalValue);
  return textOf(one) === textOf(other);
}

function payloadOf(wanted: WantedPosting, externalId: string, payload: string): PreparedPayload {
  return {
    externalId,
    flow: wanted.flow,
    connectionId: wanted.connectionId,
    subjectId: wanted.subjectId,
    sourceReference: wanted.sourceReference,
    legalEntity: wanted.legalEntity,
    period: wanted.period,
    customerId: wanted.customerId,
    amount: wanted.amount,
    payload,
    payloadHash: sha256(payload),
    command: wanted.command,
    mappingVersion: wanted.mappingVersion,
    mappingIds: wanted.mappingIds,
    preparedBy: preparer,
    holdReasons: wanted.holdReasons,
    reversalOf: wanted.reversalOf,
    lane: wanted.lane,
  };
}
