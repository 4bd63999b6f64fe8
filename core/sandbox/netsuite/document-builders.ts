import type { Values } from './body-reader.ts';
import { toMinor } from './decimal.ts';
import { mergeApplications } from './applications.ts';
import {
  type DocumentHead,
  type DocumentWrite,
  mergeCustom,
  pick,
  requireInScope,
  resolveCustomer,
  resolveHead,
} from './document-head.ts';
import { dimensions, itemLines, type LineInput, mergeLines } from './item-lines.ts';
import type { Application, DocumentLine, Period, SandboxDocument } from './model.ts';
import { invalidField, missingValue, userError } from './refusal.ts';

/** The document a write leads to, before it is committed. */
export interface BuiltDocument {
  readonly document: SandboxDocument;
  readonly period: Period;
  /** Undefined: as before. */
  readonly applications: readonly Application[] | undefined;
}

export function buildDocument(write: DocumentWrite): BuiltDocument {
  switch (write.type) {
    case 'invoice':
    case 'creditMemo':
      return buildItemDocument(write);
    case 'customerPayment':
      return buildPayment(write);
    case 'customerRefund':
      return buildRefund(write);
    case 'journalEntry':
      return buildJournal(write);
  }
}

function buildItemDocument(write: DocumentWrite): BuiltDocument {
  const customer = resolveCustomer(write, 'entity');
  const head = resolveHead(write, customer);
  const precision = write.state.precisionOf(head.currencyId);
  const lines = itemLines({ write, subsidiaryId: head.subsidiaryId, precision });
  if (lines.length === 0)
    throw userError('You must enter at least one line item for this transaction.', 'item');
  const subtotalMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  const totalMinor = subtotalMinor + taxMinor;
  if (totalMinor < 0) throw userError('The total of this transaction can not be negative.', 'item');
  const applications =
    write.type === 'creditMemo'
      ? mergeApplications(write, {
          entityId: head.entityId,
          currencyId: head.currencyId,
          precision,
          availableMinor: totalMinor - settledMinor(write),
        })
      : undefined;
  const amounts = { subtotalMinor, taxMinor, totalMinor };
  return finish(head, { ...amounts, lines, accountId: null, paymentMethod: null }, applications);
}

/** What others (refunds) have already taken of the document. */
function settledMinor({ state, existing }: DocumentWrite): number {
  if (existing === undefined) return 0;
  return state.documents.applicationsTo(existing.id).reduce((sum, one) => sum + one.amountMinor, 0);
}

function buildPayment(write: DocumentWrite): BuiltDocument {
  const { values, existing } = write;
  const customer = resolveCustomer(write, 'customer');
  const head = resolveHead(write, customer);
  const precision = write.state.precisionOf(head.currencyId);
  const totalMinor = cashAmount(values['payment'], precision, 'payment') ?? existing?.totalMinor;
  if (totalMinor === undefined) throw missingValue('Payment Amount', 'payment');
  const applications = mergeApplications(write, {
    entityId: head.entityId,
    currencyId: head.currencyId,
    precision,
    availableMinor: totalMinor - settledMinor(write),
  });
  const amounts = { subtotalMinor: totalMinor, taxMinor: 0, totalMinor, lines: [] };
  return finish(head, { ...amounts, ...cashDetails(write, head) }, applications);
}

function buildRefund(write: DocumentWrite): BuiltDocument {
  const { values, existing, state } = write;
  const customer = resolveCustomer(write, 'customer');
  const head = resolveHead(write, customer);
  const precision = state.precisionOf(head.currencyId);
  const given = cashAmount(values['total'] ?? values['amount'], precision, 'total');
  const applications = mergeApplications(write, {
    entityId: head.entityId,
    currencyId: head.currencyId,
    precision,
    availableMinor: given,
  });
  const applied = applications ?? (existing === undefined ? [] : state.documents.applicationsOf(existing.id));
  const totalMinor = applied.reduce((sum, one) => sum + one.amountMinor, 0);
  if (applied.length === 0)
    throw userError('You must apply this refund to at least one credit or payment.', 'apply');
  if (given !== null && given !== totalMinor) {
    throw userError('The refund amount must equal the sum of the amounts applied.', 'total');
  }
  const details = cashDetails(write, head);
  if (details.accountId === null) throw missingValue('Account', 'account');
  const amounts = { subtotalMinor: totalMinor, taxMinor: 0, totalMinor, lines: [] };
  return finish(head, { ...amounts, ...details }, applications);
}

