import type { Figure, FigureDelta } from './evidence.ts';
import type { CloseTemplate } from './template.ts';

interface TaskPayload {
  readonly legalEntity: string;
  readonly period: string;
  readonly taskId: string;
}

/** Payload of `close.task-prepared`, `.task-reviewed` and `.task-noted`. */
export interface TaskActedPayload extends TaskPayload {
  readonly note: string;
}

/** Payload of `close.task-reopened` (by a person, or by its condition) and `close.task-met`. */
export interface TaskMovedPayload extends TaskPayload {
  readonly cause: string;
}

export interface TaskAssignedPayload extends TaskPayload {
  readonly preparer: string | null;
  readonly reviewer: string | null;
  readonly dueOn: string | null;
}

export interface EvidenceAttachedPayload extends TaskPayload {
  readonly label: string;
  readonly reference: string;
  readonly hash: string | null;
}

/** Payload of `close.sign-off-prepared` and `close.signed-off`: the evidence, what was signed and the signature over it. */
export interface SignedPayload {
  readonly legalEntity: string;
  readonly period: string;
  readonly evidence: readonly Figure[];
  readonly evidenceHash: string;
  readonly statement: string;
  readonly signature: string;
}

/** Payload of `close.sign-off-suspended`: what moved, and the evidence as it is by then. */
export interface SuspendedPayload {
  readonly legalEntity: string;
  readonly period: string;
  readonly cause: string;
  readonly delta: readonly FigureDelta[];
  readonly evidence: readonly Figure[];
  readonly evidenceHash: string;
  readonly suspendedHash: string;
}

export interface TemplateChangedPayload {
  readonly template: CloseTemplate;
  readonly reason: string;
}

export interface JournalVerifiedPayload {
  readonly verifiedSeq: number;
  readonly hash: string;
  readonly problems: number;
}
