import { assert, present } from '#core/base/assert.ts';
import type { Clock } from '#core/base/clock.ts';
import { type CommitAction, CommitLog } from '../kit/commit-log.ts';
import { DocumentTable } from './document-table.ts';
import type { Actor, Application, Customer, DocumentType, Period, SandboxDocument } from './model.ts';
import { createReferenceLists, EmployeeList, type ReferenceLists } from './reference-data.ts';
import { SearchDatabase } from './search-database.ts';
import type { DocumentSnapshot } from './search-rows.ts';
import { type CustomFields, DEFAULT_SETTINGS, type NetSuiteSettings } from './settings.ts';

const TRAN_ID_PREFIXES: Readonly<Record<DocumentType, string>> = {
  invoice: 'INV',
  creditMemo: 'CM',
  customerPayment: 'PYMT',
  customerRefund: 'RFND',
  journalEntry: 'JE',
};

const FIRST_DOCUMENT_ID = 1001;
const FIRST_CUSTOMER_ID = 101;

/** Everything the organisation knows, and the only place where it changes. Rules are judged before, not here. */
export class AccountState {
  readonly clock: Clock;
  readonly settings: NetSuiteSettings;
  readonly customFields: CustomFields;
  readonly commits: CommitLog;
  readonly lists: ReferenceLists;
  readonly employees: EmployeeList;
  readonly documents = new DocumentTable();
  readonly customers = new Map<number, Customer>();
  readonly search: SearchDatabase;
  /** Rates to the subsidiary's base currency, by "currencyId:baseCurrencyId"; 1 when absent. */
  readonly exchangeRates = new Map<string, string>();
  /** Told of every document created, right after its commit. */
  onCreated: (document: SandboxDocument, actor: Actor) => void = () => undefined;
  readonly #tranIdCounters = new Map<DocumentType, number>();
  #nextDocumentId = FIRST_DOCUMENT_ID;
  #nextCustomerId = FIRST_CUSTOMER_ID;

  constructor(clock: Clock, settings: Partial<NetSuiteSettings>, customFields: CustomFields) {
    this.clock = clock;
    this.settings = { ...DEFAULT_SETTINGS, ...settings };
    this.customFields = customFields;
    this.commits = new CommitLog(clock);
    this.search = new SearchDatabase(clock, this.settings, customFields);
    this.lists = createReferenceLists(clock, (type, row) => this.search.writeReference(type, row));
    this.employees = new EmployeeList((employee) => this.search.writeEmployee(employee));
  }

  takeDocumentId(wanted?: number): number {
    const id = wanted ?? this.#nextDocumentId;
    assert(wanted === undefined || this.documents.get(id) === undefined, `document id ${id} is taken`);
    this.#nextDocumentId = Math.max(this.#nextDocumentId, id + 1);
    return id;
  }

  takeCustomerId(wanted?: number): number {
    const id = wanted ?? this.#nextCustomerId;
    assert(!this.customers.has(id), `customer id ${id} is taken`);
    this.#nextCustomerId = Math.max(this.#nextCustomerId, id + 1);
    return id;
  }

