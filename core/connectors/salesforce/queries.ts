interface ChildList {
  readonly relationship: string;
  readonly fields: readonly string[];
}

export interface StreamQuery {
  readonly object: string;
  readonly fields: readonly string[];
  readonly children: ChildList | null;
  /** The field summed per currency for the completeness check. */
  readonly total: string | null;
}

const account = [
  'Name',
  'AccountNumber',
  'BillingCountryCode',
  'CurrencyIsoCode',
  'Legal_Entity__c',
  'Tax_Id__c',
  'Tax_Setup__c',
  'Billing_Customer_Id__c',
  'Erp_Customer_Id__c',
  'ARR__c',
  'CreatedDate',
  'LastModifiedDate',
];

const opportunity = [
  'Name',
  'AccountId',
  'StageName',
  'IsClosed',
  'IsWon',
  'CloseDate',
  'Amount',
  'CurrencyIsoCode',
  'Type',
  'Pricebook2Id',
  'Legal_Entity__c',
  'Contract_Number__c',
];

const order = [
  'OrderNumber',
  'AccountId',
  'OpportunityId',
  'EffectiveDate',
  'EndDate',
  'Status',
  'Type',
  'Pricebook2Id',
  'TotalAmount',
  'CurrencyIsoCode',
  'Contract_Number__c',
  'Contract_Version__c',
  'Base_Version__c',
  'Approval_Status__c',
  'Billing_Frequency__c',
  'Tieout_Id__c',
  'Billing_Subscription_Id__c',
  'Invoice_Schedule__c',
  'Renewal_Date__c',
];

/** Lines are asked for with their mark of deletion, because a query that shows deleted records shows deleted lines too. */
const opportunityLines: ChildList = {
  relationship: 'OpportunityLineItems',
  fields: [
    'Id',
    'Product2Id',
    'ProductCode',
    'Quantity',
    'UnitPrice',
    'TotalPrice',
    'ServiceDate',
    'IsDeleted',
  ],
};

const orderItems: ChildList = {
  relationship: 'OrderItems',
  fields: [
    'Id',
    'Product2Id',
    'Product2.ProductCode',
    'Quantity',
    'UnitPrice',
    'TotalPrice',
    'ServiceDate',
    'EndDate',
    'IsDeleted',
  ],
};

export const streamQueries: Readonly<Record<string, StreamQuery>> = {
  accounts: { object: 'Account', fields: account, children: null, total: null },
  opportunities: { object: 'Opportunity', fields: opportunity, children: opportunityLines, total: 'Amount' },
  orders: { object: 'Order', fields: order, children: orderItems, total: 'TotalAmount' },
  'price-books': {
    object: 'Pricebook2',
    fields: ['Name', 'IsActive', 'Valid_From__c', 'Valid_To__c'],
    children: null,
    total: null,
  },
  products: {
    object: 'Product2',
    fields: ['ProductCode', 'Name', 'Family', 'IsActive'],
    children: null,
    total: null,
  },
};

/** What every record has, and what the walk goes by. */
const walkFields = ['SystemModstamp', 'IsDeleted'];

function select(query: StreamQuery): string {
  const { object, fields, children } = query;
  const lines =
    children === null ? [] : [`(SELECT ${children.fields.join(', ')} FROM ${children.relationship})`];
  return `SELECT ${['Id', ...fields, ...walkFields, ...lines].join(', ')} FROM ${object}`;
}

/** Where a walk stands: behind one record, at an instant, or at the start. */
export interface WalkPoint {
  readonly stamp: string | null;
  readonly id: string | null;
}

/** The statement that goes on from a point, in the only order that survives equal stamps. Both parts are our own checked text. */
export function walkStatement(query: StreamQuery, point: WalkPoint): string {
  const { stamp, id } = point;
  const where =
    stamp === null
      ? ''
      : id === null
        ? ` WHERE SystemModstamp >= ${stamp}`
        : ` WHERE SystemModstamp > ${stamp} OR (SystemModstamp = ${stamp} AND Id > '${id}')`;
  return `${select(query)}${where} ORDER BY SystemModstamp, Id`;
}

export function recordStatement(query: StreamQuery, id: string): string {
  return `${select(query)} WHERE Id = '${id}'`;
}

/** Counts and sums per currency: without grouping a multi-currency org converts the sum to its own currency. */
export function totalsStatement(query: StreamQuery): string {
  if (query.total === null) return `SELECT COUNT(Id) documentCount FROM ${query.object}`;
  return `SELECT CurrencyIsoCode, COUNT(Id) documentCount, SUM(${query.total}) documentSum FROM ${query.object} GROUP BY CurrencyIsoCode`;
}

/** An id as Salesforce writes them, 15 or 18 characters; anything else names no record and never reaches a statement. */
export function isRecordId(text: string): boolean {
  return /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(text);
}
