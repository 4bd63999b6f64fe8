import type { Command } from '../domain/command.ts';
import { addDays, type Day, dayNumber } from '../domain/day.ts';
import type { LedgerDocumentType } from '../domain/ledger.ts';
import { type Money, sameMoney } from '../domain/money.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import type { ExpectationDraft, ExpectationType } from '../expectation/draft.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { HoldReason, Posting } from '../storage/repositories/postings.ts';
import { externalIdOf, isOpen, mayChange, type WantedPosting } from '../sync/commands/posting-desk.ts';
import type { Books } from './books.ts';
import { type Decision, nothingToDo, subjectKey } from './decision.ts';
import { type LedgerTarget, resolveTarget } from './ledger-target.ts';
import type { Flow } from './ports.ts';

/** A billing fact is in the ERP four hours after the end of its day. */
const erpWithinMs = 4 * 3_600_000;
const dayMs = 86_400_000;

/** What a kind of billing document says about itself; everything else about getting it into the ERP is common. */
export interface LedgerEffect {
  readonly flow: Flow;
  readonly effect: string;
  readonly documentType: LedgerDocumentType;
  readonly commandType: Command['type'];
  readonly expectation: ExpectationType | null;
  readonly subjectId: string;
  readonly source: { readonly connectionId: string; readonly externalId: string };
  readonly label: string;
  readonly reference: string;
  readonly customerExternalId: string | null;
  readonly legalEntity: string | null;
  readonly on: Day;
  /** When billing made it final: what decides whether it is ours to post. */
  readonly finalOn: Day;
  readonly amount: Money;
  readonly lane: number;
  /** The ERP document that it is in already by a person's decision; null: it has to be posted. */
  readonly coveredBy?: string | null;
  /** Reasons of the flow itself to have a person look, besides those of the policy. */
  readonly holdsFor?: (customerId: string | null) => readonly HoldReason[];
  /** Keys of parents that have to be posted first; not empty means: wait. */
  readonly waitsFor: readonly string[];
  /** The command once the common gate has passed, or what is wrong with this document. */
  build(target: LedgerTarget): {
    readonly command: Command | null;
    readonly exceptions: readonly ExceptionDraft[];
  };
}

type WantedCore = Omit<WantedPosting, 'command' | 'mappingVersion' | 'mappingIds' | 'holdReasons'>;

/** Decides what a billing document asks of the ERP now. */
export function decideLedgerEffect(books: Books, effect: LedgerEffect): Decision {
  const target = resolveTarget(books, { ...effect, connectionId: effect.source.connectionId });
  const core = coreOf(books, effect, target);
  const externalId = externalIdOf(books.workspaceId, core);
  const existing = books.postings.withExternalId(externalId);
  const goLiveOn = books.policy.goLiveOn();
  if (existing && !mayChange(existing)) return alreadyOnItsWay(effect, existing, target);
  const elsewhere = forOtherEntities(books, effect, externalId);
  const sent = elsewhere.find((posting) => !mayChange(posting));
  if (sent) return alreadyElsewhere(effect, sent, target);
  const withdrawal = elsewhere.some(isOpen)
    ? { reason: `it is for ${target.legalEntity} now`, isForGood: true }
    : null;
  const namesakes = documentsNamed(books, effect);
  const isOurs = goLiveOn === null || effect.finalOn >= goLiveOn;
  const adopt =
    effect.coveredBy ??
    namesakes.find((document) => !isOurs || !isForOthers(document, target))?.externalId ??
    null;
  if (adopt !== null) {
    return {
      ...nothingToDo,
      wanted: [{ adopt, fallbackMappingIds: [], posting: adopted(core, effect) }],
      expectations: expectationsOf(effect, target, adopt),
      withdrawal,
    };
  }
  if (goLiveOn !== null && effect.finalOn < goLiveOn) return nothingToDo;
  const expectations = expectationsOf(effect, target, null);
  if (effect.waitsFor.length > 0) return { ...nothingToDo, waitsFor: effect.waitsFor, expectations };
  const built = effect.build(target);
  const exceptions = [...target.exceptions, ...target.trail.gaps, ...built.exceptions];
  if (exceptions.length > 0 || built.command === null) {
    return {
      wanted: [],
      exceptions,
      expectations,
      waitsFor: target.waitsFor,
      withdrawal: { reason: 'a gate of the document does not pass any more', isForGood: false },
    };
  }
  return {
    wanted: [
      {
        adopt: null,
        fallbackMappingIds: target.trail.fallbackMappingIds(),
        posting: {
          ...core,
          command: built.command,
          mappingVersion: target.trail.version(),
          mappingIds: target.trail.mappingIds(),
          holdReasons: holdReasonsOf(books, effect, target, namesakes),
        },
      },
    ],
    exceptions: [],
    expectations,
    waitsFor: [],
    withdrawal,
  };
}

function holdReasonsOf(
  books: Books,
  effect: LedgerEffect,
  target: LedgerTarget,
  namesakes: readonly StoredEntity<'ledger-document'>[],
): readonly HoldReason[] {
  const customerId = target.customer?.row.id ?? null;
  return [
    ...books.policy.holdReasons({
      subjectId: effect.subjectId,
      flow: effect.flow,
      commandType: effect.commandType,
      legalEntity: target.legalEntity,
      period: target.period,
      customerId,
      amount: effect.amount,
      postedOn: target.postedOn,
      productCodes: target.trail.keysOf('item'),
      fallbackMappingIds: target.trail.fallbackMappingIds(),
    }),
    ...(effect.holdsFor?.(customerId) ?? []),
    ...namesakes.map(({ externalId }) => ({
      code: 'NUMBER_TAKEN_IN_ERP',
      message: `ERP document ${externalId} carries this number for another customer or subsidiary: if it was meant to be this one, correct it there and reject this.`,
    })),
  ];
}

