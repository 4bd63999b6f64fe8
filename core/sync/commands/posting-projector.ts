import { assert, present } from '#core/base/assert.ts';
import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import { fromWire } from '#core/domain/wire.ts';
import type { RecordedEvent } from '#core/journal/event.ts';
import type { Projector } from '#core/journal/projection.ts';
import { PostingRepository, type PostingStanding } from '#core/storage/repositories/postings.ts';
import type { PostingState } from '#core/storage/schema/control.ts';
import type { Store } from '#core/storage/store.ts';
import type {
  ApprovedPayload,
  AttemptPayload,
  LookedUpPayload,
  OutcomePayload,
  PreparedPayload,
} from './posting-event.ts';

/** Follows `posting.*`: the state machine of DESIGN.md §6 as rows. The database's triggers refuse what it does not allow. */
export function createPostingProjector(store: Store): Projector {
  const postings = new PostingRepository(store);
  return {
    name: 'postings',
    tables: ['postings', 'approvals', 'look_ups'],
    handles: ['posting.'],
    apply(event) {
      const what = event.type.slice('posting.'.length);
      if (what === 'held' || what === 'shadowed' || what === 'adopted') insert(postings, event, what);
      else if (what === 'revised') revise(postings, event);
      else follow(postings, event, what);
    },
  };
}

const initialStates = { held: 'HELD', shadowed: 'SHADOW', adopted: 'POSTED' } as const;

function insert(postings: PostingRepository, event: RecordedEvent, what: keyof typeof initialStates): void {
  const payload = fromWire<PreparedPayload>(event.payload);
  postings.insert(
    {
      ...payload,
      id: event.aggregateId,
      version: event.aggregateVersion,
      commandType: payload.command.type,
      revision: 1,
      state: initialStates[what],
      attempt: 0,
      notBeforeMs: 0,
      documentId: payload.documentId ?? null,
      reason: what === 'adopted' ? 'already in the ERP' : null,
      seq: event.seq,
      preparedAt: event.recordedAt,
    },
    canonicalJson(payload.command as unknown as CanonicalValue),
  );
}

function revise(postings: PostingRepository, event: RecordedEvent): void {
  const payload = fromWire<PreparedPayload & { revision: number; state: 'HELD' | 'SHADOW' }>(event.payload);
  const before = present(postings.get(event.aggregateId), 'a revised posting exists');
  postings.revise(
    {
      ...before,
      ...payload,
      version: event.aggregateVersion,
      state: payload.state,
      reason: null,
      seq: event.seq,
    },
    canonicalJson(payload.command as unknown as CanonicalValue),
  );
}

function follow(postings: PostingRepository, event: RecordedEvent, what: string): void {
  const before = present(postings.standing(event.aggregateId), `${event.type} of a posting that exists`);
  const moved = (state: PostingState, more: Partial<PostingStanding> = {}): void =>
    postings.move({ ...before, version: event.aggregateVersion, seq: event.seq, state, ...more });
  switch (what) {
    case 'approved': {
      saveApproval(postings, event, 'approve');
      const { graceUntilMs = 0 } = fromWire<ApprovedPayload>(event.payload);
      moved('APPROVED', { reason: null, notBeforeMs: Math.max(before.notBeforeMs, graceUntilMs) });
      return;
    }
    case 'declined': {
      saveApproval(postings, event, 'reject');
      moved('REJECTED', { reason: fromWire<ApprovedPayload>(event.payload).reason });
      return;
    }
    case 'looked-up': {
      const { attempt, outcome, documentId } = fromWire<LookedUpPayload>(event.payload);
      postings.saveLookUp({
        seq: event.seq,
        posting_id: before.id,
        attempt,
        outcome,
        document_id: documentId ?? null,
      });
      postings.touch(before.id, event.aggregateVersion, event.seq);
      return;
    }
    case 'sending': {
      const { attempt, notBeforeMs } = fromWire<AttemptPayload>(event.payload);
      moved('SENDING', { attempt, notBeforeMs, reason: null });
      return;
    }
    default:
      followOutcome(event, what, before, moved);
  }
}

function followOutcome(
  event: RecordedEvent,
  what: string,
  before: PostingStanding,
  moved: (state: PostingState, more?: Partial<PostingStanding>) => void,
): void {
  const payload = fromWire<OutcomePayload>(event.payload);
  const reason = payload.reason ?? null;
  const notBeforeMs = payload.notBeforeMs ?? before.notBeforeMs;
  switch (what) {
    case 'posted':
      return moved('POSTED', { documentId: payload.documentId ?? null, reason });
    case 'rejected':
      return moved('REJECTED', { reason });
    case 'unknown':
      return moved('UNKNOWN', { reason, notBeforeMs });
    case 'deferred':
      return moved('APPROVED', { reason, notBeforeMs });
    case 'recalled':
      return moved('HELD', {
        reason: payload.heldFor ?? null,
        notBeforeMs: payload.notBeforeMs ?? 0,
        revision: before.revision + 1,
      });
    case 'returned':
      return moved('HELD', { reason, revision: before.revision + 1 });
    case 'dead':
      return moved('DEAD', { reason });
    case 'revived':
      return moved('UNKNOWN', { reason });
    case 'withdrawn':
      return moved('WITHDRAWN', { reason });
    case 'reversing':
      return moved('REVERSING', { reason });
    case 'reversed':
      return moved('REVERSED', { reason });
    default:
      assert(false, `unknown posting event: ${event.type}`);
  }
}

function saveApproval(
  postings: PostingRepository,
  event: RecordedEvent,
  decision: 'approve' | 'reject',
): void {
  const payload = fromWire<ApprovedPayload>(event.payload);
  postings.saveApproval({
    seq: event.seq,
    posting_id: event.aggregateId,
    revision: payload.revision,
    decision,
    decided_by: payload.decidedBy,
    payload_hash: payload.payloadHash,
    mapping_version: payload.mappingVersion,
    period: payload.period,
    grace_until: payload.graceUntilMs ?? null,
  });
}
