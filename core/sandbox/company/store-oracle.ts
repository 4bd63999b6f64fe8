import type { DocumentType, SandboxDocument } from '../netsuite/model.ts';
import type { StripeStore } from '../stripe/store.ts';
import type { SampleOrganisations } from './seed-company.ts';
import type { BreakClass, BreakKind } from './truth.ts';

/** A difference between the stores. `unexplained` is none that the sample ever plants. */
export interface FoundBreak {
  readonly class: BreakClass | 'unexplained';
  readonly kind: BreakKind;
  readonly billingId: string | null;
  readonly erpId: string | null;
}

/** A billing document reduced to what both sides have. */
interface Billed {
  readonly kind: BreakKind;
  readonly id: string;
  /** What the ERP document refers to it by. */
  readonly reference: string;
  readonly on: string;
  readonly totalMinor: number;
  readonly currency: string;
  readonly customerId: string;
  readonly entity: string;
  readonly products: readonly string[];
}

const ERP_TYPES: Readonly<Record<BreakKind, DocumentType>> = {
  invoice: 'invoice',
  'credit-note': 'creditMemo',
  payment: 'customerPayment',
  refund: 'customerRefund',
};
const KINDS = Object.keys(ERP_TYPES) as BreakKind[];

/**
 * Compares billing with the ERP document by document, straight from the stores and knowing nothing of how they were
 * seeded: which subsidiary, currency and item belong to which entity, currency and product is learnt from the majority.
 * Billing documents from `cutoverOn` on may be absent from the ERP.
 */
export function compareStores(organisations: SampleOrganisations, cutoverOn: string): FoundBreak[] {
  const billed = billedDocuments(organisations.stripe.store);
  const erp = new Map(KINDS.map((kind) => [kind, byReference(organisations, kind)]));
  const usual = learnUsual(billed, erp);
  const customers = new Map(
    [...organisations.netsuite.store.customers()].map((one) => [
      one.custom['custentity_billing_id'] ?? '',
      one.id,
    ]),
  );
  const found: FoundBreak[] = [];
  for (const one of billed) {
    const documents = erp.get(one.kind)?.get(one.reference) ?? [];
    erp.get(one.kind)?.delete(one.reference);
    const [first, ...copies] = documents;
    if (first === undefined) {
      if (one.on < cutoverOn) found.push(breakOf('missing', one, null));
      continue;
    }
    for (const copy of copies) found.push(breakOf('duplicate', one, copy));
    const difference = judge(one, first, usual, customers.get(one.customerId));
    if (difference !== null) found.push(breakOf(difference, one, first));
  }
  for (const kind of KINDS) {
    for (const documents of erp.get(kind)?.values() ?? []) {
      for (const document of documents) {
        found.push({ class: 'missing', kind, billingId: null, erpId: String(document.id) });
      }
    }
  }
  return found;
}

function breakOf(found: FoundBreak['class'], billed: Billed, document: SandboxDocument | null): FoundBreak {
  return {
    class: found,
    kind: billed.kind,
    billingId: billed.id,
    erpId: document === null ? null : String(document.id),
  };
}

function judge(
  billed: Billed,
  document: SandboxDocument,
  usual: Usual,
  erpCustomerId: number | undefined,
): FoundBreak['class'] | null {
  if (document.currencyId !== usual.of(`currency ${billed.currency}`)) return 'fx';
  if (document.subsidiaryId !== usual.of(`entity ${billed.entity}`)) return 'mapping';
  if (document.entityId !== erpCustomerId) return 'mapping';
  const wrongItem = billed.products.some(
    (product, index) => document.lines[index]?.itemId !== usual.of(`product ${product}`),
  );
  if (wrongItem) return 'mapping';
  if (document.tranDate.slice(0, 7) !== billed.on.slice(0, 7))
    return billed.kind === 'payment' ? 'timing' : 'cut-off';
  const differenceMinor = document.totalMinor - billed.totalMinor;
  if (differenceMinor !== 0) {
    if (document.modifiedBy !== document.createdBy) return 'manual-edit';
    return Math.abs(differenceMinor) <= 2 ? 'rounding' : 'unexplained';
  }
  return document.tranDate === billed.on ? null : 'unexplained';
}

