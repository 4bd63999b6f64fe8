import { present } from '#core/base/assert.ts';
import { buildDocument, type BuiltDocument } from './document-builders.ts';
import type { DocumentWrite } from './document-head.ts';
import type { AccountState } from './account-state.ts';
import type { Actor, SandboxDocument } from './model.ts';
import { requireOpenPeriod } from './periods.ts';
import { userError } from './refusal.ts';

/** Creates or updates a document, or throws the vendor's refusal with nothing changed. Returns the internal id. */
export function writeDocument(write: DocumentWrite): number {
  return write.state.documents.transact(() => {
    const built = buildDocument(write);
    return write.existing === undefined ? create(write, built) : update(write, write.existing, built);
  });
}

function create({ state, type, actor }: DocumentWrite, built: BuiltDocument): number {
  const { period, document } = built;
  requireOpenPeriod({ type, period, subsidiaryId: document.subsidiaryId, actor, affectsLedger: true });
  const id = state.takeDocumentId();
  const applications = (built.applications ?? []).map((one) => ({ ...one, sourceId: id }));
  state.saveDocument({ ...document, id }, applications, actor, 'create');
  return id;
}

function update(
  { state, type, actor }: DocumentWrite,
  existing: SandboxDocument,
  built: BuiltDocument,
): number {
  const { document, applications } = built;
  const affectsLedger = ledgerView(existing) !== ledgerView(document) || changesApplications(state, built);
  const before = present(
    state.lists.accountingPeriod.get(existing.postingPeriodId),
    'a period that is in use',
  );
  requireOpenPeriod({ type, period: before, subsidiaryId: existing.subsidiaryId, actor, affectsLedger });
  requireOpenPeriod({
    type,
    period: built.period,
    subsidiaryId: document.subsidiaryId,
    actor,
    affectsLedger,
  });
  if (existing.voided && affectsLedger)
    throw userError('This transaction has been voided and can not be changed.');
  requireSettlementKept(state, existing, built);
  state.saveDocument(document, applications, actor, 'update');
  return existing.id;
}

/** What of a document the general ledger shows. */
function ledgerView(document: SandboxDocument): string {
  const { entityId, subsidiaryId, currencyId, exchangeRate, tranDate, postingPeriodId, accountId } = document;
  const lines = document.lines.map((line) => ({ ...line, description: null, custom: null }));
  const head = { entityId, subsidiaryId, currencyId, exchangeRate, tranDate, postingPeriodId, accountId };
  return JSON.stringify([head, document.totalMinor, lines]);
}

function changesApplications(state: AccountState, { document, applications }: BuiltDocument): boolean {
  if (applications === undefined) return false;
  const sorted = [...applications].sort((left, right) => left.targetId - right.targetId);
  return JSON.stringify(sorted) !== JSON.stringify(state.documents.applicationsOf(document.id));
}

/** A settled document keeps its customer and currency, and never becomes smaller than what is settled of it. */
function requireSettlementKept(state: AccountState, existing: SandboxDocument, built: BuiltDocument): void {
  const settled = state.documents.applicationsTo(existing.id);
  const used = built.applications ?? state.documents.applicationsOf(existing.id);
  if (settled.length === 0 && used.length === 0) return;
  const { document } = built;
  if (document.entityId !== existing.entityId || document.currencyId !== existing.currencyId) {
    throw userError(
      'Transactions have been applied. The customer and currency can not be changed.',
      'entity',
    );
  }
  const appliedMinor = [...settled, ...used].reduce((sum, one) => sum + one.amountMinor, 0);
  if (document.type !== 'customerRefund' && appliedMinor > document.totalMinor) {
    throw userError('The total can not be less than the amount already applied.', 'item');
  }
}

/** Deletes a document that nothing settles, in an open period. */
export function deleteDocument(state: AccountState, document: SandboxDocument, actor: Actor): void {
  state.documents.transact(() => {
    const period = present(
      state.lists.accountingPeriod.get(document.postingPeriodId),
      'a period that is in use',
    );
    const { type, subsidiaryId } = document;
    requireOpenPeriod({ type, period, subsidiaryId, actor, affectsLedger: true });
    if (state.documents.applicationsTo(document.id).length > 0) {
      throw userError('This record cannot be deleted because it has dependent records.');
    }
    state.deleteDocument(document, actor);
  });
}
