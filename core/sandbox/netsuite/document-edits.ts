import { present } from '#core/base/assert.ts';
import type { AccountState } from './account-state.ts';
import type { HandEditOutcome } from './bookkeeper.ts';
import { completeDocument } from './document-history.ts';
import type { DocumentKey } from './document-table.ts';
import type { DocumentEdit, HandCreate } from './hand-edit-schema.ts';
import type { Actor, Period, SandboxDocument } from './model.ts';
import { requireOpenPeriod, resolvePostingPeriod } from './periods.ts';
import { invalidField, userError } from './refusal.ts';

export interface HandContext {
  readonly state: AccountState;
  readonly actor: Actor;
}

/** How an edit names its document. */
export type DocumentTarget = Pick<DocumentEdit, 'type' | 'id' | 'externalId' | 'tranId' | 'otherRefNum'>;

/** One edit of an existing document, or its duplication. */
export function changeDocument(context: HandContext, edit: DocumentEdit): HandEditOutcome {
  const { state } = context;
  const found = findTarget(state, edit);
  if (typeof found === 'string') return { ok: false, message: found };
  return state.documents.transact(() => {
    const affectsLedger = edit.action !== 'change-memo';
    if (edit.inClosedPeriod !== true) requireOpen(context, found, periodOf(state, found), affectsLedger);
    return { ok: true, id: apply(context, edit, found) };
  });
}

/** A document typed in by hand, not checked beyond its references and its period. */
export function createDocument({ state, actor }: HandContext, edit: HandCreate): HandEditOutcome {
  return state.documents.transact(() => {
    requireReferences(state, edit.document);
    const input = { ...edit.document, type: edit.type, employeeId: actor.employeeId };
    const document = completeDocument(state, input as Parameters<typeof completeDocument>[1]);
    if (edit.inClosedPeriod !== true)
      requireOpen({ state, actor }, document, periodOf(state, document), true);
    const settles = (edit.document.settles ?? []).map((one) => ({
      sourceId: document.id,
      targetId: one.documentId,
      amountMinor: one.amountMinor,
    }));
    state.saveDocument(document, settles, actor, 'create');
    return { ok: true, id: document.id };
  });
}

function requireReferences(state: AccountState, document: HandCreate['document']): void {
  const { customerId, subsidiaryId, currencyId, tranDate, settles = [] } = document;
  if (customerId !== undefined && !state.customers.has(customerId))
    throw invalidField(customerId, 'entity', 'customerId');
  if (state.lists.subsidiary.get(subsidiaryId) === undefined)
    throw invalidField(subsidiaryId, 'subsidiary', 'subsidiaryId');
  if (state.lists.currency.get(currencyId) === undefined)
    throw invalidField(currencyId, 'currency', 'currencyId');
  for (const { documentId, amountMinor } of settles) {
    const isOpen =
      state.documents.get(documentId) !== undefined &&
      state.documents.remainingMinor(documentId) >= amountMinor;
    if (!isOpen) throw invalidField(documentId, 'doc', 'settles');
  }
  resolvePostingPeriod(state, tranDate, null);
}

function apply(context: HandContext, edit: DocumentEdit, document: SandboxDocument): number {
  const { state, actor } = context;
  const changed = { ...document, modifiedAtMs: state.clock.now(), modifiedBy: actor.employeeId };
  switch (edit.action) {
    case 'change-memo':
      state.saveDocument({ ...changed, memo: edit.memo }, undefined, actor, 'update');
      return document.id;
    case 'change-date': {
      const period = resolvePostingPeriod(state, edit.tranDate, null);
      if (edit.inClosedPeriod !== true) requireOpen(context, document, period, true);
      const moved = { ...changed, tranDate: edit.tranDate, postingPeriodId: period.id };
      state.saveDocument(moved, undefined, actor, 'update');
      return document.id;
    }
    case 'change-amount':
      state.saveDocument(withTotal(state, changed, edit.totalMinor), undefined, actor, 'update');
      return document.id;
    case 'void':
      state.releaseApplicationsTo(document.id, actor);
      state.saveDocument(voided(changed), [], actor, 'void');
      return document.id;
    case 'delete':
      state.releaseApplicationsTo(document.id, actor);
      state.deleteDocument(document, actor);
      return document.id;
    case 'create-duplicate':
      return duplicate(context, changed, edit.keepExternalId === true);
  }
}

function duplicate(
  { state, actor }: HandContext,
  document: SandboxDocument,
  keepExternalId: boolean,
): number {
  if (keepExternalId && state.settings.uniqueExternalIds)
    throw userError('This record already exists.', 'externalId');
  const copy = {
    ...document,
    id: state.takeDocumentId(),
    tranId: state.takeTranId(document.type),
    externalId: keepExternalId ? document.externalId : null,
    createdAtMs: document.modifiedAtMs,
    createdBy: actor.employeeId,
  };
  state.saveDocument(copy, [], actor, 'create');
  return copy.id;
}

/** The document with another total: the first line takes the difference, tax stays as it was. */
function withTotal(state: AccountState, document: SandboxDocument, totalMinor: number): SandboxDocument {
  const usedMinor = document.totalMinor - state.documents.remainingMinor(document.id);
  if (totalMinor < usedMinor) throw userError('The total can not be less than the amount already applied.');
  const differenceMinor = totalMinor - document.totalMinor;
  const [first, ...rest] = document.lines;
  const lines =
    first === undefined
      ? []
      : [{ ...first, rate: null, amountMinor: first.amountMinor + differenceMinor }, ...rest];
  return { ...document, lines, subtotalMinor: document.subtotalMinor + differenceMinor, totalMinor };
}

function voided(document: SandboxDocument): SandboxDocument {
  const lines = document.lines.map((line) => ({ ...line, amountMinor: 0, taxMinor: 0, rate: null }));
  return { ...document, lines, subtotalMinor: 0, taxMinor: 0, totalMinor: 0, memo: 'VOID', voided: true };
}

function periodOf(state: AccountState, document: SandboxDocument): Period {
  return present(state.lists.accountingPeriod.get(document.postingPeriodId), 'a period that is in use');
}

function requireOpen(
  { actor }: HandContext,
  document: SandboxDocument,
  period: Period,
  affectsLedger: boolean,
): void {
  const { type, subsidiaryId } = document;
  requireOpenPeriod({ type, period, subsidiaryId, actor, affectsLedger });
}

/** The document an edit names, or what is wrong with the name. */
function findTarget(state: AccountState, target: DocumentTarget): SandboxDocument | string {
  const keys: readonly (readonly [DocumentKey, string | undefined])[] = [
    ['external_id', target.externalId],
    ['tran_id', target.tranId],
    ['other_ref_num', target.otherRefNum],
  ];
  const given = keys.filter(([, value]) => value !== undefined);
  if (given.length + (target.id === undefined ? 0 : 1) !== 1) {
    return 'name the document by exactly one of id, externalId, tranId and otherRefNum';
  }
  const ids = target.id !== undefined ? [target.id] : idsOf(state, target, given);
  if (ids.length > 1) return `several documents fit: ${ids.join(', ')}; name one by its id`;
  const document = ids[0] === undefined ? undefined : state.documents.get(ids[0]);
  return document?.type === target.type ? document : `there is no such ${target.type}`;
}

function idsOf(
  state: AccountState,
  target: DocumentTarget,
  given: readonly (readonly [DocumentKey, string | undefined])[],
): number[] {
  const [key, value] = present(given[0], 'one key is given');
  return state.documents.idsBy(key, present(value, 'a given key has a value'), target.type);
}