  /** The next automatic document number of a type. */
  takeTranId(type: DocumentType): string {
    const number = (this.#tranIdCounters.get(type) ?? 1000) + 1;
    this.#tranIdCounters.set(type, number);
    return `${TRAN_ID_PREFIXES[type]}${number}`;
  }

  precisionOf(currencyId: number): number {
    return present(this.lists.currency.get(currencyId), `no currency ${currencyId}`).precision;
  }

  /** The month whose days include the given one. */
  periodOf(day: string): Period | undefined {
    return this.lists.accountingPeriod.find(
      (period) => !period.isQuarter && !period.isYear && period.startDate <= day && day <= period.endDate,
    );
  }

  exchangeRate(currencyId: number, subsidiaryId: number): string {
    const base = present(this.lists.subsidiary.get(subsidiaryId), `no subsidiary ${subsidiaryId}`).currencyId;
    return this.exchangeRates.get(`${currencyId}:${base}`) ?? '1';
  }

  snapshot(document: SandboxDocument): DocumentSnapshot {
    const applications = this.documents.applicationsOf(document.id).map((application) => ({
      ...application,
      targetType: present(this.documents.get(application.targetId), 'application to a missing document').type,
    }));
    return { document, remainingMinor: this.documents.remainingMinor(document.id), applications };
  }

  /**
   * Commits a document with what it settles (absent: unchanged). Documents settled before or now get their new
   * remaining amount, and a new last-modified date when the account's setting says so.
   */
  saveDocument(
    document: SandboxDocument,
    applications: readonly Application[] | undefined,
    actor: Actor,
    action: CommitAction,
  ): void {
    const before = this.documents.applicationsOf(document.id);
    this.documents.put(document);
    if (applications !== undefined) this.documents.setApplications(document.id, applications);
    const after = applications ?? before;
    const touched = changedTargets(before, after);
    this.#publish(document);
    for (const id of touched) this.#touch(id, actor);
    this.#log(document, actor, action);
    if (action === 'create') this.onCreated(document, actor);
  }

  deleteDocument(document: SandboxDocument, actor: Actor): void {
    const touched = this.documents.applicationsOf(document.id).map((one) => one.targetId);
    this.documents.remove(document.id);
    this.search.removeDocument(document, { employeeId: actor.employeeId, viaApi: actor.by === 'api' });
    for (const id of touched) this.#touch(id, actor);
    this.#log(document, actor, 'delete');
  }

  /** Takes away whatever settles the document, and shows the settling documents anew. */
  releaseApplicationsTo(id: number, actor: Actor): void {
    const sources = this.documents.applicationsTo(id).map((one) => one.sourceId);
    this.documents.removeApplicationsTo(id);
    for (const source of sources) this.#touch(source, actor);
  }

  saveCustomer(customer: Customer, actor: Actor, action: CommitAction): void {
    this.customers.set(customer.id, customer);
    this.search.putCustomer(customer);
    this.#logRecord('customer', customer, actor, action);
  }

  deleteCustomer(customer: Customer, actor: Actor): void {
    this.customers.delete(customer.id);
    this.search.removeCustomer(customer.id);
    this.#logRecord('customer', customer, actor, 'delete');
  }

  #touch(id: number, actor: Actor): void {
    const document = present(this.documents.get(id), `no document ${id}`);
    if (!this.settings.applicationTouchesDocument) return this.#publish(document);
    const touched = { ...document, modifiedAtMs: this.clock.now(), modifiedBy: actor.employeeId };
    this.documents.put(touched);
    this.#publish(touched);
  }

  #publish(document: SandboxDocument): void {
    this.search.putDocument(this.snapshot(document), this.precisionOf(document.currencyId));
  }

  /** The log keeps a summary: whole documents of a hundred thousand postings would not fit. */
  #log(document: SandboxDocument, actor: Actor, action: CommitAction): void {
    const { lines, custom: _custom, ...summary } = document;
    const body = { ...summary, lineCount: lines.length };
    this.#logRecord(document.type, body, actor, action);
  }

  #logRecord(
    kind: string,
    body: { readonly id: number; readonly externalId: string | null },
    actor: Actor,
    action: CommitAction,
  ): void {
    const externalId = body.externalId === null ? {} : { externalId: body.externalId };
    this.commits.append({ kind, id: String(body.id), ...externalId, action, by: actor.by, body });
  }
}

function changedTargets(before: readonly Application[], after: readonly Application[]): Set<number> {
  const amounts = new Map(before.map((one) => [one.targetId, one.amountMinor]));
  const changed = new Set<number>();
  for (const one of after) {
    if (amounts.get(one.targetId) !== one.amountMinor) changed.add(one.targetId);
    amounts.delete(one.targetId);
  }
  for (const id of amounts.keys()) changed.add(id);
  return changed;
}
