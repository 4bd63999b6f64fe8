import type { Books } from './books.ts';
import { type Decision, nothingToDo, subjectKey } from './decision.ts';

/**
 * A document that billing does not stand by any more, as `happened` says: what was not sent is withdrawn, and what is in the ERP is
 * for a person. It is never silently left there.
 */
export function decideTakenBack(books: Books, subjectId: string, happened: string): Decision {
  const postings = books.postings.ofSubject(subjectId).filter(({ reversalOf }) => reversalOf === null);
  const isMoving = postings.some(({ state }) => state === 'SENDING' || state === 'UNKNOWN');
  return {
    ...nothingToDo,
    withdrawal: { reason: happened, isForGood: true },
    waitsFor: isMoving ? [subjectKey(subjectId)] : [],
    exceptions: postings
      .filter(({ state }) => state === 'POSTED')
      .map((posting) => ({
        code: 'SOURCE_CHANGED_AFTER_POSTING' as const,
        causeKey: `posting:${posting.id}`,
        legalEntity: posting.legalEntity,
        period: posting.period,
        amount: posting.amount,
        postingId: posting.id,
        message: `${happened}, after it was posted as ${posting.documentId}.`,
      })),
  };
}
