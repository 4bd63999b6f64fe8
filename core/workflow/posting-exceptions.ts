import { inWords } from '../domain/money.ts';
import type { SystemRole } from '../domain/refs.ts';
import type { ExceptionCode } from '../exceptions/catalogue.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import type { Posting } from '../storage/repositories/postings.ts';
import type { Books } from './books.ts';

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
    return manualEdits(books, posting, base);
  });
}

/** A document that we posted and that does not say any more what we posted. */
function manualEdits(
  books: Books,
  posting: Posting,
  base: Omit<ExceptionDraft, 'code' | 'message'>,
): ExceptionDraft[] {
  if (posting.state !== 'POSTED' || posting.payload === '' || posting.documentId === null) return [];
  const document = books.entities.find(posting.connectionId, 'ledger-document', posting.documentId);
  if (!document) return [];
  const { entity } = document;
  const was = `${posting.sourceReference} (${posting.documentId})`;
  if (document.isDeleted) return [edit(base, `${was} was deleted in the ERP after it was posted.`)];
  if (entity.isVoid) return [edit(base, `${was} was voided in the ERP after it was posted.`)];
  if (entity.total.minor !== posting.amount.minor || entity.total.currency !== posting.amount.currency) {
    const message = `${was} was posted with ${inWords(posting.amount)} and now shows ${inWords(entity.total)}, last changed by ${entity.lastModifiedBy ?? 'someone'}.`;
    return [edit(base, message)];
  }
  return [];
}

function edit(base: Omit<ExceptionDraft, 'code' | 'message'>, message: string): ExceptionDraft {
  return { ...base, code: 'MANUAL_EDIT_IN_ERP', message };
}
