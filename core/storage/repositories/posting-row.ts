import type { Command } from '#core/domain/command.ts';
import { money, type Money } from '#core/domain/money.ts';
import { fromWire } from '#core/domain/wire.ts';
import type { PostingState } from '../schema/control.ts';

export interface PostingRow {
  readonly id: string;
  readonly external_id: string;
  readonly version: number;
  readonly flow: string;
  readonly command_type: string;
  readonly connection_id: string;
  readonly subject_id: string;
  readonly source_reference: string;
  readonly legal_entity: string;
  readonly period: string;
  readonly customer_id: string | null;
  readonly currency: string;
  readonly amount_minor: number;
  readonly revision: number;
  readonly payload: string;
  readonly payload_hash: string;
  readonly command: string;
  readonly mapping_version: string;
  readonly prepared_by: string;
  readonly hold_reasons: string;
  readonly state: PostingState;
  readonly attempt: number;
  readonly not_before: number;
  readonly document_id: string | null;
  readonly reversal_of: string | null;
  readonly reason: string | null;
  readonly seq: number;
  readonly prepared_at: string;
  readonly lane: number;
  readonly mapping_ids: string;
}

/** Why a posting waits for a person. */
export interface HoldReason {
  readonly code: string;
  readonly message: string;
}

/** One intended write to a vendor, with the exact bytes and where it stands. */
export interface Posting {
  readonly id: string;
  readonly externalId: string;
  readonly version: number;
  readonly flow: string;
  readonly commandType: string;
  readonly connectionId: string;
  readonly subjectId: string;
  readonly sourceReference: string;
  readonly legalEntity: string;
  readonly period: string;
  readonly customerId: string | null;
  readonly amount: Money;
  readonly revision: number;
  readonly payload: string;
  readonly payloadHash: string;
  readonly command: Command;
  readonly mappingVersion: string;
  readonly preparedBy: string;
  readonly holdReasons: readonly HoldReason[];
  readonly state: PostingState;
  readonly attempt: number;
  /** Epoch milliseconds: no request for this posting before it. */
  readonly notBeforeMs: number;
  readonly documentId: string | null;
  readonly reversalOf: string | null;
  readonly reason: string | null;
  /** Journal position of its newest event. */
  readonly seq: number;
  readonly preparedAt: string;
  readonly lane: number;
  /** Mapping rows that it was made with. */
  readonly mappingIds: readonly string[];
}

/** Where a posting stands, without its bytes: what following its events reads. */
export interface PostingStanding {
  readonly id: string;
  readonly subjectId: string;
  readonly commandType: string;
  readonly state: PostingState;
  readonly attempt: number;
  readonly notBeforeMs: number;
  readonly documentId: string | null;
  readonly reason: string | null;
  readonly revision: number;
}

export interface ApprovalRow {
  readonly seq: number;
  readonly posting_id: string;
  readonly revision: number;
  readonly decision: 'approve' | 'reject';
  readonly decided_by: string;
  readonly payload_hash: string;
  readonly mapping_version: string;
  readonly period: string;
  /** Epoch milliseconds before which nothing leaves and the approval may be undone; null without a grace. */
  readonly grace_until: number | null;
}

export interface LookUpRow {
  readonly seq: number;
  readonly posting_id: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly document_id: string | null;
}

export function parsePosting(row: PostingRow): Posting {
  return {
    id: row.id,
    externalId: row.external_id,
    version: row.version,
    flow: row.flow,
    commandType: row.command_type,
    connectionId: row.connection_id,
    subjectId: row.subject_id,
    sourceReference: row.source_reference,
    legalEntity: row.legal_entity,
    period: row.period,
    customerId: row.customer_id,
    amount: money(row.amount_minor, row.currency),
    revision: row.revision,
    payload: row.payload,
    payloadHash: row.payload_hash,
    command: fromWire<Command>(JSON.parse(row.command)),
    mappingVersion: row.mapping_version,
    preparedBy: row.prepared_by,
    holdReasons: JSON.parse(row.hold_reasons) as HoldReason[],
    state: row.state,
    attempt: row.attempt,
    notBeforeMs: row.not_before,
    documentId: row.document_id,
    reversalOf: row.reversal_of,
    reason: row.reason,
    seq: row.seq,
    preparedAt: row.prepared_at,
    lane: row.lane,
    mappingIds: JSON.parse(row.mapping_ids) as string[],
  };
}
