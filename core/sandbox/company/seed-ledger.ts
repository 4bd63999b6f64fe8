import { assert, present } from '#core/base/assert.ts';
import type { NewDocument, NewLine } from '../netsuite/document-history.ts';
import type { NetSuiteOrganisation } from '../netsuite/organisation.ts';
import type { NetSuiteStore } from '../netsuite/store.ts';
import { productOf } from './catalogue.ts';
import type {
  CreditNote,
  Customer,
  CustomerHistory,
  Invoice,
  LedgerOnlyDocument,
  LedgerTreatment,
  Payment,
} from './company-model.ts';
import { convertAt } from './exact-amounts.ts';
import { instant, type SampleCalendar } from './sample-calendar.ts';
import type { BillingIds } from './seed-billing.ts';
import { LEGACY_INTEGRATION, type LedgerSetup, TREASURY_CLERK } from './seed-ledger-setup.ts';

const FIRST_CUSTOMER_ID = 1_000;

/** Where ERP documents go: the deviating one of each treated document, by key. */
export interface LedgerIds {
  readonly customerId: number | null;
  readonly documents: ReadonlyMap<string, number>;
}

/** Posts one customer's history into the ERP as the legacy integration did, with every planted deviation. */
export class LedgerSeeder {
  readonly #organisation: NetSuiteOrganisation;
  readonly #store: NetSuiteStore;
  readonly #setup: LedgerSetup;
  readonly #calendar: SampleCalendar;
  /** Another customer to book on by mistake, by entity and currency. */
  readonly #neighbours = new Map<string, number>();

  constructor(organisation: NetSuiteOrganisation, setup: LedgerSetup, calendar: SampleCalendar) {
    this.#organisation = organisation;
    this.#store = organisation.store;
    this.#setup = setup;
    this.#calendar = calendar;
  }

  seed(history: CustomerHistory, billing: BillingIds, crmAccountId: string): LedgerIds {
    const { customer } = history;
    if (!customer.inErp) return { customerId: null, documents: new Map() };
    const customerId = this.#addCustomer(customer, billing, crmAccountId);
    const one = new CustomerLedger(this.#store, this.#setup, this.#calendar, {
      customer,
      customerId,
      billing,
      neighbourId: this.#neighbours.get(`${customer.entity} ${customer.currency}`) ?? null,
      handEdit: (edit) => this.#handEdit(edit),
    });
    for (const invoice of history.invoices) one.seedInvoice(invoice);
    for (const document of history.ledgerOnly) one.seedLedgerOnly(document);
    this.#neighbours.set(`${customer.entity} ${customer.currency}`, customerId);
    return { customerId, documents: one.documents };
  }

  #addCustomer(customer: Customer, billing: BillingIds, crmAccountId: string): number {
    const custom: Record<string, string> = { custentity_crm_id: crmAccountId };
    if (billing.customerId !== null) custom['custentity_billing_id'] = billing.customerId;
    return this.#store.addCustomer({
      id: FIRST_CUSTOMER_ID + customer.number,
      entityId: `CUST-${String(customer.number).padStart(6, '0')}`,
      companyName: customer.name,
      ...(customer.taxId === null ? {} : { vatRegNumber: customer.taxId }),
      subsidiaryIds: [idOf(this.#setup.subsidiaries, customer.entity)],
      currencyIds: [idOf(this.#setup.currencies, customer.currency)],
      custom,
      atMs: customer.sinceMs,
      employeeId: LEGACY_INTEGRATION.id,
    });
  }

  #handEdit(edit: object): void {
    const outcome = this.#organisation.handEdit(edit);
    assert(outcome.ok, `the planted edit was refused: ${outcome.ok ? '' : outcome.message}`);
  }
}

interface Scope {
  readonly customer: Customer;
  readonly customerId: number;
  readonly billing: BillingIds;
  readonly neighbourId: number | null;
  readonly handEdit: (edit: object) => void;
}

class CustomerLedger {
  readonly documents = new Map<string, number>();
  readonly #store: NetSuiteStore;
  readonly #setup: LedgerSetup;
  readonly #calendar: SampleCalendar;
  readonly #scope: Scope;

  constructor(store: NetSuiteStore, setup: LedgerSetup, calendar: SampleCalendar, scope: Scope) {
    this.#store = store;
    this.#setup = setup;
    this.#calendar = calendar;
    this.#scope = scope;
  }

