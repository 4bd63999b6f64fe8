import { expect } from 'vitest';
import { present } from '#core/base/assert.ts';
import type { SyncReport } from '#core/app/synchronise.ts';
import { addDays, type Day } from '#core/domain/day.ts';
import { type ProductCode, productOf } from '#core/sandbox/company/catalogue.ts';
import { twoDecimals } from '#core/sandbox/company/exact-amounts.ts';
import { legalEntity, type LegalEntityCode, type Market } from '#core/sandbox/company/legal-entities.ts';
import { instant } from '#core/sandbox/company/sample-calendar.ts';
import type { Commit } from '#core/sandbox/kit/commit-log.ts';
import type { DocumentType, SandboxDocument } from '#core/sandbox/netsuite/model.ts';
import type { InvoiceRow } from '#core/sandbox/stripe/rows.ts';
import type { ExceptionItem } from '#core/storage/repositories/exceptions.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import { type SampleWorld, type SampleWorldOptions, startSampleWorld } from './sample-world.ts';
import type {
  CustomerOptions,
  DealOptions,
  InvoiceOptions,
  Standing,
  TinyCustomer,
  TinyDeal,
} from './tiny-records.ts';

const defaultMarkets: Readonly<Record<LegalEntityCode, number>> = { 'NW-US': 2, 'NW-DE': 0, 'NW-UK': 0 };
const documentTypes: readonly DocumentType[] = ['invoice', 'creditMemo', 'customerPayment', 'customerRefund'];

/**
 * Three organisations with their lists and mappings but not one customer, and a workspace on them. Scenarios put in
 * exactly the records that they are about, straight into the organisations, and judge by what those committed.
 */
export class TinyWorld {
  readonly world: SampleWorld;
  #customers = 0;
  #contracts = 0;
  #hasSynced = false;

  constructor(world: SampleWorld) {
    this.world = world;
  }

  get core() {
    return this.world.core;
  }

  get crm() {
    return this.world.sandbox.organisations.salesforce.store;
  }

  get billing() {
    return this.world.sandbox.organisations.stripe.store;
  }

  get erp() {
    return this.world.sandbox.organisations.netsuite.store;
  }

  get faults() {
    return this.world.sandbox.faults;
  }

  nowMs(): number {
    return this.world.sandbox.clock.now();
  }

