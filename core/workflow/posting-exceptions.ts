import type { SystemRole } from '../domain/refs.ts';
import type { ExceptionCode } from '../exceptions/catalogue.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import type { Posting } from '../storage/repositories/postings.ts';
import type { Books } from './books.ts';
import { manualEdits } from './manual-edit.ts';

/** Who refuses decides who can mend it. */
const refusalCodes = {
  crm: 'CRM_REJECTED',
  billing: 'BILLING_REJECTED',
  erp: 'ERP_REJECTED',
} as const satisfies Readonly<Record<SystemRole, ExceptionCode>>;

const refusers: Readonly<Record<SystemRole, string>> = {
  crm: 'the CRM',
  billing: 'the billing platform',
  erp: 'the ERP',
};

/** What a subject's postings themselves ask people to look at. */
export function postingExceptions(books: Books, postings: readonly Posting[]): ExceptionDraft[] {
  return postings.flatMap((posting) => {
    const base = {
      causeKey: `posting:${posting.id}`,
      legalEntity: posting.legalEntity,
      period: posting.period,
      amount: posting.amount,
      postingId: posting.id,
    };
    if (posting.state === 'REJECTED' && posting.attempt > 0) {
      const role = books.roleOf(posting.connectionId);
      const message = `${posting.sourceReference} was refused by ${refusers[role]}: ${posting.reason}`;
      return [{ ...base, code: refusalCodes[role], causeKey: `rejected:${posting.reason}`, message }];
    }
    if (posting.state === 'DEAD') {
      return [
        { ...base, code: 'POSTING_DEAD' as const, message: `${posting.sourceReference}: ${posting.reason}` },
      ];
    }
    return manualEdits(books, posting);
  });
}