function billedDocuments(store: StripeStore): Billed[] {
  const entityOf = new Map(
    [...store.rows('customer')].map((row) => [row.id, row.metadata['legal_entity'] ?? '']),
  );
  const codes = new Map(
    [...store.rows('product')].map((row) => [row.id, row.metadata['product_code'] ?? '']),
  );
  const productOf = new Map([...store.rows('price')].map((row) => [row.id, codes.get(row.product) ?? '']));
  const party = (customerId: string) => ({ customerId, entity: entityOf.get(customerId) ?? '' });
  const documents: Billed[] = [];
  for (const row of store.rows('invoice')) {
    if (row.status === 'draft' || row.status === 'void') continue;
    documents.push({
      kind: 'invoice',
      id: row.id,
      reference: row.number ?? '',
      on: dayOf(row.effectiveAt ?? row.created),
      totalMinor: row.total,
      currency: row.currency,
      products: row.lines.map((line) => productOf.get(line.price ?? '') ?? ''),
      ...party(row.customer),
    });
  }
  for (const row of store.rows('credit_note')) {
    if (row.status === 'void') continue;
    const { id, number: reference, total: totalMinor, currency } = row;
    const on = dayOf(row.created);
    documents.push({
      kind: 'credit-note',
      id,
      reference,
      on,
      totalMinor,
      currency,
      products: [],
      ...party(row.customer),
    });
  }
  for (const row of store.rows('charge')) {
    if (row.status !== 'succeeded') continue;
    documents.push(cash('payment', row, party(row.customer ?? '')));
  }
  for (const row of store.rows('refund')) {
    documents.push(cash('refund', row, party(store.state.get('charge', row.charge).customer ?? '')));
  }
  return documents;
}

function cash(
  kind: 'payment' | 'refund',
  row: { readonly id: string; readonly created: number; readonly amount: number; readonly currency: string },
  party: Pick<Billed, 'customerId' | 'entity'>,
): Billed {
  const { id, amount: totalMinor, currency } = row;
  return { kind, id, reference: id, on: dayOf(row.created), totalMinor, currency, products: [], ...party };
}

function dayOf(epochS: number): string {
  return new Date(epochS * 1000).toISOString().slice(0, 10);
}

type ByReference = Map<string, SandboxDocument[]>;

function byReference({ netsuite }: SampleOrganisations, kind: BreakKind): ByReference {
  const documents: ByReference = new Map();
  for (const document of netsuite.store.documentsOf(ERP_TYPES[kind])) {
    if (document.voided) continue;
    const reference = document.otherRefNum ?? document.memo ?? '';
    const known = documents.get(reference);
    if (known === undefined) documents.set(reference, [document]);
    else known.push(document);
  }
  return documents;
}

/** How often each ERP id stands where the billing side has a certain value. */
class Usual {
  readonly #counts = new Map<string, Map<number, number>>();

  see(key: string, id: number | null): void {
    if (id === null) return;
    const counts = this.#counts.get(key) ?? new Map<number, number>();
    counts.set(id, (counts.get(id) ?? 0) + 1);
    this.#counts.set(key, counts);
  }

  of(key: string): number | undefined {
    return [...(this.#counts.get(key) ?? [])].sort(([, a], [, b]) => b - a)[0]?.[0];
  }
}

function learnUsual(billed: readonly Billed[], erp: ReadonlyMap<BreakKind, ByReference>): Usual {
  const usual = new Usual();
  for (const one of billed) {
    for (const document of erp.get(one.kind)?.get(one.reference) ?? []) {
      usual.see(`currency ${one.currency}`, document.currencyId);
      usual.see(`entity ${one.entity}`, document.subsidiaryId);
      one.products.forEach((product, index) =>
        usual.see(`product ${product}`, document.lines[index]?.itemId ?? null),
      );
    }
  }
  return usual;
}
