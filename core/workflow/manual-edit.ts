import { inWords, magnitude, type Money, subtract, sum, zero } from '../domain/money.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import { settledByPerson } from '../exceptions/settled-by-person.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { HoldReason, Posting } from '../storage/repositories/postings.ts';
import type { Books } from './books.ts';

/** A document that we posted and that does not say any more what we posted. */
interface ErpEdit {
  /** What the document is worth in the ERP now: nothing when it was voided or deleted. */
  readonly total: Money;
  readonly isGone: boolean;
  readonly draft: ExceptionDraft;
}

/**
 * What an edit by hand asks of people: first of the controller, who accepts it or has it undone; then, while billing still
 * says otherwise, of those who correct billing. An accepted edit goes upstream that way: the ERP is not written over, and
 * billing is corrected by its own document.
 */
export function manualEdits(books: Books, posting: Posting): ExceptionDraft[] {
  const edit = erpEditOf(books, posting);
  if (edit === null) return [];
  const accepted = settledByPerson(() => books.exceptions.ofSubject(posting.subjectId), edit.draft);
  if (accepted === null) return [edit.draft];
  const due = stillToCorrect(books, posting, edit);
  return due === null || due.minor === 0n
    ? [edit.draft]
    : [edit.draft, correction(posting, edit, due, accepted.resolution ?? '')];
}

/** The accepted edit of a posting, or null where there is none or nobody has accepted it. */
function acceptedEditOf(books: Books, posting: Posting): ErpEdit | null {
  const edit = erpEditOf(books, posting);
  if (edit === null) return null;
  return settledByPerson(() => books.exceptions.ofSubject(posting.subjectId), edit.draft) ? edit : null;
}

/** How a void in billing meets an accepted edit: with nothing left to reverse, or with an amount that is not ours. */
export function editBeforeVoid(books: Books, posting: Posting): 'none' | 'gone' | 'changed' {
  const edit = acceptedEditOf(books, posting);
  if (edit === null) return 'none';
  return edit.isGone ? 'gone' : 'changed';
}

/**
 * The ERP document in which a credit note is already: it corrects billing for an accepted edit that lowered its invoice.
 * What came before the edit was accepted, or is larger than what is to be corrected, is a credit like any other.
 */
export function coveredByEdit(
  books: Books,
  note: StoredEntity<'credit-note'>,
  parent: Posting,
): string | null {
  if (books.postings.ofSubject(note.id).length > 0) return null;
  const edit = acceptedEditOf(books, parent);
  const due = edit && stillToCorrect(books, parent, edit);
  if (!due || due.currency !== note.entity.total.currency) return null;
  return due.minor >= note.entity.total.minor ? parent.documentId : null;
}

/** Why an invoice is held that may be the correction of an accepted edit that raised another: it must not count twice. */
export function heldAsCorrection(books: Books, customerId: string | null, amount: Money): HoldReason[] {
  return books.exceptions.openWithCode('BILLING_CORRECTION_DUE').flatMap(({ postingId, detail }) => {
    const corrected = postingId === null ? null : books.postings.get(postingId);
    if (!corrected || customerId === null || corrected.customerId !== customerId) return [];
    if (detail['dueMinor'] !== `${-amount.minor}` || corrected.amount.currency !== amount.currency) return [];
    return [
      {
        code: 'CORRECTS_ACCEPTED_EDIT',
        message: `It is as much as ${corrected.sourceReference} was raised by hand in the ERP: reject it if it bills that, for it is in the ERP already.`,
      },
    ];
  });
}

function erpEditOf(books: Books, posting: Posting): ErpEdit | null {
  if (posting.state !== 'POSTED' || posting.payload === '' || posting.documentId === null) return null;
  const document = books.entities.find(posting.connectionId, 'ledger-document', posting.documentId);
  if (!document) return null;
  const { entity, isDeleted } = document;
  const was = `${posting.sourceReference} (${posting.documentId})`;
  const gone = (how: string): ErpEdit => ({
    total: zero(posting.amount.currency),
    isGone: true,
    draft: draftOf(posting, `${was} was ${how} in the ERP after it was posted.`),
  });
  if (isDeleted) return gone('deleted');
  if (entity.isVoid) return gone('voided');
  const { minor, currency } = posting.amount;
  if (entity.total.minor === minor && entity.total.currency === currency) return null;
  const message = `${was} was posted with ${inWords(posting.amount)} and now shows ${inWords(entity.total)}.`;
  return { total: entity.total, isGone: false, draft: draftOf(posting, message) };
}

function draftOf(posting: Posting, message: string): ExceptionDraft {
  const { id, legalEntity, period, amount } = posting;
  const base = { causeKey: `posting:${id}`, legalEntity, period, amount, postingId: id };
  return { ...base, code: 'MANUAL_EDIT_IN_ERP', message };
}

/** What billing says more than the ERP (less: negative), without the credits that correct it; null for other documents. */
function stillToCorrect(books: Books, posting: Posting, { total }: ErpEdit): Money | null {
  const { currency } = posting.amount;
  if (posting.commandType !== 'invoice.post' || total.currency !== currency) return null;
  const stored = books.entities.get(posting.subjectId);
  if (stored?.kind !== 'invoice') return null;
  const billed = stored.entity.status === 'void' ? zero(currency) : stored.entity.total;
  const corrected = books.postings
    .ofDocument(posting.connectionId, posting.documentId ?? '')
    .filter(({ commandType, state }) => commandType === 'credit-memo.post' && state === 'POSTED')
    .map(({ amount }) => amount);
  return subtract(subtract(billed, sum(corrected, currency)), total);
}

function correction(
  posting: Posting,
  { total, isGone }: ErpEdit,
  due: Money,
  reason: string,
): ExceptionDraft {
  const { id, legalEntity, period, sourceReference, documentId } = posting;
  const amount = magnitude(due);
  const todo = isGone
    ? 'void the invoice there'
    : due.minor > 0n
      ? `credit ${inWords(amount)} there`
      : `invoice ${inWords(amount)} more there`;
  return {
    code: 'BILLING_CORRECTION_DUE',
    causeKey: `correction:${id}`,
    legalEntity,
    period,
    amount,
    postingId: id,
    message: `${sourceReference} (${documentId}): ${inWords(total)} in the ERP was accepted (${reason}); billing differs by ${inWords(amount)}: ${todo}.`,
    detail: { dueMinor: `${due.minor}`, acceptedMinor: `${total.minor}` },
  };
}
