import { assert, present } from '../base/assert.ts';
import { type Day, dayOfEpochMs, periodOf } from '../domain/day.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Posting } from '../storage/repositories/postings.ts';
import { mayChange } from '../sync/commands/posting-desk.ts';
import type { Books } from './books.ts';
import { type Decision, nothingToDo, subjectKey } from './decision.ts';
import { memoOf } from './ledger-document.ts';
import { editBeforeVoid } from './manual-edit.ts';

/**
 * A billing invoice that was voided: what was not sent is withdrawn; what is in the ERP is reversed there by a credit
 * memo over the full amount, a new document that points at the old one. It is never silently left live.
 */
export function decideVoidedInvoice(books: Books, stored: StoredEntity<'invoice'>): Decision {
  const { entity: invoice } = stored;
  const label = `Invoice ${invoice.number ?? stored.externalId}`;
  // It may have been prepared for other legal entities before: what was sent is the one that counts.
  const original = books.postings
    .ofSubject(stored.id)
    .find((posting) => posting.commandType === 'invoice.post' && !mayChange(posting));
  if (!original) {
    return { ...nothingToDo, withdrawal: { reason: `${label} was voided`, isForGood: true } };
  }
  if (original.state === 'REVERSED') return nothingToDo;
  if (original.state !== 'POSTED' && original.state !== 'REVERSING') {
    return { ...nothingToDo, waitsFor: [subjectKey(stored.id)] };
  }
  const edit = editBeforeVoid(books, original);
  if (edit === 'gone') return nothingToDo;
  if (edit === 'changed') return toReverseThere(original, label, 'shows another amount by an accepted edit');
  if (original.payload === '') return toReverseThere(original, label, 'was not written by Tieout');
  // A reversal in full would credit those parts twice, and the ERP refuses it.
  if (original.state === 'POSTED' && isCredited(books, stored))
    return toReverseThere(original, label, 'was credited in part');
  const phase = books.policy.phase('credit-to-erp');
  // While credits are not ours to post, a void must not be left to whoever happens to see it.
  return phase === 'observe' || phase === 'shadow'
    ? toReverseThere(original, label, `is not reversed by Tieout while credit-to-erp is in phase ${phase}`)
    : reverse(books, stored, original);
}

function isCredited(books: Books, { connectionId, externalId }: StoredEntity<'invoice'>): boolean {
  return books.entities
    .childrenOf(externalId, 'credit-note')
    .some((note) => note.connectionId === connectionId && !note.isDeleted && note.entity.status === 'issued');
}

/** Said to a person, with why it is not done here. */
function toReverseThere(original: Posting, label: string, why: string): Decision {
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

function reverse(books: Books, stored: StoredEntity<'invoice'>, original: Posting): Decision {
  const command = original.command;
  assert(command.type === 'invoice.post', `${original.id} posted an invoice`);
  const documentId = present(original.documentId, `the document of ${original.id}`);
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
          // The same lines: who had a part in them has one in taking them back.
          mappingIds: original.mappingIds,
          reversalOf: original.id,
          lane: 1,
          effectiveOn: postedOn,
          correlationId: stored.id,
          holdReasons: books.policy.holdReasons({
            subjectId: stored.id,
            flow: 'credit-to-erp',
            commandType: 'credit-memo.post',
            legalEntity: original.legalEntity,
            period: periodOf(postedOn),
            customerId: original.customerId,
            amount: original.amount,
          }),
          command: {
            type: 'credit-memo.post',
            subsidiaryId: command.subsidiaryId,
            customerId: command.customerId,
            currencyId: command.currencyId,
            currency: command.currency,
            postedOn,
            reference: command.reference,
            memo: memoOf(
              `Reversal of ${command.reference} (${documentId}): voided in billing`,
              postedOn === command.postedOn ? null : command.postedOn,
            ),
            lines: command.lines,
            total: command.total,
            applications: [{ documentId, amount: command.total }],
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
