import { AssertionError, present } from '../base/assert.ts';
import { canonicalJson, type CanonicalValue } from '../base/canonical-json.ts';
import type { RecordedEvent } from '../journal/event.ts';
import type { Projector } from '../journal/projection.ts';
import { CloseRepository, type CloseTaskRow } from '../storage/repositories/close.ts';
import type { Store } from '../storage/store.ts';
import type {
  EvidenceAttachedPayload,
  JournalVerifiedPayload,
  SignedPayload,
  SuspendedPayload,
  TaskActedPayload,
  TaskAssignedPayload,
  TaskMovedPayload,
  TemplateChangedPayload,
} from './close-events.ts';

/** Follows `close.*`. */
export function createCloseProjector(store: Store): Projector {
  const close = new CloseRepository(store);
  return {
    name: 'close',
    tables: ['close_templates', 'close_tasks', 'close_sign_offs', 'journal_proofs'],
    handles: ['close.'],
    apply: (event) => apply(close, event),
  };
}

function apply(close: CloseRepository, event: RecordedEvent): void {
  if (event.type.startsWith('close.task-') || event.type === 'close.evidence-attached') {
    return close.saveTask({ ...taskAfter(taskOf(close, event), event), seq: event.seq });
  }
  switch (event.type) {
    case 'close.template-changed': {
      const { template } = payloadOf<TemplateChangedPayload>(event);
      const body = canonicalJson(template);
      const { aggregateVersion: version, actor: changed_by, seq } = event;
      return close.saveTemplate({ id: 'default', body, version, changed_by, seq });
    }
    case 'close.sign-off-prepared':
    case 'close.signed-off':
      return signed(close, event);
    case 'close.sign-off-suspended':
      return suspended(close, event);
    case 'close.journal-verified': {
      const { verifiedSeq, hash, problems } = payloadOf<JournalVerifiedPayload>(event);
      const { seq, actor: verified_by, recordedAt: verified_at } = event;
      return close.saveProof({ seq, verified_seq: verifiedSeq, hash, problems, verified_by, verified_at });
    }
    default:
      throw new AssertionError(`no projection of ${event.type}`);
  }
}

function taskOf(close: CloseRepository, event: RecordedEvent): CloseTaskRow {
  const { legalEntity, period, taskId } = payloadOf<TaskActedPayload>(event);
  return (
    close.task(legalEntity, period, taskId) ?? {
      legal_entity: legalEntity,
      period,
      task_id: taskId,
      state: 'open',
      preparer: null,
      reviewer: null,
      due_on: null,
      prepared_by: null,
      prepared_at: null,
      reviewed_by: null,
      reviewed_at: null,
      cause: null,
      notes: '[]',
      evidence: '[]',
      seq: event.seq,
    }
  );
}

function taskAfter(task: CloseTaskRow, event: RecordedEvent): CloseTaskRow {
  const { actor, recordedAt } = event;
  switch (event.type) {
    case 'close.task-prepared': {
      const prepared = { prepared_by: actor, prepared_at: recordedAt, reviewed_by: null, reviewed_at: null };
      return withNote({ ...task, state: 'prepared', cause: null, ...prepared }, event);
    }
    case 'close.task-reviewed':
      return withNote({ ...task, state: 'reviewed', reviewed_by: actor, reviewed_at: recordedAt }, event);
    case 'close.task-reopened': {
      const { cause } = payloadOf<TaskMovedPayload>(event);
      return { ...task, state: 'open', cause, reviewed_by: null, reviewed_at: null };
    }
    case 'close.task-met': {
      const { cause } = payloadOf<TaskMovedPayload>(event);
      return { ...task, state: 'met', cause };
    }
    case 'close.task-assigned': {
      const { preparer, reviewer, dueOn } = payloadOf<TaskAssignedPayload>(event);
      return { ...task, preparer, reviewer, due_on: dueOn };
    }
    case 'close.task-noted':
      return withNote(task, event);
    case 'close.evidence-attached': {
      const { label, reference, hash } = payloadOf<EvidenceAttachedPayload>(event);
      const evidence = [
        ...(JSON.parse(task.evidence) as object[]),
        { by: actor, at: recordedAt, label, reference, hash },
      ];
      return { ...task, evidence: JSON.stringify(evidence) };
    }
    default:
      throw new AssertionError(`no projection of ${event.type}`);
  }
}

function withNote(task: CloseTaskRow, event: RecordedEvent): CloseTaskRow {
  const { note } = payloadOf<TaskActedPayload>(event);
  if (note === '') return task;
  const notes = [
    ...(JSON.parse(task.notes) as object[]),
    { by: event.actor, at: event.recordedAt, text: note },
  ];
  return { ...task, notes: JSON.stringify(notes) };
}

function signed(close: CloseRepository, event: RecordedEvent): void {
  const { legalEntity, period, evidence, evidenceHash } = payloadOf<SignedPayload>(event);
  const before = close.signOff(legalEntity, period);
  const isPrepared = event.type === 'close.sign-off-prepared';
  close.saveSignOff({
    legal_entity: legalEntity,
    period,
    state: isPrepared ? 'prepared' : 'signed',
    evidence: canonicalJson(evidence as unknown as CanonicalValue),
    evidence_hash: evidenceHash,
    prepared_by: isPrepared ? event.actor : present(before, 'a prepared sign-off').prepared_by,
    prepared_at: isPrepared ? event.recordedAt : present(before, 'a prepared sign-off').prepared_at,
    signed_by: isPrepared ? null : event.actor,
    signed_at: isPrepared ? null : event.recordedAt,
    suspended_at: null,
    cause: null,
    delta: '[]',
    version: event.aggregateVersion,
    seq: event.seq,
  });
}

/** Kept as it was signed: who, when and over what stay; what moved is beside it. */
function suspended(close: CloseRepository, event: RecordedEvent): void {
  const { legalEntity, period, cause, delta } = payloadOf<SuspendedPayload>(event);
  const before = present(close.signOff(legalEntity, period), 'the sign-off that is suspended');
  close.saveSignOff({
    ...before,
    state: 'suspended',
    suspended_at: event.recordedAt,
    cause,
    delta: canonicalJson(delta as unknown as CanonicalValue),
    version: event.aggregateVersion,
    seq: event.seq,
  });
}

function payloadOf<Payload>(event: RecordedEvent): Payload {
  return event.payload as unknown as Payload;
}
