import { assert, present } from '#core/base/assert.ts';
import type { EpochMs } from '#core/base/clock.ts';
import type { AccountState } from './account-state.ts';
import type { DocumentKey } from './document-table.ts';
import type {
  Account,
  Application,
  Currency,
  Customer,
  Dimension,
  DocumentType,
  Employee,
  Item,
  ReferenceType,
  SandboxDocument,
  Subsidiary,
  TaxCode,
} from './model.ts';
import { completeDocument, type NewDocument } from './document-history.ts';
import type { DocumentSnapshot } from './search-rows.ts';
import { addPeriods, type PeriodState, setPeriodState } from './periods.ts';
import type { NewRow } from './reference-data.ts';

type DocumentSearch =
  | { readonly externalId: string }
  | { readonly tranId: string }
  | { readonly otherRefNum: string };

export interface NewCustomer {
  readonly id?: number;
  readonly externalId?: string;
  readonly entityId?: string;
  readonly companyName?: string;
  readonly email?: string;
  readonly vatRegNumber?: string;
  /** The primary one first. */
  readonly subsidiaryIds: readonly number[];
  readonly currencyIds: readonly number[];
  readonly custom?: Readonly<Record<string, string>>;
  readonly atMs?: EpochMs;
  readonly employeeId?: number;
}

/** The organisation's set-up and history, and a look at its truth: for seeding, tests and oracles, not for clients. */
export class NetSuiteStore {
  readonly #state: AccountState;

  constructor(state: AccountState) {
    this.#state = state;
  }

  addCurrency = (row: NewRow<Currency>): number => this.#state.lists.currency.add(row);
  addSubsidiary = (row: NewRow<Subsidiary>): number => this.#state.lists.subsidiary.add(row);
  addAccount = (row: NewRow<Account>): number => this.#state.lists.account.add(row);
  addItem = (row: NewRow<Item>): number => this.#state.lists.serviceSaleItem.add(row);
  addTaxCode = (row: NewRow<TaxCode>): number => this.#state.lists.salesTaxItem.add(row);
  addDepartment = (row: NewRow<Dimension>): number => this.#state.lists.department.add(row);
  addClass = (row: NewRow<Dimension>): number => this.#state.lists.classification.add(row);
  addLocation = (row: NewRow<Dimension>): number => this.#state.lists.location.add(row);

  addEmployee(employee: Employee): number {
    this.#state.employees.put(employee);
    return employee.id;
  }

