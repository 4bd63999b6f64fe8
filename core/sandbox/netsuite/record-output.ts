import { type OutputContext, instant, reference, withoutEmpty } from './document-output.ts';
import type { Customer, ReferenceType } from './model.ts';
import type { ReferenceRows } from './reference-data.ts';

type Json = Readonly<Record<string, unknown>>;

export function customerJson(context: OutputContext, customer: Customer): Json {
  const self = context.links.of('customer', customer.id);
  const currencies = customer.currencyIds.map((id) => ({ currency: reference(context, 'currency', id) }));
  return withoutEmpty({
    links: context.links.self(self),
    id: String(customer.id),
    externalId: customer.externalId,
    entityId: customer.entityId,
    isPerson: customer.isPerson,
    companyName: customer.companyName,
    firstName: customer.firstName,
    lastName: customer.lastName,
    email: customer.email,
    vatRegNumber: customer.vatRegNumber,
    subsidiary: reference(context, 'subsidiary', customer.subsidiaryIds[0] ?? null),
    currency: reference(context, 'currency', customer.currencyIds[0] ?? null),
    currencyList: context.expand
      ? { items: currencies, totalResults: currencies.length }
      : { links: context.links.self(`${self}/currencyList`) },
    isInactive: customer.isInactive,
    dateCreated: instant(customer.createdAtMs),
    lastModifiedDate: instant(customer.modifiedAtMs),
    ...customer.custom,
  });
}

type Output = {
  readonly [Type in ReferenceType]: (row: ReferenceRows[Type], context: OutputContext) => Json;
};

const dimensionJson =
  (type: 'department' | 'classification' | 'location') =>
  (row: ReferenceRows['department'], context: OutputContext): Json => ({
    name: row.name,
    parent: reference(context, type, row.parentId),
  });

const REFERENCE_OUTPUT: Output = {
  department: dimensionJson('department'),
  classification: dimensionJson('classification'),
  location: dimensionJson('location'),
  subsidiary: (row, context) => ({
    name: row.name,
    currency: reference(context, 'currency', row.currencyId),
    country: { id: row.country, refName: row.country },
    parent: reference(context, 'subsidiary', row.parentId),
  }),
  account: (row) => ({
    acctNumber: row.number,
    acctName: row.name,
    acctType: { id: row.accountType, refName: row.accountType },
  }),
  currency: (row) => ({
    symbol: row.symbol,
    name: row.name,
    currencyPrecision: { id: String(row.precision), refName: String(row.precision) },
  }),
  serviceSaleItem: (row) => ({ itemId: row.itemId, displayName: row.displayName }),
  salesTaxItem: (row) => ({ itemId: row.itemId, rate: `${row.ratePercent}%` }),
  accountingPeriod: (row, context) => ({
    periodName: row.name,
    startDate: row.startDate,
    endDate: row.endDate,
    parent: reference(context, 'accountingPeriod', row.parentId),
    isQuarter: row.isQuarter,
    isYear: row.isYear,
    isAdjust: false,
    isPosting: !row.isQuarter && !row.isYear,
    closed: row.closed,
    closedOnDate: row.closedOnDate,
    arLocked: row.arLocked,
    apLocked: row.allLocked,
    payrollLocked: row.allLocked,
    allLocked: row.allLocked,
    allowNonGLChanges: row.allowNonGlChanges,
  }),
};

export function referenceJson<Type extends ReferenceType>(
  context: OutputContext,
  type: Type,
  row: ReferenceRows[Type],
): Json {
  return withoutEmpty({
    links: context.links.self(context.links.of(type, row.id)),
    id: String(row.id),
    externalId: row.externalId,
    ...REFERENCE_OUTPUT[type](row, context),
    isInactive: row.isInactive,
    lastModifiedDate: instant(row.modifiedAtMs),
  });
}
