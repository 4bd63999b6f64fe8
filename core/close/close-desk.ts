import { canonicalJson, type CanonicalValue } from '../base/canonical-json.ts';
import { type Clock } from '../base/clock.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { dayOfEpochMs } from '../domain/day.ts';
import { sha256 } from '../journal/digest.ts';
import type { EventDraft } from '../journal/event.ts';
import type { Recorder } from '../journal/projection.ts';
import { CloseRepository, type CloseTaskRow, type SignOffRow } from '../storage/repositories/close.ts';
import type { Store } from '../storage/store.ts';
import { type ChecklistTask, checklistOf, type TaskRecord } from './checklist.ts';
import { causeOf, deltaOf, evidenceOf, type Figure } from './evidence.ts';
import type { CloseFacts } from './facts.ts';
import { isOvertaken, judgeSignOff, type SignOffAct, type SignOffState } from './sign-off.ts';
import { type CloseTemplate, defaultTemplate, parseTemplate } from './template.ts';

export interface CloseDeskPorts {
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

export interface ClosePlace {
  readonly legalEntity: string;
  readonly period: string;
}

/** A close as it stands, with the evidence that a sign-off would be bound to now. */
export interface CloseStanding {
  readonly facts: CloseFacts;
  readonly tasks: readonly ChecklistTask[];
  readonly evidence: readonly Figure[];
  readonly evidenceHash: string;
  readonly signOff: SignOffRow | null;
}

/** A signature that has been checked, with the text it is under. */
export interface SignedStatement {
  readonly statement: string;
  readonly signature: string;
}

const watcher = 'tieout:close';

/** Where closes are read and changed: checklist, sign-off, template. Rights are asked for by whoever calls. */
export class CloseDesk {
  readonly #ports: CloseDeskPorts;
  readonly close: CloseRepository;

  constructor(ports: CloseDeskPorts) {
    this.#ports = ports;
    this.close = new CloseRepository(ports.store);
  }

  template(): {
    readonly template: CloseTemplate;
    readonly version: number;
    readonly changedBy: string | null;
  } {
    const row = this.close.template();
    if (!row) return { template: defaultTemplate, version: 0, changedBy: null };
    return {
      template: JSON.parse(row.body) as CloseTemplate,
      version: row.version,
      changedBy: row.changed_by,
    };
  }