/** The same document as it was to be posted for legal entities that billing named before; what was reversed there is over. */
function forOtherEntities(books: Books, effect: LedgerEffect, externalId: string): readonly Posting[] {
  return books.postings
    .ofSubject(effect.subjectId)
    .filter(({ commandType, reversalOf }) => commandType === effect.commandType && reversalOf === null)
    .filter((posting) => posting.externalId !== externalId && posting.state !== 'REVERSED');
}

/** In the ERP, or on its way there, for another legal entity: a second one is never made beside it. */
function alreadyElsewhere(effect: LedgerEffect, sent: Posting, target: LedgerTarget): Decision {
  const isPosted = sent.state === 'POSTED';
  const now = target.legalEntity === '' ? 'no legal entity' : target.legalEntity;
  return {
    ...nothingToDo,
    withdrawal: { reason: `it was sent for ${sent.legalEntity}`, isForGood: true },
    waitsFor: isPosted ? [] : [subjectKey(effect.subjectId)],
    expectations: expectationsOf(effect, target, isPosted ? sent.documentId : null),
    exceptions: isPosted
      ? [
          {
            code: 'SOURCE_CHANGED_AFTER_POSTING',
            causeKey: `posting:${sent.id}`,
            legalEntity: sent.legalEntity,
            period: sent.period,
            amount: sent.amount,
            postingId: sent.id,
            message: `${effect.label} was posted for ${sent.legalEntity} as ${sent.documentId}; billing says ${now} now.`,
          },
        ]
      : [],
  };
}

/**
 * Documents that carry this reference and stand for nothing else: two billing systems may use one number, and the document of the
 * one is not the other's.
 */
function documentsNamed(books: Books, effect: LedgerEffect): readonly StoredEntity<'ledger-document'>[] {
  return books
    .ledgerDocuments(effect.reference, effect.documentType)
    .filter(({ connectionId, externalId }) =>
      books.postings
        .ofDocument(connectionId, externalId)
        .every(({ subjectId }) => subjectId === effect.subjectId),
    );
}

/** What was made for somebody else is not taken for this one because of a number. */
function isForOthers({ entity }: StoredEntity<'ledger-document'>, target: LedgerTarget): boolean {
  const differs = (one: string | null, other: string | null): boolean =>
    one !== null && other !== null && one !== other;
  return (
    differs(entity.customerExternalId, target.customerId) ||
    differs(entity.subsidiaryExternalId, target.subsidiaryId)
  );
}

/** Sent already: its bytes stay. What may have changed is the source, and that is for a person. */
function alreadyOnItsWay(effect: LedgerEffect, existing: Posting, target: LedgerTarget): Decision {
  const isChanged =
    existing.state === 'POSTED' && existing.payload !== '' && !sameMoney(existing.amount, effect.amount);
  return {
    ...nothingToDo,
    expectations: expectationsOf(effect, target, existing.state === 'POSTED' ? existing.documentId : null),
    exceptions: isChanged
      ? [
          {
            code: 'SOURCE_CHANGED_AFTER_POSTING',
            causeKey: `posting:${existing.id}`,
            legalEntity: existing.legalEntity,
            period: existing.period,
            amount: effect.amount,
            postingId: existing.id,
            message: `${effect.label} changed after it was posted as ${existing.documentId}.`,
            detail: { postedMinor: `${existing.amount.minor}`, nowMinor: `${effect.amount.minor}` },
          },
        ]
      : [],
  };
}

function coreOf(books: Books, effect: LedgerEffect, target: LedgerTarget): WantedCore {
  return {
    flow: effect.flow,
    effect: effect.effect,
    effectVersion: 1,
    connectionId: books.connectionOf('erp') ?? '',
    subjectId: effect.subjectId,
    source: effect.source,
    sourceReference: effect.reference,
    legalEntity: target.legalEntity,
    period: target.period,
    customerId: target.customer?.row.id ?? null,
    amount: effect.amount,
    reversalOf: null,
    lane: effect.lane,
    effectiveOn: target.postedOn,
    correlationId: effect.subjectId,
  };
}

/** An adopted document has no bytes of ours; its command only says what it stands for. */
function adopted(core: WantedCore, effect: LedgerEffect): WantedPosting {
  const nobody = { subsidiaryId: '', customerId: '', currencyId: '', currency: effect.amount.currency };
  const about = { postedOn: effect.on, reference: effect.reference, memo: '', total: effect.amount };
  const command: Command =
    effect.commandType === 'payment.post' || effect.commandType === 'refund.post'
      ? { type: effect.commandType, ...nobody, ...about, accountId: '', applications: [] }
      : effect.commandType === 'credit-memo.post'
        ? { type: effect.commandType, ...nobody, ...about, lines: [], applications: [] }
        : { type: 'invoice.post', ...nobody, ...about, dueOn: null, lines: [] };
  return { ...core, command, mappingVersion: '', mappingIds: [], holdReasons: [] };
}

function expectationsOf(
  effect: LedgerEffect,
  target: LedgerTarget,
  metBy: string | null,
): ExpectationDraft[] {
  if (effect.expectation === null) return [];
  return [
    {
      type: effect.expectation,
      dueAtMs: dayNumber(addDays(effect.on, 1)) * dayMs + erpWithinMs,
      legalEntity: target.legalEntity || null,
      amount: effect.amount,
      metBy,
    },
  ];
}

/** A document that is not on its own day says so to everyone who reads the ERP. */
export function memoOf(label: string, movedFromOn: Day | null): string {
  return movedFromOn === null ? label : `${label} (dated ${movedFromOn}, its period is closed)`;
}