  /** Months, quarters and years, all open. */
  addPeriods(years: readonly number[]): void {
    addPeriods(this.#state, years);
  }

  /** Opens, locks or closes a month by name ("Sep 2026"); with subsidiaries, locks it for those only. */
  setPeriodState(periodName: string, state: PeriodState, subsidiaryIds: readonly number[] = []): void {
    setPeriodState(this.#state, periodName, state, subsidiaryIds);
  }

  setExchangeRate(currencyId: number, baseCurrencyId: number, rate: string): void {
    this.#state.exchangeRates.set(`${currencyId}:${baseCurrencyId}`, rate);
  }

  setInactive(type: ReferenceType | 'customer', id: number, isInactive = true): void {
    if (type !== 'customer') {
      (this.#state.lists[type] as { update(id: number, patch: { isInactive: boolean }): void }).update(id, {
        isInactive,
      });
      return;
    }
    const customer = { ...this.customer(id), isInactive, modifiedAtMs: this.#state.clock.now() };
    this.#state.customers.set(id, customer);
    this.#state.search.putCustomer(customer);
  }

  addCustomer(customer: NewCustomer): number {
    const id = this.#state.takeCustomerId(customer.id);
    const atMs = customer.atMs ?? this.#state.clock.now();
    const by = customer.employeeId ?? 0;
    const row: Customer = {
      id,
      externalId: customer.externalId ?? null,
      entityId: customer.entityId ?? customer.companyName ?? `CUST${id}`,
      isPerson: false,
      companyName: customer.companyName ?? null,
      firstName: null,
      lastName: null,
      email: customer.email ?? null,
      vatRegNumber: customer.vatRegNumber ?? null,
      subsidiaryIds: customer.subsidiaryIds,
      currencyIds: customer.currencyIds,
      isInactive: false,
      custom: customer.custom ?? {},
      createdAtMs: atMs,
      createdBy: by,
      modifiedAtMs: atMs,
      modifiedBy: by,
    };
    this.#state.customers.set(id, row);
    this.#state.search.writeCustomer(row);
    return id;
  }

  addDocument(document: NewDocument): number {
    const [id] = this.addDocuments([document]);
    return present(id, 'no document added');
  }

  /** Many at once, in one transaction; not logged as commits and visible to the search at once. Returns their ids. */
  addDocuments(documents: Iterable<NewDocument>): number[] {
    const { search } = this.#state;
    const write = search.database.transaction(() => {
      const ids: number[] = [];
      for (const one of documents) ids.push(this.#add(one));
      return ids;
    });
    return this.#state.documents.transact(write);
  }

  customer(id: number): Customer {
    return present(this.#state.customers.get(id), `no customer ${id}`);
  }

  customers(): IterableIterator<Customer> {
    return this.#state.customers.values();
  }

  document(id: number): SandboxDocument | undefined {
    return this.#state.documents.get(id);
  }

  /** Documents of a type with this external id, number or reference: what is really there, without any lag. */
  findDocuments(type: DocumentType, search: DocumentSearch): SandboxDocument[] {
    const [key, value] = searchKey(search);
    const { documents } = this.#state;
    return documents.idsBy(key, value, type).map((id) => present(documents.get(id), `no document ${id}`));
  }

  documentsOf(type: DocumentType): Generator<SandboxDocument> {
    return this.#state.documents.ofType(type);
  }

  countDocuments(type?: DocumentType): number {
    return this.#state.documents.count(type);
  }

  remainingMinor(id: number): number {
    return this.#state.documents.remainingMinor(id);
  }

  /** What the document settles. */
  applicationsOf(id: number): Application[] {
    return this.#state.documents.applicationsOf(id);
  }

  /** What settles the document. */
  applicationsTo(id: number): Application[] {
    return this.#state.documents.applicationsTo(id);
  }

  #add(input: NewDocument): number {
    const state = this.#state;
    const document = completeDocument(state, input);
    state.documents.put(document);
    const applications = this.#settle(document, input.settles ?? []);
    const appliedMinor = applications.reduce((sum, one) => sum + one.amountMinor, 0);
    const snapshot = { document, remainingMinor: document.totalMinor - appliedMinor, applications };
    state.search.writeDocument(snapshot, state.precisionOf(document.currencyId), true);
    return document.id;
  }

  #settle(
    document: SandboxDocument,
    settles: NonNullable<NewDocument['settles']>,
  ): DocumentSnapshot['applications'] {
    if (settles.length === 0) return [];
    const { documents, search } = this.#state;
    const applications = settles.map(({ documentId, amountMinor }) => {
      const target = present(documents.get(documentId), `no document ${documentId} to settle`);
      return { sourceId: document.id, targetId: documentId, amountMinor, targetType: target.type };
    });
    documents.setApplications(document.id, applications);
    for (const { targetId } of applications) {
      const target = present(documents.get(targetId), 'found just before');
      assert(documents.remainingMinor(targetId) >= 0, `document ${targetId} is settled beyond its total`);
      search.writeDocument(this.#state.snapshot(target), this.#state.precisionOf(target.currencyId));
    }
    return applications;
  }
}

function searchKey(search: DocumentSearch): [DocumentKey, string] {
  if ('externalId' in search) return ['external_id', search.externalId];
  if ('tranId' in search) return ['tran_id', search.tranId];
  return ['other_ref_num', search.otherRefNum];
}