  /** The template of a new workspace, as its first event; a workspace that has one keeps it. */
  initialise(): void {
    if (this.close.template()) return;
    this.#append('close:template', 'close.template-changed', 'tieout:init', null, {
      template: defaultTemplate,
      reason: 'the checklist that a workspace starts with',
    });
  }

  changeTemplate(value: unknown, by: string, reason: string): Result<void, Failure> {
    const parsed = parseTemplate(value);
    if (!parsed.ok) return parsed;
    const template = parsed.value as unknown as CanonicalValue;
    this.#append('close:template', 'close.template-changed', by, null, { template, reason });
    return ok(undefined);
  }

  standing(facts: CloseFacts): CloseStanding {
    const { legalEntity, period } = facts;
    const records = this.close.tasks(legalEntity, period).map(recordOf);
    const tasks = checklistOf(this.template().template, records, facts);
    const evidence = evidenceOf(facts, tasks);
    return {
      facts,
      tasks,
      evidence,
      evidenceHash: hashOf(evidence),
      signOff: this.close.signOff(legalEntity, period),
    };
  }

  /** P: the first of two people says that a task of people is done. */
  prepareTask(standing: CloseStanding, taskId: string, by: string, note: string): Result<void, Failure> {
    const found = manualTask(standing, taskId);
    if (!found.ok) return found;
    const { state, waitsFor } = found.value;
    if (state !== 'open') return err(wrongState(taskId, `is ${state}`));
    if (waitsFor.length > 0) return err(blocked(taskId, waitsFor));
    this.#task('prepared', standing.facts, taskId, by, { note });
    return ok(undefined);
  }

  /** The second person's word. That it is not the preparer's is the gate's question, asked with who prepared. */
  reviewTask(standing: CloseStanding, taskId: string, by: string, note: string): Result<void, Failure> {
    const found = manualTask(standing, taskId);
    if (!found.ok) return found;
    if (found.value.state !== 'prepared') return err(wrongState(taskId, `is ${found.value.state}`));
    this.#task('reviewed', standing.facts, taskId, by, { note });
    return ok(undefined);
  }

  reopenTask(standing: CloseStanding, taskId: string, by: string, cause: string): Result<void, Failure> {
    const found = manualTask(standing, taskId);
    if (!found.ok) return found;
    if (found.value.state === 'open') return err(wrongState(taskId, 'is open'));
    this.#task('reopened', standing.facts, taskId, by, { cause });
    return ok(undefined);
  }

  assignTask(
    place: ClosePlace,
    taskId: string,
    by: string,
    to: { readonly preparer: string | null; readonly reviewer: string | null; readonly dueOn: string | null },
  ): Result<void, Failure> {
    if (!this.#knows(taskId)) return err(taskNotFound(taskId));
    this.#task('assigned', place, taskId, by, to);
    return ok(undefined);
  }

  noteTask(place: ClosePlace, taskId: string, by: string, note: string): Result<void, Failure> {
    if (!this.#knows(taskId)) return err(taskNotFound(taskId));
    this.#task('noted', place, taskId, by, { note });
    return ok(undefined);
  }

  attachEvidence(
    place: ClosePlace,
    taskId: string,
    by: string,
    evidence: { readonly label: string; readonly reference: string; readonly hash: string | null },
  ): Result<void, Failure> {
    if (!this.#knows(taskId)) return err(taskNotFound(taskId));
    this.#append(aggregateOf(place), 'close.evidence-attached', by, place, {
      ...placeOf(place),
      taskId,
      ...evidence,
    });
    return ok(undefined);
  }

  /** Whether the next signature may be put under what is so now; nothing is recorded. */
  mayAct(act: SignOffAct, standing: CloseStanding, seenHash: string): Result<void, Failure> {
    const { signOff, evidenceHash: presentHash, tasks } = standing;
    const { legalEntity, period } = standing.facts;
    const state: SignOffState = signOff?.state ?? 'none';
    const preparedHash = signOff?.evidence_hash ?? null;
    const where = `${legalEntity} ${period}`;
    return judgeSignOff({ act, state, seenHash, presentHash, preparedHash, tasks, where });
  }

  /** Records a checked signature under the evidence. */
  recordSignature(act: SignOffAct, standing: CloseStanding, by: string, signed: SignedStatement): void {
    const { facts, evidence, evidenceHash } = standing;
    const type = act === 'prepare' ? 'close.sign-off-prepared' : 'close.signed-off';
    this.#append(aggregateOf(facts), type, by, facts, {
      ...placeOf(facts),
      evidence: evidence as unknown as CanonicalValue,
      evidenceHash,
      ...signed,
    });
  }

  recordProof(
    by: string,
    proof: { readonly verifiedSeq: number; readonly hash: string; readonly problems: number },
  ) {
    this.#append('close:journal', 'close.journal-verified', by, null, proof);
  }

  /**
   * Compares a close with the facts as they are. Bound tasks that flipped say so with their cause; a sign-off whose evidence
   * moved is suspended, once a run has seen what changed. Level-triggered: asking twice does nothing more. Returns whether it
   * suspended one.
   */
  watch(facts: CloseFacts): boolean {
    const standing = this.standing(facts);
    for (const { template, condition, record } of standing.tasks) {
      if (!condition) continue;
      if (condition.isMet && record.state !== 'met') {
        this.#task('met', facts, template.id, watcher, { cause: condition.message });
      } else if (!condition.isMet && record.state === 'met') {
        this.#task('reopened', facts, template.id, watcher, { cause: condition.message });
      }
    }
    const { signOff, evidence, evidenceHash } = standing;
    if (!signOff || !isOvertaken(signOff.state, signOff.evidence_hash, evidenceHash)) return false;
    // What changed but was not looked at yet may be another entity's or the next month's: the next run tells.
    if (facts.run && !facts.run.isUndone && facts.run.changedSince > 0) return false;
    const delta = deltaOf(JSON.parse(signOff.evidence) as Figure[], evidence);
    this.#append(aggregateOf(facts), 'close.sign-off-suspended', watcher, facts, {
      ...placeOf(facts),
      cause: causeOf(delta),
      delta: delta as unknown as CanonicalValue,
      evidence: evidence as unknown as CanonicalValue,
      evidenceHash,
      suspendedHash: signOff.evidence_hash,
    });
    return true;
  }

  #knows(taskId: string): boolean {
    return this.template().template.tasks.some(({ id }) => id === taskId);
  }

  #task(
    what: 'prepared' | 'reviewed' | 'reopened' | 'met' | 'assigned' | 'noted',
    place: ClosePlace,
    taskId: string,
    by: string,
    payload: { readonly [name: string]: CanonicalValue },
  ): void {
    this.#append(aggregateOf(place), `close.task-${what}`, by, place, {
      ...placeOf(place),
      taskId,
      ...payload,
    });
  }

  #append(
    aggregateId: string,
    type: string,
    actor: string,
    place: ClosePlace | null,
    payload: { readonly [name: string]: CanonicalValue },
  ): void {
    const { recorder, clock } = this.#ports;
    const version = recorder.journal.nextVersion(aggregateId);
    const draft: EventDraft = {
      type,
      aggregateId,
      aggregateVersion: version,
      idempotencyKey: `${aggregateId}/${version}`,
      correlationId: aggregateId,
      actor,
      effectiveOn: dayOfEpochMs(clock.now()),
      legalEntity: place?.legalEntity ?? null,
      payload,
    };
    recorder.recordAll([draft]);
  }
}

