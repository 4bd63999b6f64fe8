import type { AccountState } from './account-state.ts';
import type { Values } from './body-reader.ts';
import { mergeCustom, pick, requireUsableExternalId } from './document-head.ts';
import { type Actor, type Customer, DOCUMENT_TYPES } from './model.ts';
import { missingValue, userError } from './refusal.ts';

/** Creates or updates a customer, or throws the vendor's refusal. Returns the internal id. */
export function writeCustomer(
  state: AccountState,
  existing: Customer | undefined,
  values: Values,
  actor: Actor,
): number {
  const text = (name: keyof Customer): string | null =>
    pick<string>(values, name, (existing?.[name] as string | null | undefined) ?? undefined);
  const now = state.clock.now();
  const customer = {
    externalId: text('externalId'),
    isPerson: pick<boolean>(values, 'isPerson', existing?.isPerson) ?? false,
    companyName: text('companyName'),
    firstName: text('firstName'),
    lastName: text('lastName'),
    email: text('email'),
    vatRegNumber: text('vatRegNumber'),
    subsidiaryIds: resolveSubsidiaries(values, existing),
    isInactive: pick<boolean>(values, 'isInactive', existing?.isInactive) ?? false,
    custom: mergeCustom(existing?.custom ?? {}, values, state.customFields.customer),
    createdAtMs: existing?.createdAtMs ?? now,
    createdBy: existing?.createdBy ?? actor.employeeId,
    modifiedAtMs: now,
    modifiedBy: actor.employeeId,
  };
  requireName(customer);
  const entityId = text('entityId') ?? defaultEntityId(customer);
  requireUnique(state, { ...customer, entityId }, existing);
  const currencyIds = resolveCurrencies(state, values, existing, customer.subsidiaryIds[0]);
  const id = existing?.id ?? state.takeCustomerId();
  state.saveCustomer(
    { ...customer, id, entityId, currencyIds },
    actor,
    existing === undefined ? 'create' : 'update',
  );
  return id;
}

function requireName(customer: Pick<Customer, 'isPerson' | 'companyName' | 'firstName' | 'lastName'>): void {
  if (!customer.isPerson && customer.companyName === null) throw missingValue('Company Name', 'companyName');
  if (customer.isPerson && (customer.firstName === null || customer.lastName === null)) {
    throw missingValue('First Name, Last Name', 'lastName');
  }
}

function defaultEntityId(customer: Pick<Customer, 'companyName' | 'firstName' | 'lastName'>): string {
  return customer.companyName ?? `${customer.firstName} ${customer.lastName}`;
}

function resolveSubsidiaries(values: Values, existing: Customer | undefined): readonly number[] {
  const primary = pick<number>(values, 'subsidiary', existing?.subsidiaryIds[0]);
  if (primary === null) throw missingValue('Primary Subsidiary', 'subsidiary');
  return [primary, ...(existing?.subsidiaryIds ?? []).filter((id) => id !== primary)];
}

function resolveCurrencies(
  state: AccountState,
  values: Values,
  existing: Customer | undefined,
  subsidiaryId: number | undefined,
): readonly number[] {
  const base = subsidiaryId === undefined ? undefined : state.lists.subsidiary.get(subsidiaryId)?.currencyId;
  const primary = pick<number>(values, 'currency', existing?.currencyIds[0]) ?? base;
  const listed = Array.isArray(values['currencyList']) ? (values['currencyList'] as readonly Values[]) : [];
  const added = listed.map((line) => line['currency']).filter((id) => typeof id === 'number');
  return [
    ...new Set([...(primary === undefined ? [] : [primary]), ...(existing?.currencyIds ?? []), ...added]),
  ];
}

function requireUnique(
  state: AccountState,
  customer: Pick<Customer, 'entityId' | 'externalId'>,
  existing: Customer | undefined,
): void {
  const { externalId, entityId } = customer;
  const newExternalId = externalId !== null && externalId !== existing?.externalId;
  if (newExternalId) requireUsableExternalId(externalId);
  for (const other of state.customers.values()) {
    if (other.id === existing?.id) continue;
    if (other.entityId === entityId) throw userError('This entity already exists.', 'entityId');
    if (newExternalId && other.externalId === externalId && state.settings.uniqueExternalIds) {
      throw userError('This entity already exists.', 'externalId');
    }
  }
}

export function deleteCustomer(state: AccountState, customer: Customer, actor: Actor): void {
  for (const type of DOCUMENT_TYPES) {
    for (const document of state.documents.ofType(type)) {
      if (document.entityId !== customer.id) continue;
      throw userError('This record cannot be deleted because it has dependent records.');
    }
  }
  state.deleteCustomer(customer, actor);
}
