import type { AccountState } from './account-state.ts';
import type { Value, Values } from './body-reader.ts';
import type { Actor, Customer, DocumentType, Period, SandboxDocument, SubsidiaryScope } from './model.ts';
import { resolvePostingPeriod } from './periods.ts';
import { invalidContent, invalidField, missingValue, userError } from './refusal.ts';

/** One write: a create (`existing` absent) or an update, with the checked values of the body. */
export interface DocumentWrite {
  readonly state: AccountState;
  readonly type: DocumentType;
  readonly existing: SandboxDocument | undefined;
  readonly values: Values;
  /** Sublists that the body replaces instead of adding to (`?replace=item`). */
  readonly replace: ReadonlySet<string>;
  readonly actor: Actor;
}

export type DocumentHead = Omit<
  SandboxDocument,
  'lines' | 'subtotalMinor' | 'taxMinor' | 'totalMinor' | 'accountId' | 'paymentMethod'
> & { readonly period: Period };

/** The value of a property: the body's when it says something (null clears), else what was there. */
export function pick<T extends Value>(values: Values, name: string, before: T | undefined): T | null {
  const value = values[name];
  return value === undefined ? (before ?? null) : (value as T | null);
}

/** Works out and checks everything above the lines. The customer is absent on journals. */
export function resolveHead(write: DocumentWrite, customer: Customer | null): DocumentHead {
  const { state, type, existing, values, actor } = write;
  const subsidiaryId = resolveSubsidiary(write, customer);
  const currencyId = resolveCurrency(write, customer, subsidiaryId);
  const tranDate = pick(values, 'tranDate', existing?.tranDate) ?? today(state);
  const period = resolvePeriod(write, tranDate);
  const now = state.clock.now();
  return {
    id: existing?.id ?? 0,
    type,
    externalId: resolveExternalId(write),
    tranId: resolveTranId(write),
    entityId: customer?.id ?? null,
    subsidiaryId,
    currencyId,
    exchangeRate: resolveExchangeRate(write, currencyId, subsidiaryId),
    tranDate,
    dueDate: pick(values, 'dueDate', existing?.dueDate ?? undefined),
    postingPeriodId: period.id,
    period,
    otherRefNum: pick(values, referenceProperty(type), existing?.otherRefNum ?? undefined),
    memo: pick(values, 'memo', existing?.memo ?? undefined),
    voided: existing?.voided ?? false,
    custom: mergeCustom(existing?.custom ?? {}, values, state.customFields.transaction),
    createdAtMs: existing?.createdAtMs ?? now,
    createdBy: existing?.createdBy ?? actor.employeeId,
    modifiedAtMs: now,
    modifiedBy: actor.employeeId,
  };
}

function referenceProperty(type: DocumentType): string {
  return type === 'customerPayment' || type === 'customerRefund' ? 'checkNumber' : 'otherRefNum';
}

function today(state: AccountState): string {
  return new Date(state.clock.now()).toISOString().slice(0, 10);
}

/** The customer of the document, by the property that this type uses for it. */
export function resolveCustomer(write: DocumentWrite, property: 'entity' | 'customer'): Customer {
  const id = pick<number>(write.values, property, write.existing?.entityId ?? undefined);
  const customer = id === null ? undefined : write.state.customers.get(id);
  if (customer === undefined) throw missingValue('Customer', property);
  return customer;
}

/** Refuses a record that the subsidiary may not use. */
export function requireInScope(
  scope: SubsidiaryScope,
  subsidiaryId: number,
  field: string,
  path: string,
  id: number,
): void {
  if (scope !== null && !scope.includes(subsidiaryId)) throw invalidField(id, field, path);
}

export function mergeCustom(
  before: Readonly<Record<string, string>>,
  values: Values,
  names: readonly string[],
): Record<string, string> {
  const merged: Record<string, string> = { ...before };
  for (const name of names) {
    const value = values[name];
    if (value === null) delete merged[name];
    else if (typeof value === 'string') merged[name] = value;
  }
  return merged;
}

function resolveSubsidiary({ values, existing }: DocumentWrite, customer: Customer | null): number {
  const wanted = pick<number>(values, 'subsidiary', existing?.subsidiaryId) ?? customer?.subsidiaryIds[0];
  if (wanted === undefined) throw missingValue('Subsidiary', 'subsidiary');
  if (customer !== null && !customer.subsidiaryIds.includes(wanted)) {
    throw invalidField(wanted, 'subsidiary', 'subsidiary');
  }
  return wanted;
}

function resolveCurrency(
  { state, values, existing }: DocumentWrite,
  customer: Customer | null,
  subsidiaryId: number,
): number {
  const fallback = customer?.currencyIds[0] ?? state.lists.subsidiary.get(subsidiaryId)?.currencyId;
  const wanted = pick<number>(values, 'currency', existing?.currencyId) ?? fallback;
  if (wanted === undefined) throw missingValue('Currency', 'currency');
  if (customer !== null && !customer.currencyIds.includes(wanted)) {
    throw invalidField(wanted, 'currency', 'currency');
  }
  return wanted;
}

function resolveExchangeRate(
  { state, values, existing }: DocumentWrite,
  currencyId: number,
  subsidiaryId: number,
): string {
  const unchanged = existing?.currencyId === currencyId ? existing.exchangeRate : undefined;
  const rate =
    pick<string>(values, 'exchangeRate', unchanged) ?? state.exchangeRate(currencyId, subsidiaryId);
  if (!(Number(rate) > 0)) throw invalidField(rate, 'exchangeRate', 'exchangeRate');
  return rate;
}

function resolvePeriod({ state, values, existing }: DocumentWrite, tranDate: string): Period {
  const kept = existing?.tranDate === tranDate ? existing.postingPeriodId : undefined;
  return resolvePostingPeriod(state, tranDate, pick<number>(values, 'postingPeriod', kept));
}

function resolveExternalId({ state, type, values, existing }: DocumentWrite): string | null {
  const externalId = pick<string>(values, 'externalId', existing?.externalId ?? undefined);
  if (externalId === null || externalId === existing?.externalId) return externalId;
  requireUsableExternalId(externalId);
  const taken = state.documents.idsBy('external_id', externalId, type).length > 0;
  if (taken && state.settings.uniqueExternalIds) throw userError('This record already exists.', 'externalId');
  return externalId;
}

/** NetSuite reads a vertical bar in an external id as a separator. */
export function requireUsableExternalId(externalId: string): void {
  if (externalId === '' || externalId.includes('|'))
    throw invalidField(externalId, 'externalId', 'externalId');
}

function resolveTranId({ state, type, values, existing }: DocumentWrite): string {
  const wanted = pick<string>(values, 'tranId', existing?.tranId);
  if (wanted === null || wanted === '') return state.takeTranId(type);
  if (wanted.length > 45)
    throw invalidContent(
      'The field tranId contained more than the maximum number ( 45 ) of characters allowed.',
      'tranId',
    );
  const others = state.documents.idsBy('tran_id', wanted, type).filter((id) => id !== existing?.id);
  if (others.length > 0 && state.settings.refuseDuplicateTranIds) {
    throw userError('A record with this document number already exists.', 'tranId');
  }
  return wanted;
}