export function aggregateOf({ legalEntity, period }: ClosePlace): string {
  return `close:${legalEntity}:${period}`;
}

function placeOf({ legalEntity, period }: ClosePlace) {
  return { legalEntity, period };
}

function hashOf(evidence: readonly Figure[]): string {
  return sha256(canonicalJson(evidence as unknown as CanonicalValue));
}

function recordOf(row: CloseTaskRow): TaskRecord {
  return {
    taskId: row.task_id,
    state: row.state,
    preparer: row.preparer,
    reviewer: row.reviewer,
    dueOn: row.due_on,
    preparedBy: row.prepared_by,
    preparedAt: row.prepared_at,
    reviewedBy: row.reviewed_by,
    reviewedAt: row.reviewed_at,
    cause: row.cause,
    notes: JSON.parse(row.notes) as TaskRecord['notes'],
    evidence: JSON.parse(row.evidence) as TaskRecord['evidence'],
  };
}

function manualTask({ tasks }: CloseStanding, taskId: string): Result<ChecklistTask, Failure> {
  const task = tasks.find(({ template }) => template.id === taskId);
  if (!task) return err(taskNotFound(taskId));
  if (!task.condition) return ok(task);
  return err({
    code: 'TASK_BOUND',
    message: `"${task.template.title}" follows a condition of the system and cannot be ticked: ${task.condition.message}`,
    where: taskId,
    fix: 'Clear what stands in the way; the task closes by itself.',
  });
}

function taskNotFound(taskId: string): Failure {
  return {
    code: 'TASK_NOT_FOUND',
    message: `The checklist has no task ${taskId}.`,
    where: taskId,
    fix: 'Use the id of a task of the checklist.',
  };
}

function wrongState(taskId: string, how: string): Failure {
  return {
    code: 'TASK_STATE_WRONG',
    message: `The task ${how}.`,
    where: taskId,
    fix: 'Look at the checklist again; somebody may have been faster.',
  };
}

function blocked(taskId: string, waitsFor: readonly string[]): Failure {
  return {
    code: 'TASK_BLOCKED',
    message: `The task waits for ${waitsFor.join(', ')}.`,
    where: taskId,
    fix: 'Finish those first.',
  };
}