  seedInvoice(invoice: Invoice): void {
    const invoiceId = invoice.voidedAtMs === null ? this.#addInvoice(invoice) : null;
    const steps = [
      ...invoice.payments.map((one) => ({ atMs: one.atMs, run: () => this.#addPayment(one, invoiceId) })),
      ...invoice.credits.map((one) => ({
        atMs: one.atMs,
        run: () => this.#addCredit(one, invoice, invoiceId),
      })),
    ];
    for (const step of steps.sort((left, right) => left.atMs - right.atMs)) step.run();
  }

  seedLedgerOnly(document: LedgerOnlyDocument): void {
    const { customer } = this.#scope;
    const head = this.#head(document.on, document.atMs, TREASURY_CLERK.id);
    const id = this.#store.addDocument(
      document.kind === 'invoice'
        ? {
            ...head,
            type: 'invoice',
            otherRefNum: document.reference,
            memo: 'Entered by hand',
            lines: [
              {
                itemId: idOf(this.#setup.items, document.product),
                description: productOf(document.product).name,
                amountMinor: document.amountMinor,
                quantity: '1',
                taxCodeId: idOf(this.#setup.taxCodes, `${customer.market.taxCode.slice(0, 2)}-0` as never),
                ...this.#dimensions(document.product),
              },
            ],
          }
        : {
            ...head,
            ...this.#bank(),
            type: 'customerPayment',
            memo: document.reference,
            totalMinor: document.amountMinor,
          },
    );
    this.documents.set(document.key, id);
  }

  /** Whether the legacy integration posted it, unless planted otherwise. */
  #isLegacy(on: string): boolean {
    return on < this.#calendar.cutoverOn;
  }

  /** Null when the ERP does not hold it; planted edits that follow a posting are laid here. */
  #isThere(on: string, ledger: LedgerTreatment, invoiceNumber: string | null): boolean {
    if (ledger.kind === 'absent') return false;
    if (ledger.kind === 'dated') return true;
    const legacy = this.#isLegacy(on);
    if (ledger.kind !== 'edited-after-posting' && ledger.kind !== 'copied-after-posting') return legacy;
    assert(
      !legacy && invoiceNumber !== null,
      'an edit after posting is for an invoice that is yet to be posted',
    );
    const edit =
      ledger.kind === 'copied-after-posting'
        ? { type: 'invoice', action: 'create-duplicate' }
        : { type: 'invoice', action: 'change-amount', totalMinor: ledger.totalMinor };
    this.#scope.handEdit({
      action: 'plant',
      when: { type: 'invoice', otherRefNum: invoiceNumber },
      delayMs: 0,
      edit,
    });
    return false;
  }

  #addInvoice(invoice: Invoice): number | null {
    const { ledger } = invoice;
    const { number } = this.#billed(invoice.key);
    if (!this.#isThere(invoice.issuedOn, ledger, number)) return null;
    const document: NewDocument = {
      ...this.#deviating(invoice.issuedOn, invoice.issuedAtMs, ledger),
      type: 'invoice',
      dueDate: invoice.dueOn,
      otherRefNum: number,
      memo: `Billing invoice ${number}`,
      lines: this.#lines(
        invoice.lines.map((line) => ({ ...line, quantity: String(line.quantity) })),
        ledger,
      ),
      ...this.#legacyExternalId('INV', number),
    };
    const id = this.#store.addDocument(document);
    this.documents.set(invoice.key, id);
    if (ledger.kind === 'twice') this.documents.set(invoice.key, this.#addCopy(document));
    if (ledger.kind === 'edited') {
      this.#scope.handEdit({ action: 'change-amount', type: 'invoice', id, totalMinor: ledger.totalMinor });
    }
    return id;
  }

