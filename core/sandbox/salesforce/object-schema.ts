import { type FieldDefinition, field, reference } from './field-definitions.ts';

export interface ChildRelationship {
  readonly name: string;
  readonly childObject: string;
  readonly field: string;
}

export interface ObjectDefinition {
  readonly name: string;
  /** First three characters of every id. */
  readonly keyPrefix: string;
  readonly fields: readonly FieldDefinition[];
  readonly createable: boolean;
  /** Field by lower-case name: SOQL and REST read names without regard to case. */
  readonly fieldByName: ReadonlyMap<string, FieldDefinition>;
}

const LEGAL_ENTITIES = ['NW-US', 'NW-DE', 'NW-UK'];
const CURRENCIES = ['USD', 'EUR', 'GBP'];
const STAGES = ['Prospecting', 'Qualification', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'];

const systemFields: readonly FieldDefinition[] = [
  field('Id', 'id', { readOnly: true }),
  field('IsDeleted', 'boolean', { readOnly: true }),
  field('CreatedDate', 'datetime', { readOnly: true }),
  field('LastModifiedDate', 'datetime', { readOnly: true }),
  field('SystemModstamp', 'datetime', { readOnly: true }),
];

const currencyIsoCode = field('CurrencyIsoCode', 'picklist', { length: 3, values: CURRENCIES });
const legalEntity = field('Legal_Entity__c', 'picklist', { values: LEGAL_ENTITIES });

const accountFields = [
  field('Name', 'string', { required: true }),
  field('AccountNumber', 'string', { length: 40 }),
  field('BillingCountryCode', 'string', { length: 10 }),
  currencyIsoCode,
  legalEntity,
  field('Tax_Id__c', 'string', { length: 40 }),
  field('Tax_Setup__c', 'picklist', { values: ['Complete', 'Missing'] }),
  field('Billing_Customer_Id__c', 'string', { externalId: true }),
  field('Erp_Customer_Id__c', 'string', { externalId: true }),
  field('ARR__c', 'currency'),
];

const opportunityFields = [
  field('Name', 'string', { required: true, length: 120 }),
  reference('AccountId', 'Account', 'Opportunities'),
  field('StageName', 'picklist', { required: true, values: STAGES }),
  field('IsClosed', 'boolean', { readOnly: true }),
  field('IsWon', 'boolean', { readOnly: true }),
  field('CloseDate', 'date', { required: true }),
  field('Amount', 'currency'),
  currencyIsoCode,
  field('Type', 'picklist', { values: ['New Business', 'Amendment', 'Renewal'] }),
  reference('Pricebook2Id', 'Pricebook2', 'Opportunities'),
  legalEntity,
  field('Contract_Number__c', 'string', { length: 40 }),
];

const opportunityLineFields = [
  reference('OpportunityId', 'Opportunity', 'OpportunityLineItems', { required: true, createOnly: true }),
  reference('Product2Id', 'Product2', null, { createOnly: true }),
  field('ProductCode', 'string', { readOnly: true }),
  field('Quantity', 'double', { required: true }),
  field('UnitPrice', 'currency'),
  field('TotalPrice', 'currency', { readOnly: true }),
  field('ServiceDate', 'date'),
  currencyIsoCode,
];

const orderFields = [
  field('OrderNumber', 'string', { readOnly: true, length: 30 }),
  reference('AccountId', 'Account', 'Orders', { required: true }),
  reference('OpportunityId', 'Opportunity', 'Orders'),
  field('EffectiveDate', 'date', { required: true }),
  field('EndDate', 'date'),
  field('Status', 'picklist', { required: true, values: ['Draft', 'Activated'] }),
  field('Type', 'picklist', { values: ['New', 'Amendment', 'Renewal', 'Cancellation'] }),
  reference('Pricebook2Id', 'Pricebook2', 'Orders'),
  field('TotalAmount', 'currency', { readOnly: true }),
  currencyIsoCode,
  legalEntity,
  field('Contract_Number__c', 'string', { length: 40, externalId: true }),
  field('Contract_Version__c', 'double', { scale: 0 }),
  field('Base_Version__c', 'double', { scale: 0 }),
  field('Approval_Status__c', 'picklist', { values: ['Approved', 'Pending', 'Rejected'] }),
  field('Billing_Frequency__c', 'picklist', { values: ['Annual', 'Monthly', 'Usage'] }),
  field('Tieout_Id__c', 'string', { length: 80, externalId: true, unique: true }),
  field('Billing_Subscription_Id__c', 'string', { externalId: true }),
  field('Invoice_Schedule__c', 'string'),
  field('Renewal_Date__c', 'date'),
];

const orderItemFields = [
  field('OrderItemNumber', 'string', { readOnly: true, length: 30 }),
  reference('OrderId', 'Order', 'OrderItems', { required: true, createOnly: true }),
  reference('Product2Id', 'Product2', null, { required: true, createOnly: true }),
  field('Quantity', 'double', { required: true }),
  field('UnitPrice', 'currency', { required: true }),
  field('TotalPrice', 'currency', { readOnly: true }),
  field('ServiceDate', 'date'),
  field('EndDate', 'date'),
  currencyIsoCode,
];

const priceBookFields = [
  field('Name', 'string', { required: true }),
  field('IsActive', 'boolean'),
  field('IsStandard', 'boolean', { readOnly: true }),
  field('Valid_From__c', 'date'),
  field('Valid_To__c', 'date'),
];

const priceBookEntryFields = [
  reference('Pricebook2Id', 'Pricebook2', 'PricebookEntries', { required: true, createOnly: true }),
  reference('Product2Id', 'Product2', 'PricebookEntries', { required: true, createOnly: true }),
  field('UnitPrice', 'currency', { required: true }),
  field('IsActive', 'boolean'),
  currencyIsoCode,
];

const productFields = [
  field('Name', 'string', { required: true }),
  field('ProductCode', 'string'),
  field('Family', 'string'),
  field('IsActive', 'boolean'),
];

const organizationFields = [
  field('Name', 'string', { readOnly: true }),
  field('IsSandbox', 'boolean', { readOnly: true }),
  field('OrganizationType', 'string', { readOnly: true }),
  field('InstanceName', 'string', { readOnly: true }),
  field('DefaultLocaleSidKey', 'string', { readOnly: true }),
  field('TimeZoneSidKey', 'string', { readOnly: true }),
];

function object(
  name: string,
  keyPrefix: string,
  fields: readonly FieldDefinition[],
  createable = true,
): ObjectDefinition {
  const all = [...systemFields, ...fields];
  return {
    name,
    keyPrefix,
    fields: all,
    createable,
    fieldByName: new Map(all.map((one) => [one.name.toLowerCase(), one])),
  };
}

/** The objects of the sample org, as the organisations' wire convention names them. */
export const OBJECTS: readonly ObjectDefinition[] = [
  object('Account', '001', accountFields),
  object('Opportunity', '006', opportunityFields),
  object('OpportunityLineItem', '00k', opportunityLineFields),
  object('Order', '801', orderFields),
  object('OrderItem', '802', orderItemFields),
  object('Pricebook2', '01s', priceBookFields),
  object('PricebookEntry', '01u', priceBookEntryFields),
  object('Product2', '01t', productFields),
  object('Organization', '00D', organizationFields, false),
];

const objectByName = new Map(OBJECTS.map((one) => [one.name.toLowerCase(), one]));

export function findObject(name: string): ObjectDefinition | undefined {
  return objectByName.get(name.toLowerCase());
}

/** The lists of children that a parent's subquery may name. */
export function childRelationshipsOf(parent: ObjectDefinition): ChildRelationship[] {
  return OBJECTS.flatMap((child) =>
    child.fields.flatMap((one) =>
      one.referenceTo === parent.name && one.childRelationshipName !== null
        ? [{ name: one.childRelationshipName, childObject: child.name, field: one.name }]
        : [],
    ),
  );
}

/** The object whose ids start with these three characters. */
export function findObjectByPrefix(keyPrefix: string): ObjectDefinition | undefined {
  return OBJECTS.find((one) => one.keyPrefix === keyPrefix);
}
