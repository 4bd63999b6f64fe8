import type { Command } from '#core/domain/command.ts';
import type { Money } from '#core/domain/money.ts';
import type { HoldReason } from '#core/storage/repositories/postings.ts';

/** Payload of `posting.held`, `posting.shadowed`, `posting.adopted` and, with a revision, `posting.revised`. */
export interface PreparedPayload {
  readonly externalId: string;
  readonly flow: string;
  readonly connectionId: string;
  readonly subjectId: string;
  readonly sourceReference: string;
  readonly legalEntity: string;
  readonly period: string;
  readonly customerId: string | null;
  readonly amount: Money;
  readonly payload: string;
  readonly payloadHash: string;
  readonly command: Command;
  readonly mappingVersion: string;
  readonly mappingIds: readonly string[];
  readonly preparedBy: string;
  readonly holdReasons: readonly HoldReason[];
  readonly reversalOf: string | null;
  readonly lane: number;
  readonly documentId?: string | null;
}

/** Payload of `posting.approved` and `posting.declined`: the decision over the exact bytes, with its signature. */
export interface ApprovedPayload {
  readonly revision: number;
  readonly decidedBy: string;
  readonly payloadHash: string;
  readonly mappingVersion: string;
  readonly period: string;
  readonly reason: string;
  /** The signed text and the Ed25519 signature; null when the policy released it without a person. */
  readonly decision: string | null;
  readonly signature: string | null;
  /** Nothing leaves before, so that the approval can be undone; epoch milliseconds. Absent: no grace. */
  readonly graceUntilMs?: number;
  /** What it was held for and until when nothing of it was to leave, where there was any: taking the decision back brings it back. */
  readonly heldFor?: string;
  readonly heldNotBeforeMs?: number;
}

/** Payload of `posting.sending`: committed before the first byte leaves. */
export interface AttemptPayload {
  readonly attempt: number;
  readonly notBeforeMs: number;
}

/** Payload of `posting.looked-up`: the evidence without which an unknown posting never moves. */
export interface LookedUpPayload {
  readonly attempt: number;
  readonly outcome: 'found' | 'absent' | 'several' | 'differs' | 'doubtful' | 'current';
  readonly documentId?: string | null;
  readonly detail?: string;
}

/** Payload of the events that end or postpone an attempt. */
export interface OutcomePayload {
  readonly reason?: string;
  /** Of `posting.recalled`: the reason with which it is held again. */
  readonly heldFor?: string;
  readonly code?: string;
  readonly documentId?: string;
  readonly notBeforeMs?: number;
  readonly via?: 'response' | 'look-up';
}