function cashAmount(value: Values[string] | undefined, precision: number, field: string): number | null {
  if (typeof value !== 'string') return null;
  const amountMinor = toMinor(value, precision);
  if (amountMinor < 0) throw invalidField(value, field, field);
  return amountMinor;
}

function cashDetails(
  { state, values, existing }: DocumentWrite,
  head: DocumentHead,
): Pick<SandboxDocument, 'accountId' | 'paymentMethod'> {
  const accountId = pick<number>(values, 'account', existing?.accountId ?? undefined);
  const account = accountId === null ? undefined : state.lists.account.get(accountId);
  if (account !== undefined) {
    requireInScope(account.subsidiaryIds, head.subsidiaryId, 'account', 'account', account.id);
    if (account.accountType !== 'Bank') throw invalidField(account.id, 'account', 'account');
  }
  const paymentMethod = pick<string>(values, 'paymentMethod', existing?.paymentMethod ?? undefined);
  return { accountId, paymentMethod };
}

function buildJournal(write: DocumentWrite): BuiltDocument {
  const head = resolveHead(write, null);
  const precision = write.state.precisionOf(head.currencyId);
  const context = { subsidiaryId: head.subsidiaryId, precision };
  const lines = mergeLines(write, 'line', (input) => journalLine(write, context, input));
  if (lines.length < 2) throw userError('Please enter at least two lines for this journal entry.', 'line');
  const balance = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  if (balance !== 0)
    throw userError('This journal entry is out of balance: debits must equal credits.', 'line');
  const totalMinor = lines.reduce((sum, line) => sum + Math.max(0, line.amountMinor), 0);
  const amounts = { subtotalMinor: totalMinor, taxMinor: 0, totalMinor };
  return finish(head, { ...amounts, lines, accountId: null, paymentMethod: null }, undefined);
}

function journalLine(
  write: DocumentWrite,
  context: { readonly subsidiaryId: number; readonly precision: number },
  input: LineInput,
): DocumentLine {
  const { values, before, number, path } = input;
  const accountId = pick<number>(values, 'account', before?.accountId ?? undefined);
  const account = accountId === null ? undefined : write.state.lists.account.get(accountId);
  if (account === undefined) throw missingValue('Account', `${path}.account`);
  requireInScope(account.subsidiaryIds, context.subsidiaryId, 'account', `${path}.account`, account.id);
  const debit = values['debit'];
  const credit = values['credit'];
  if (typeof debit === 'string' && typeof credit === 'string')
    throw invalidField(credit, 'credit', `${path}.credit`);
  let amountMinor = before?.amountMinor;
  if (typeof debit === 'string') amountMinor = toMinor(debit, context.precision);
  if (typeof credit === 'string') amountMinor = -toMinor(credit, context.precision);
  if (amountMinor === undefined) throw missingValue('Debit or Credit', `${path}.debit`);
  return {
    line: number,
    itemId: null,
    accountId: account.id,
    entityId: pick(values, 'entity', before?.entityId ?? undefined),
    description: pick(values, 'memo', before?.description ?? undefined),
    quantity: null,
    rate: null,
    amountMinor,
    taxCodeId: null,
    taxMinor: 0,
    ...dimensions({ write, subsidiaryId: context.subsidiaryId }, input),
    custom: mergeCustom(before?.custom ?? {}, values, write.state.customFields.line),
  };
}

type Body = Pick<
  SandboxDocument,
  'lines' | 'subtotalMinor' | 'taxMinor' | 'totalMinor' | 'accountId' | 'paymentMethod'
>;

function finish(
  head: DocumentHead,
  body: Body,
  applications: readonly Application[] | undefined,
): BuiltDocument {
  const { period, ...columns } = head;
  return { document: { ...columns, ...body }, period, applications };
}
