import { type Day, dayOfEpochMs, periodOf } from '../domain/day.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Posting } from '../storage/repositories/postings.ts';
import type { Books } from './books.ts';
import { type Decision, nothingToDo, subjectKey } from './decision.ts';
import { editBeforeVoid } from './manual-edit.ts';

/**
 * A billing invoice that was voided: what was not sent is withdrawn; what is in the ERP is reversed there by a credit
 * memo over the full amount, a new document that points at the old one. It is never silently left live.
 */
export function decideVoidedInvoice(books: Books, stored: StoredEntity<'invoice'>): Decision {
  const { entity: invoice } = stored;
  const label = `Invoice ${invoice.number ?? stored.externalId}`;
  const original = books.postings
    .ofSubject(stored.id)
    .find((posting) => posting.commandType === 'invoice.post');
  if (!original || ['HELD', 'APPROVED', 'SHADOW', 'REJECTED', 'WITHDRAWN'].includes(original.state)) {
    return { ...nothingToDo, withdrawal: { reason: `${label} was voided`, isForGood: true } };
  }
  if (original.state === 'REVERSED') return nothingToDo;
  if (original.state !== 'POSTED' && original.state !== 'REVERSING') {
    return { ...nothingToDo, waitsFor: [subjectKey(stored.id)] };
  }
  const edit = editBeforeVoid(books, original);
  if (edit === 'gone') return nothingToDo;
  return edit === 'changed' ? toReverseThere(original, label) : reverse(books, stored, original, label);
}

/** Only the ERP knows how much of it there is to reverse. */
function toReverseThere(original: Posting, label: string): Decision {
  const why =
    original.payload === ''
      ? 'was not written by Tieout'
      : 'shows another amount by an edit that was accepted';
  return {
    ...nothingToDo,
    exceptions: [
      {
        code: 'SOURCE_CHANGED_AFTER_POSTING',
        causeKey: `posting:${original.id}`,
        legalEntity: original.legalEntity,
        period: original.period,
        amount: original.amount,
        postingId: original.id,
        message: `${label} was voided in billing; its ERP document ${original.documentId} ${why} and has to be reversed there.`,
      },
    ],
  };
}

function reverse(books: Books, stored: StoredEntity<'invoice'>, original: Posting, label: string): Decision {
  const command = original.command;
  if (command.type !== 'invoice.post' || original.payload === '' || original.documentId === null) {
    return toReverseThere(original, label);
  }
  const postedOn = reversedOn(books, original.legalEntity, command.postedOn);
  return {
    ...nothingToDo,
    wanted: [
      {
        adopt: null,
        fallbackMappingIds: [],
        posting: {
          flow: 'credit-to-erp',
          effect: 'invoice-reversal',
          effectVersion: 1,
          connectionId: original.connectionId,
          subjectId: stored.id,
          source: { connectionId: stored.connectionId, externalId: stored.externalId },
          sourceReference: original.sourceReference,
          legalEntity: original.legalEntity,
          period: periodOf(postedOn),
          customerId: original.customerId,
          amount: original.amount,
          mappingVersion: original.mappingVersion,
          mappingIds: [],
          reversalOf: original.id,
          lane: 1,
          effectiveOn: postedOn,
          correlationId: stored.id,
          holdReasons: books.policy.holdReasons({
            flow: 'credit-to-erp',
            commandType: 'credit-memo.post',
            legalEntity: original.legalEntity,
            period: periodOf(postedOn),
            customerId: original.customerId,
            amount: original.amount,
            isNewCustomer: false,
          }),
          command: {
            type: 'credit-memo.post',
            subsidiaryId: command.subsidiaryId,
            customerId: command.customerId,
            currencyId: command.currencyId,
            currency: command.currency,
            postedOn,
            reference: command.reference,
            memo: `Reversal of ${command.reference} (${original.documentId}): voided in billing`,
            lines: command.lines,
            total: command.total,
            applications: [{ documentId: original.documentId, amount: command.total }],
          },
        },
      },
    ],
  };
}

/** The reversal keeps the invoice's day while that period is open; otherwise it goes to the open one, labelled. */
function reversedOn(books: Books, legalEntity: string, postedOn: Day): Day {
  if (books.policy.periodState(legalEntity, postedOn) !== 'closed') return postedOn;
  return books.policy.earliestOpenDay(legalEntity, postedOn) ?? dayOfEpochMs(books.clock.now());
}
