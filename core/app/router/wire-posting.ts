import { toInstant } from '#core/base/clock.ts';
import type { WirePosting } from '#core/contract/postings.ts';
import type { ListedPosting } from '#core/storage/repositories/posting-list.ts';
import type { MayDecide } from './may-decide.ts';
import { wireMoney } from './wire-totals.ts';

/** A posting as everyone may see it, with what who asks may do; its bytes come with `postings.get`. */
export function wirePosting(listed: ListedPosting, may: MayDecide, nowMs: number): WirePosting {
  const { posting, customerName, graceUntilMs } = listed;
  const isInGrace = posting.state === 'APPROVED' && graceUntilMs !== null && graceUntilMs > nowMs;
  return {
    id: posting.id,
    externalId: posting.externalId,
    flow: posting.flow,
    connectionId: posting.connectionId,
    commandType: posting.commandType,
    state: posting.state,
    sourceReference: posting.sourceReference,
    subjectId: posting.subjectId,
    legalEntity: posting.legalEntity,
    period: posting.period,
    amount: wireMoney(posting.amount),
    revision: posting.revision,
    payloadHash: posting.payloadHash,
    mappingVersion: posting.mappingVersion,
    preparedBy: posting.preparedBy,
    preparedAt: posting.preparedAt,
    holdReasons: posting.holdReasons.map(({ code, message }) => ({ code, message })),
    attempt: posting.attempt,
    notBeforeAt: posting.notBeforeMs === 0 ? null : toInstant(posting.notBeforeMs),
    documentId: posting.documentId,
    reason: posting.reason,
    customer: customerName,
    graceUntil: isInGrace ? toInstant(graceUntilMs) : null,
    you: {
      approve: may.whyNot(posting, 'approve'),
      reject: may.whyNot(posting, 'reject'),
      undo: may.whyNotUndo(posting),
      needsReason: may.needsReason(posting),
    },
  };
}
