import { addDays } from '#core/domain/day.ts';
import type { FieldValue, RecordStore } from '../salesforce/record-store.ts';
import { PRICE_BOOKS, type PriceBookKey, type ProductCode, PRODUCTS } from './catalogue.ts';
import type { Customer, CustomerHistory, Order } from './company-model.ts';
import { twoDecimals } from './exact-amounts.ts';
import { instant, type SampleCalendar } from './sample-calendar.ts';

const DAY_MS = 86_400_000;
const CURRENCIES = ['USD', 'EUR', 'GBP'] as const;

/** Ids of the CRM's catalogue. */
export interface CrmCatalogue {
  readonly priceBooks: ReadonlyMap<PriceBookKey, string>;
  readonly products: ReadonlyMap<ProductCode, string>;
}

/** Ids of one customer's records, by their keys. */
export interface CrmIds {
  readonly accountId: string;
  readonly orderIds: ReadonlyMap<string, string>;
  readonly opportunityIds: ReadonlyMap<string, string>;
}

export function seedCrmCatalogue(store: RecordStore, calendar: SampleCalendar): CrmCatalogue {
  const atMs = instant(addDays(calendar.lastDay, -400), 9);
  const priceBooks = new Map<PriceBookKey, string>();
  for (const book of PRICE_BOOKS) {
    const record = store.insert(
      'Pricebook2',
      {
        Name: book.name,
        IsActive: book.isActive,
        IsStandard: book.key === 'standard',
        Valid_From__c: book.validFrom,
        Valid_To__c: book.validTo,
      },
      { atMs },
    );
    priceBooks.set(book.key, record.Id);
  }
  const products = new Map<ProductCode, string>();
  for (const product of PRODUCTS) {
    const fields = { Name: product.name, ProductCode: product.code, Family: product.family, IsActive: true };
    const record = store.insert('Product2', fields, { atMs });
    products.set(product.code, record.Id);
    for (const [, bookId] of priceBooks) {
      for (const currency of CURRENCIES) {
        const entry = {
          Pricebook2Id: bookId,
          Product2Id: record.Id,
          UnitPrice: twoDecimals(product.priceMinor[currency]),
          IsActive: true,
          CurrencyIsoCode: currency,
        };
        store.insert('PricebookEntry', entry, { atMs });
      }
    }
  }
  return { priceBooks, products };
}

/** The account with its opportunities and orders, as sales left them; billing's ids come with `linkCrm`. */
export function seedCrm(store: RecordStore, catalogue: CrmCatalogue, history: CustomerHistory): CrmIds {
  const { customer } = history;
  const account = store.insert(
    'Account',
    {
      Name: customer.name,
      AccountNumber: `NW-${String(customer.number).padStart(6, '0')}`,
      BillingCountryCode: customer.market.country,
      CurrencyIsoCode: customer.currency,
      Legal_Entity__c: customer.entity,
      Tax_Id__c: customer.taxId,
      Tax_Setup__c: customer.taxSetup,
      ARR__c: twoDecimals(customer.arrMinor),
    },
    { atMs: customer.sinceMs },
  );
  const selling: Selling = { store, catalogue, customer, accountId: account.Id };
  const orderIds = new Map<string, string>();
  const opportunityIds = new Map<string, string>();
  for (const order of history.orders) {
    const opportunityId = order.type === 'Cancellation' ? null : seedOpportunity(selling, order);
    if (opportunityId !== null) opportunityIds.set(order.key, opportunityId);
    if (order.written) orderIds.set(order.key, seedOrder(selling, order, opportunityId));
  }
  if (customer.number % 7 === 0) seedOpenOpportunity(store, customer, account.Id);
  return { accountId: account.Id, orderIds, opportunityIds };
}

/** Where one customer's sales records go. */
interface Selling {
  readonly store: RecordStore;
  readonly catalogue: CrmCatalogue;
  readonly customer: Customer;
  readonly accountId: string;
}

