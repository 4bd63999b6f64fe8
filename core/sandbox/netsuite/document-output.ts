import { present } from '#core/base/assert.ts';
import type { AccountState } from './account-state.ts';
import { minorToDouble } from './decimal.ts';
import type { DocumentLine, ReferenceType, SandboxDocument } from './model.ts';
import type { RecordLinks } from './record-links.ts';
import { customerName, REFERENCE_PROJECTIONS } from './search-rows.ts';
import { documentStatus } from './status.ts';

export interface OutputContext {
  readonly state: AccountState;
  readonly links: RecordLinks;
  /** `expandSubResources=true`: sublists with their lines instead of a link to them. */
  readonly expand: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** A reference as the record service shows it, or undefined (and so left out) when there is none. */
export function reference(
  { state, links }: OutputContext,
  type: ReferenceType | 'customer',
  id: number | null,
): Json | undefined {
  if (id === null) return undefined;
  const refName = type === 'customer' ? customerRefName(state, id) : listName(state, type, id);
  return { links: links.self(links.of(type, id)), id: String(id), refName };
}

function customerRefName(state: AccountState, id: number): string {
  const customer = state.customers.get(id);
  return customer === undefined ? '' : customerName(customer);
}

function listName(state: AccountState, type: ReferenceType, id: number): string {
  const row = state.lists[type].get(id);
  return row === undefined ? '' : (REFERENCE_PROJECTIONS[type].name as (one: typeof row) => string)(row);
}

export function instant(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

/** Leaves out what has no value: NetSuite does not write nulls. */
export function withoutEmpty(json: Json): Json {
  return Object.fromEntries(
    Object.entries(json).filter(([, value]) => value !== null && value !== undefined),
  );
}

export function documentJson(context: OutputContext, document: SandboxDocument): Json {
  const { state, links } = context;
  const precision = state.precisionOf(document.currencyId);
  const remainingMinor = state.documents.remainingMinor(document.id);
  const self = links.of(document.type, document.id);
  return withoutEmpty({
    links: links.self(self),
    id: String(document.id),
    externalId: document.externalId,
    tranId: document.tranId,
    transactionNumber: document.tranId,
    subsidiary: reference(context, 'subsidiary', document.subsidiaryId),
    currency: reference(context, 'currency', document.currencyId),
    exchangeRate: Number(document.exchangeRate),
    tranDate: document.tranDate,
    dueDate: document.dueDate,
    postingPeriod: reference(context, 'accountingPeriod', document.postingPeriodId),
    memo: document.memo,
    status: document.type === 'journalEntry' ? undefined : documentStatus(document, remainingMinor),
    createdDate: instant(document.createdAtMs),
    lastModifiedDate: instant(document.modifiedAtMs),
    ...document.custom,
    ...typeProperties(context, document, precision, remainingMinor),
  });
}

function typeProperties(
  context: OutputContext,
  document: SandboxDocument,
  precision: number,
  remainingMinor: number,
): Json {
  const amount = (minor: number): number => minorToDouble(minor, precision);
  const self = context.links.of(document.type, document.id);
  const sublist = (name: 'item' | 'line' | 'apply') => sublistJson(context, document, name, self);
  const usedMinor = document.totalMinor - remainingMinor;
  const customer = () => reference(context, 'customer', document.entityId);
  switch (document.type) {
    case 'invoice':
    case 'creditMemo': {
      const credit = document.type === 'creditMemo';
      return {
        entity: customer(),
        otherRefNum: document.otherRefNum,
        subtotal: amount(document.subtotalMinor),
        taxTotal: amount(document.taxMinor),
        total: amount(document.totalMinor),
        amountPaid: amount(usedMinor),
        amountRemaining: amount(remainingMinor),
        item: sublist('item'),
        ...(credit
          ? { applied: amount(usedMinor), unapplied: amount(remainingMinor), apply: sublist('apply') }
          : {}),
      };
    }
    case 'customerPayment':
      return {
        ...cashJson(context, document),
        payment: amount(document.totalMinor),
        total: amount(document.totalMinor),
        applied: amount(usedMinor),
        unapplied: amount(remainingMinor),
        apply: sublist('apply'),
      };
    case 'customerRefund':
      return {
        ...cashJson(context, document),
        total: amount(document.totalMinor),
        amount: amount(document.totalMinor),
        apply: sublist('apply'),
      };
    case 'journalEntry':
      return { void: document.voided, line: sublist('line') };
  }
}

function cashJson(context: OutputContext, document: SandboxDocument): Json {
  return {
    customer: reference(context, 'customer', document.entityId),
    account: reference(context, 'account', document.accountId),
    paymentMethod: document.paymentMethod,
    checkNumber: document.otherRefNum,
  };
}

export type SublistName = 'item' | 'line' | 'apply';

const SUBLISTS: Readonly<Record<SandboxDocument['type'], readonly SublistName[]>> = {
  invoice: ['item'],
  creditMemo: ['item', 'apply'],
  customerPayment: ['apply'],
  customerRefund: ['apply'],
  journalEntry: ['line'],
};

export function isSublistOf(document: SandboxDocument, name: string): name is SublistName {
  return (SUBLISTS[document.type] as readonly string[]).includes(name);
}

function sublistJson(
  context: OutputContext,
  document: SandboxDocument,
  name: SublistName,
  self: string,
): Json {
  if (!context.expand) return { links: context.links.self(`${self}/${name}`) };
  return sublistCollection(context, document, name);
}

export function sublistCollection(
  context: OutputContext,
  document: SandboxDocument,
  name: SublistName,
): Json {
  const self = `${context.links.of(document.type, document.id)}/${name}`;
  const items = name === 'apply' ? applyItems(context, document) : lineItems(context, document, self);
  const count = items.length;
  return { links: context.links.self(self), items, totalResults: count, count, hasMore: false, offset: 0 };
}

function lineItems(context: OutputContext, document: SandboxDocument, self: string): readonly Json[] {
  const precision = context.state.precisionOf(document.currencyId);
  return document.lines.map((line) => {
    const specific =
      document.type === 'journalEntry'
        ? journalLineJson(context, line, precision)
        : itemLineJson(context, line, precision);
    return withoutEmpty({
      links: context.links.self(`${self}/${line.line}`),
      line: line.line,
      ...specific,
      department: reference(context, 'department', line.departmentId),
      class: reference(context, 'classification', line.classId),
      location: reference(context, 'location', line.locationId),
      ...line.custom,
    });
  });
}

function itemLineJson(context: OutputContext, line: DocumentLine, precision: number): Json {
  return {
    item: reference(context, 'serviceSaleItem', line.itemId),
    description: line.description,
    quantity: line.quantity === null ? undefined : Number(line.quantity),
    rate: line.rate === null ? undefined : Number(line.rate),
    amount: minorToDouble(line.amountMinor, precision),
    taxCode: reference(context, 'salesTaxItem', line.taxCodeId),
    tax1Amt: minorToDouble(line.taxMinor, precision),
  };
}

function journalLineJson(context: OutputContext, line: DocumentLine, precision: number): Json {
  return {
    account: reference(context, 'account', line.accountId),
    entity: reference(context, 'customer', line.entityId),
    memo: line.description,
    ...(line.amountMinor >= 0
      ? { debit: minorToDouble(line.amountMinor, precision) }
      : { credit: minorToDouble(-line.amountMinor, precision) }),
  };
}

function applyItems(context: OutputContext, document: SandboxDocument): readonly Json[] {
  const { state, links } = context;
  const precision = state.precisionOf(document.currencyId);
  return state.documents.applicationsOf(document.id).map((application) => {
    const target = present(state.documents.get(application.targetId), 'application to a missing document');
    return {
      doc: {
        links: links.self(links.of(target.type, target.id)),
        id: String(target.id),
        refName: target.tranId,
      },
      apply: true,
      amount: minorToDouble(application.amountMinor, precision),
      total: minorToDouble(target.totalMinor, precision),
      refNum: target.tranId,
    };
  });
}