  /** History may be put in with its own stamps; once the workspace has looked, what is new happens now. */
  #stamp(historicMs: number): number {
    return this.#hasSynced ? this.nowMs() : historicMs;
  }

  /** A customer as all three systems know it. */
  addCustomer(options: CustomerOptions = {}): TinyCustomer {
    this.#customers += 1;
    const number = this.#customers;
    const entity = options.entity ?? 'NW-US';
    const market = present(legalEntity(entity).markets[options.market ?? defaultMarkets[entity]], 'market');
    const name = `Tiny Customer ${number}`;
    const atMs = this.#stamp(instant('2026-01-05', 9));
    const account = this.crm.insert(
      'Account',
      {
        Name: name,
        AccountNumber: `NW-${String(number).padStart(6, '0')}`,
        BillingCountryCode: market.country,
        CurrencyIsoCode: market.currency,
        Legal_Entity__c: entity,
        Tax_Id__c: options.taxSetup === 'Missing' ? null : `${market.country}${100_000_000 + number}`,
        Tax_Setup__c: options.taxSetup ?? 'Complete',
        ARR__c: '0.00',
      },
      { atMs },
    );
    const billed =
      options.inBilling === false ? null : this.#addBilled(number, name, market, entity, account.Id);
    const erpId =
      options.inErp === false ? null : this.#addLedger(number, name, market, entity, account.Id, billed);
    this.crm.change(
      'Account',
      account.Id,
      { Billing_Customer_Id__c: billed, Erp_Customer_Id__c: erpId === null ? null : String(erpId) },
      atMs,
    );
    return { name, entity, market, accountId: account.Id, billingId: billed, erpId };
  }

  #addBilled(number: number, name: string, market: Market, entity: string, accountId: string): string {
    return this.billing.customers.create(
      {
        name,
        email: `billing+${number}@customer.example`,
        address: { country: market.country, ...(market.state === null ? {} : { state: market.state }) },
        taxExempt: market.taxExempt,
        invoicePrefix: `TINY${String(number).padStart(4, '0')}`,
        metadata: { crm_account_id: accountId, legal_entity: entity },
      },
      this.#stamp(instant('2026-01-05', 9)),
    ).id;
  }

  #addLedger(
    number: number,
    name: string,
    market: Market,
    entity: LegalEntityCode,
    accountId: string,
    billed: string | null,
  ): number {
    return this.erp.addCustomer({
      id: 1_000 + number,
      entityId: `CUST-${String(number).padStart(6, '0')}`,
      companyName: name,
      vatRegNumber: `${market.country}${100_000_000 + number}`,
      subsidiaryIds: [Number(this.mapped('subsidiary', entity, 'subsidiaryId'))],
      currencyIds: [Number(this.mapped('currency', market.currency, 'currencyId'))],
      custom: { custentity_crm_id: accountId, ...(billed === null ? {} : { custentity_billing_id: billed }) },
      atMs: this.#stamp(instant('2026-01-05', 9)),
      employeeId: 1,
    });
  }

  /** Target of a mapping in the workspace's file. */
  mapped(type: string, key: string, field: string, entity?: string): string {
    const found = this.world.sandbox.access.sample.mappings.find(
      (one) =>
        one.type === type && one.sourceKey === key && (entity === undefined || one.legalEntity === entity),
    );
    return present(found?.target[field], `${type} ${key} ${field}`);
  }

  /** A won opportunity with its activated order. */
  addDeal(customer: TinyCustomer, options: DealOptions = {}): TinyDeal {
    this.#contracts += 1;
    const contract = options.contract ?? `NWC-${9_000 + this.#contracts}`;
    const product = productOf(options.product ?? 'NW-SEAT-A');
    const quantity = options.quantity ?? 10;
    const unitMinor = product.priceMinor[customer.market.currency];
    const on = options.on ?? '2026-10-01';
    const signedOn = options.signedOn ?? '2026-09-28';
    const common = {
      AccountId: customer.accountId,
      CurrencyIsoCode: customer.market.currency,
      Pricebook2Id: this.priceBookId(options.priceBook ?? 'Northwind list 2026'),
      Legal_Entity__c: customer.entity,
      Contract_Number__c: contract,
    };
    const totalMinor = unitMinor * quantity;
    const atMs = this.#stamp(instant(signedOn, 10));
    const type = options.type ?? 'New';
    const opportunity = this.crm.insert(
      'Opportunity',
      {
        ...common,
        Name: `${customer.name} ${type}`,
        StageName: 'Closed Won',
        IsClosed: true,
        IsWon: true,
        CloseDate: signedOn,
        Amount: twoDecimals(totalMinor),
        Type: type === 'New' ? 'New Business' : type,
      },
      { atMs },
    );
    const endOn = addDays(`${Number(on.slice(0, 4)) + 1}${on.slice(4)}`, -1);
    const order = this.crm.insert(
      'Order',
      {
        ...common,
        OrderNumber: String(this.crm.count('Order') + 1).padStart(8, '0'),
        OpportunityId: opportunity.Id,
        EffectiveDate: on,
        EndDate: endOn,
        Status: 'Activated',
        Type: type,
        TotalAmount: twoDecimals(totalMinor),
        Contract_Version__c: String(options.version ?? 1),
        Base_Version__c: typeof options.baseVersion === 'number' ? String(options.baseVersion) : null,
        Approval_Status__c: options.approval ?? 'Approved',
        Billing_Frequency__c: product.metered ? 'Usage' : product.interval === 'month' ? 'Monthly' : 'Annual',
      },
      { atMs },
    );
    this.crm.insert(
      'OrderItem',
      {
        OrderItemNumber: `${order['OrderNumber']}-1`,
        OrderId: order.Id,
        Product2Id: this.#productId(product.code),
        Quantity: `${quantity}.00`,
        UnitPrice: twoDecimals(unitMinor),
        TotalPrice: twoDecimals(totalMinor),
        ServiceDate: on,
        EndDate: endOn,
        CurrencyIsoCode: customer.market.currency,
      },
      { atMs },
    );
    return { contract, opportunityId: opportunity.Id, orderId: order.Id, totalMinor };
  }

  priceBookId(name: string): string {
    return present([...this.crm.all('Pricebook2')].find((one) => one['Name'] === name)?.Id, name);
  }

  #productId(code: ProductCode): string {
    return present([...this.crm.all('Product2')].find((one) => one['ProductCode'] === code)?.Id, code);
  }

  priceId(product: ProductCode, currency: string): string {
    const key = `${product}:${currency}`;
    return present([...this.billing.rows('price')].find((row) => row.lookupKey === key)?.id, key);
  }

  taxRateId(key: string): string | undefined {
    return [...this.billing.rows('tax_rate')].find((row) => row.metadata['tax_code'] === key)?.id;
  }

  /** An invoice of one line, finalised at noon of its day, taxed as the customer's market is. */
  issueInvoice(customer: TinyCustomer, options: InvoiceOptions): InvoiceRow {
    const on = options.on ?? '2026-09-20';
    const taxRate = this.taxRateId(customer.market.taxCode);
    const product = options.product ?? 'NW-ONBOARD';
    const atMs = this.#stamp(instant(on, 12));
    return this.billing.invoices.issue(
      {
        customer: present(customer.billingId, 'a customer in billing'),
        currency: customer.market.currency.toLowerCase(),
        billingReason: 'manual',
        collectionMethod: 'send_invoice',
        daysUntilDue: 30,
        metadata: { legal_entity: customer.entity },
        effectiveAt: instant(on, 12) / 1000,
        defaultTaxRates: taxRate === undefined ? [] : [taxRate],
        lines: [
          {
            amount: options.netMinor,
            price: this.priceId(product, customer.market.currency),
            quantity: 1,
            description: productOf(product).name,
            periodStart: instant(on) / 1000,
            periodEnd: instant(addDays(on, 30)) / 1000,
          },
        ],
      },
      atMs,
    );
  }

  /** Pays an invoice with a card, in part, in full or with too much, on a day that matters before the first look. */
  pay(invoiceId: string, amountMinor: number, on: Day = '2026-09-25'): string {
    this.billing.invoices.attempt(
      invoiceId,
      { amount: amountMinor, paymentMethod: 'pm_card_visa' },
      this.#stamp(instant(on, 15)),
    );
    return present(this.billing.chargesOf(invoiceId).at(-1), 'a charge').id;
  }

  /** Pull, decide and send until nothing moves any more. Every stream has to have been read. */
  async sync(): Promise<SyncReport> {
    const report = await this.syncInTrouble();
    expect(report.failures).toEqual([]);
    expect(report.isIdle).toBe(true);
    return report;
  }

  /** The same where a vendor may be in trouble. */
  syncInTrouble(waitMaxMs?: number): Promise<SyncReport> {
    this.#hasSynced = true;
    return this.core.synchronise({ untilIdle: true, ...(waitMaxMs === undefined ? {} : { waitMaxMs }) });
  }

  /** ERP documents of a type that are not void, oldest first. */
  documents(type: DocumentType): SandboxDocument[] {
    return [...this.erp.documentsOf(type)].filter(({ voided }) => !voided);
  }

  document(type: DocumentType, reference: string): SandboxDocument {
    const found = this.documents(type).filter(
      ({ otherRefNum, memo }) => otherRefNum === reference || memo?.includes(reference),
    );
    if (found.length !== 1) throw new Error(`${found.length} ${type} documents for ${reference}`);
    return found[0] as SandboxDocument;
  }

  /** What the ERP was told over its API to create. */
  created(): Commit[] {
    return this.world.sandbox.organisations.netsuite.commits
      .all()
      .filter(
        ({ by, action, kind }) =>
          by === 'api' && action === 'create' && (documentTypes as readonly string[]).includes(kind),
      );
  }

  postings(state?: Posting['state']): Posting[] {
    const states =
      state === undefined
        ? (['HELD', 'APPROVED', 'SENDING', 'POSTED', 'REJECTED', 'UNKNOWN', 'DEAD'] as const)
        : [state];
    return states.flatMap((one) => this.core.desk.postings.inState(one));
  }

  exceptions(code?: string): ExceptionItem[] {
    const open = this.core.exceptions.exceptions.inState('open');
    return code === undefined ? open : open.filter((item) => item.code === code);
  }

  codes(): string[] {
    return this.exceptions()
      .map(({ code }) => code)
      .sort();
  }

  /** Lets a person approve all that is held, through the judgement that every decision passes. */
  async approveHeld(by: string): Promise<number> {
    const held = this.postings('HELD');
    for (const posting of held) this.world.decide(posting, by);
    return Promise.resolve(held.length);
  }

  standing(): Standing {
    const { salesforce, stripe, netsuite } = this.world.sandbox.organisations;
    return {
      headSeq: this.core.journal.head().seq,
      commits: [salesforce.commits.count, stripe.commits.count, netsuite.commits.count],
    };
  }

  close(): Promise<void> {
    return this.world.close();
  }
}

export async function startTinyWorld(options: SampleWorldOptions = {}): Promise<TinyWorld> {
  return new TinyWorld(
    await startSampleWorld({
      ...options,
      sandbox: { planted: false, size: { invoices: 0 }, ...options.sandbox },
    }),
  );
}

export type { TinyCustomer } from './tiny-records.ts';