function seedOpportunity({ store, catalogue, customer, accountId }: Selling, order: Order): string {
  const atMs = order.signedAtMs;
  const opportunity = store.insert(
    'Opportunity',
    {
      Name: `${customer.name} ${order.type} ${order.effectiveOn.slice(0, 7)}`.slice(0, 120),
      AccountId: accountId,
      StageName: 'Closed Won',
      IsClosed: true,
      IsWon: true,
      CloseDate: new Date(atMs).toISOString().slice(0, 10),
      Amount: twoDecimals(totalOf(order)),
      CurrencyIsoCode: customer.currency,
      Type: order.type === 'New' ? 'New Business' : order.type,
      Pricebook2Id: catalogue.priceBooks.get(order.priceBook) ?? null,
      Legal_Entity__c: customer.entity,
      Contract_Number__c: order.contractNumber,
      CreatedDate: atMs - 30 * DAY_MS,
    },
    { atMs },
  );
  for (const line of order.lines) {
    store.insert(
      'OpportunityLineItem',
      {
        OpportunityId: opportunity.Id,
        Product2Id: catalogue.products.get(line.product) ?? null,
        ProductCode: line.product,
        Quantity: `${line.quantity}.00`,
        UnitPrice: twoDecimals(line.unitPriceMinor),
        TotalPrice: twoDecimals(line.totalMinor),
        ServiceDate: order.effectiveOn,
        CurrencyIsoCode: customer.currency,
      },
      { atMs },
    );
  }
  return opportunity.Id;
}

function seedOrder(selling: Selling, order: Order, opportunityId: string | null): string {
  const { store, catalogue, customer, accountId } = selling;
  const atMs = order.signedAtMs;
  const lastDay = addDays(order.endOn, -1);
  const record = store.insert(
    'Order',
    {
      OrderNumber: String(store.count('Order') + 1).padStart(8, '0'),
      AccountId: accountId,
      OpportunityId: opportunityId,
      EffectiveDate: order.effectiveOn,
      EndDate: lastDay,
      Status: 'Activated',
      Type: order.type,
      Pricebook2Id: catalogue.priceBooks.get(order.priceBook) ?? null,
      TotalAmount: twoDecimals(totalOf(order)),
      CurrencyIsoCode: customer.currency,
      Legal_Entity__c: customer.entity,
      Contract_Number__c: order.contractNumber,
      Contract_Version__c: String(order.version),
      Base_Version__c: order.baseVersion === null ? null : String(order.baseVersion),
      Approval_Status__c: order.approval,
      Billing_Frequency__c: order.frequency,
    },
    { atMs },
  );
  order.lines.forEach((line, index) => {
    const item: Record<string, FieldValue> = {
      OrderItemNumber: `${record['OrderNumber']}-${index + 1}`,
      OrderId: record.Id,
      Product2Id: catalogue.products.get(line.product) ?? null,
      Quantity: `${line.quantity}.00`,
      UnitPrice: twoDecimals(line.unitPriceMinor),
      TotalPrice: twoDecimals(line.totalMinor),
      ServiceDate: order.effectiveOn,
      EndDate: lastDay,
      CurrencyIsoCode: customer.currency,
    };
    store.insert('OrderItem', item, { atMs });
  });
  return record.Id;
}

/** Something sales still works on: no contract, no order. */
function seedOpenOpportunity(store: RecordStore, customer: Customer, accountId: string): void {
  const lost = customer.number % 14 === 0;
  const fields = {
    Name: `${customer.name} expansion`.slice(0, 120),
    AccountId: accountId,
    StageName: lost ? 'Closed Lost' : 'Negotiation',
    IsClosed: lost,
    IsWon: false,
    CloseDate: '2026-12-15',
    Amount: '9600.00',
    CurrencyIsoCode: customer.currency,
    Type: 'Amendment',
    Legal_Entity__c: customer.entity,
  };
  store.insert('Opportunity', fields, { atMs: customer.sinceMs + 90 * DAY_MS });
}

export interface CrmLinks {
  readonly billingCustomerId: string | null;
  readonly billingSubscriptionId: string | null;
  readonly erpCustomerId: number | null;
}

/** Writes the other systems' ids on the account and on the orders that billing has carried out. */
export function linkCrm(store: RecordStore, history: CustomerHistory, ids: CrmIds, links: CrmLinks): void {
  const { customer } = history;
  const account = {
    Billing_Customer_Id__c: links.billingCustomerId,
    Erp_Customer_Id__c: links.erpCustomerId === null ? null : String(links.erpCustomerId),
  };
  store.change('Account', ids.accountId, account, customer.sinceMs);
  for (const order of history.orders) {
    const orderId = ids.orderIds.get(order.key);
    if (orderId === undefined || !order.billed || links.billingSubscriptionId === null) continue;
    store.change(
      'Order',
      orderId,
      {
        Billing_Subscription_Id__c: links.billingSubscriptionId,
        Invoice_Schedule__c:
          order.frequency === 'Annual' ? 'Annual in advance' : `${order.frequency} on the anniversary`,
        Renewal_Date__c: order.endOn,
      },
      order.signedAtMs + 3_600_000,
    );
  }
}

function totalOf(order: Order): number {
  return order.lines.reduce((sum, line) => sum + line.totalMinor, 0);
}