  #addCredit(credit: CreditNote, invoice: Invoice, invoiceId: number | null): void {
    const { number } = this.#billed(credit.key);
    if (!this.#isThere(credit.on, credit.ledger, null)) return;
    const lines = credit.lines.map((line) => {
      const source = present(invoice.lines[line.lineIndex], 'a credited line');
      return { ...source, amountMinor: line.amountMinor, taxMinor: line.taxMinor, quantity: '1' };
    });
    const open = credit.refund === null ? present(invoiceId, 'a credit on a posted invoice') : null;
    const document: NewDocument = {
      ...this.#deviating(credit.on, credit.atMs, credit.ledger),
      type: 'creditMemo',
      otherRefNum: number,
      memo: `Billing credit note ${number}`,
      lines: this.#lines(lines, credit.ledger),
      ...this.#legacyExternalId('CN', number),
    };
    const totalMinor = (document.lines ?? []).reduce(
      (sum, line) => sum + line.amountMinor + (line.taxMinor ?? 0),
      0,
    );
    const id = this.#store.addDocument(
      open === null ? document : { ...document, settles: [{ documentId: open, amountMinor: totalMinor }] },
    );
    this.documents.set(credit.key, id);
    if (credit.refund !== null) this.#addRefund(credit, id);
  }

  #addRefund(credit: CreditNote, creditMemoId: number): void {
    const refund = present(credit.refund, 'a refunded credit');
    const billed = this.#billed(refund.key);
    const id = this.#store.addDocument({
      ...this.#head(refund.on, nightOf(refund.on), LEGACY_INTEGRATION.id),
      ...this.#bank(),
      type: 'customerRefund',
      memo: billed.id,
      paymentMethod: 'Stripe',
      totalMinor: credit.totalMinor,
      settles: [{ documentId: creditMemoId, amountMinor: credit.totalMinor }],
      ...this.#legacyExternalId('RE', billed.id),
    });
    this.documents.set(refund.key, id);
  }

  #addPayment(payment: Payment, invoiceId: number | null): void {
    if (payment.failureCode !== null) return;
    const billed = this.#billed(payment.key);
    if (!this.#isThere(payment.on, payment.ledger, null)) return;
    const target = present(invoiceId, 'cash of a posted invoice');
    const amountMinor = Math.min(payment.amountMinor, this.#store.remainingMinor(target));
    const document: NewDocument = {
      ...this.#deviating(payment.on, payment.atMs, payment.ledger),
      ...this.#bank(),
      type: 'customerPayment',
      memo: billed.id,
      totalMinor: payment.amountMinor,
      ...this.#legacyExternalId('CH', billed.id),
    };
    const id = this.#store.addDocument({ ...document, settles: [{ documentId: target, amountMinor }] });
    this.documents.set(payment.key, id);
    if (payment.ledger.kind === 'twice') this.documents.set(payment.key, this.#addCopy(document));
  }

  /** The same document again, without its external id and settling nothing. */
  #addCopy(document: NewDocument): number {
    const { externalId: _externalId, ...copy } = document;
    return this.#store.addDocument({ ...copy, atMs: present(document.atMs, 'a dated document') + 60_000 });
  }

  #billed(key: string) {
    return present(this.#scope.billing.documents.get(key), `billing has no ${key}`);
  }

  /** Every other document of the legacy integration carries an id of its own scheme. */
  #legacyExternalId(kind: string, reference: string): { externalId?: string } {
    return this.#scope.customer.number % 2 === 0 ? { externalId: `LEG-${kind}-${reference}` } : {};
  }

  #head(on: string, atMs: number, employeeId: number) {
    const { customer, customerId } = this.#scope;
    return {
      customerId,
      subsidiaryId: idOf(this.#setup.subsidiaries, customer.entity),
      currencyId: idOf(this.#setup.currencies, customer.currency),
      tranDate: on,
      atMs,
      employeeId,
    };
  }

  /** The head of a legacy document with what a treatment changes in it. */
  #deviating(on: string, _atMs: number, ledger: LedgerTreatment) {
    const head = this.#head(on, nightOf(on), LEGACY_INTEGRATION.id);
    switch (ledger.kind) {
      case 'dated':
        return { ...head, tranDate: ledger.tranDate, atMs: ledger.postedAtMs, employeeId: TREASURY_CLERK.id };
      case 'other-customer':
        return { ...head, customerId: present(this.#scope.neighbourId, 'another customer to book on') };
      case 'other-entity':
        return { ...head, subsidiaryId: idOf(this.#setup.subsidiaries, ledger.entity) };
      case 'converted':
        return { ...head, currencyId: idOf(this.#setup.currencies, ledger.currency), exchangeRate: '1' };
      default:
        return head;
    }
  }

  #bank() {
    return { accountId: idOf(this.#setup.banks, this.#scope.customer.entity) };
  }

  #dimensions(product: Invoice['lines'][number]['product']) {
    return {
      departmentId: this.#setup.salesDepartmentId,
      classId: idOf(this.#setup.classes, productOf(product).family),
      locationId: idOf(this.#setup.locations, this.#scope.customer.entity),
    };
  }

  #lines(
    lines: readonly {
      readonly product: Invoice['lines'][number]['product'];
      readonly description: string;
      readonly quantity: string;
      readonly amountMinor: number;
      readonly taxMinor: number;
    }[],
    ledger: LedgerTreatment,
  ): NewLine[] {
    const taxCodeId = idOf(this.#setup.taxCodes, this.#scope.customer.market.taxCode);
    const plain = lines.map((line) => ({
      itemId: idOf(this.#setup.items, ledger.kind === 'other-item' ? ledger.product : line.product),
      description: line.description,
      quantity: line.quantity,
      amountMinor: line.amountMinor,
      taxMinor: line.taxMinor,
      taxCodeId,
      ...this.#dimensions(line.product),
    }));
    const [first, ...rest] = plain;
    if (first === undefined) return plain;
    if (ledger.kind === 'off-by') return [{ ...first, ...offBy(first, ledger.minor) }, ...rest];
    if (ledger.kind === 'converted') {
      assert(rest.length === 0, 'a converted document has one line');
      const totalMinor = convertAt(first.amountMinor + first.taxMinor, ledger.rate);
      const taxMinor = convertAt(first.taxMinor, ledger.rate);
      return [{ ...first, amountMinor: totalMinor - taxMinor, taxMinor }];
    }
    return plain;
  }
}

/** A rounding difference sits in the tax where there is any. */
function offBy(line: { amountMinor: number; taxMinor: number }, minor: number) {
  return line.taxMinor === 0
    ? { amountMinor: line.amountMinor + minor }
    : { taxMinor: line.taxMinor + minor };
}

/** The legacy integration ran every night. */
function nightOf(day: string): number {
  return instant(day, 23);
}

function idOf<K>(ids: ReadonlyMap<K, number>, key: K): number {
  return present(ids.get(key), `no internal id of ${String(key)}`);
}
