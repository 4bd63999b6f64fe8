import { z } from 'zod';
import { id, number, text, walked } from './reading.ts';

/** Records as our queries ask for them. Unknown members are kept; a member that was asked for must be there. */
export const headSchema = z.looseObject({ Id: walked.Id, SystemModstamp: walked.SystemModstamp });

export const accountSchema = z.looseObject({
  ...walked,
  Name: z.string(),
  BillingCountryCode: text,
  CurrencyIsoCode: text,
  Legal_Entity__c: text,
  Tax_Id__c: text,
  Tax_Setup__c: text,
  Billing_Customer_Id__c: text,
  Erp_Customer_Id__c: text,
  ARR__c: number.nullable(),
});

/** A list of children is null when there are none. */
function children<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.looseObject({ done: z.literal(true), records: z.array(z.looseObject(shape)) }).nullable();
}

const line = {
  Id: id,
  Quantity: number,
  UnitPrice: number,
  TotalPrice: number,
  ServiceDate: text,
  IsDeleted: z.boolean(),
};

export const opportunitySchema = z.looseObject({
  ...walked,
  Name: z.string(),
  AccountId: id.nullable(),
  StageName: z.string(),
  IsClosed: z.boolean(),
  IsWon: z.boolean(),
  CloseDate: z.string(),
  Amount: number.nullable(),
  CurrencyIsoCode: z.string(),
  Type: text,
  Pricebook2Id: id.nullable(),
  Legal_Entity__c: text,
  Contract_Number__c: text,
  OpportunityLineItems: children({ ...line, ProductCode: z.string() }),
});

export const orderSchema = z.looseObject({
  ...walked,
  OrderNumber: z.string(),
  AccountId: id,
  OpportunityId: id.nullable(),
  EffectiveDate: z.string(),
  EndDate: text,
  Status: z.string(),
  Type: z.string(),
  Pricebook2Id: id.nullable(),
  TotalAmount: number,
  CurrencyIsoCode: z.string(),
  Contract_Number__c: z.string().min(1),
  Contract_Version__c: number,
  Base_Version__c: number.nullable(),
  Approval_Status__c: z.string(),
  Billing_Frequency__c: z.string(),
  Billing_Subscription_Id__c: text,
  Renewal_Date__c: text,
  OrderItems: children({ ...line, EndDate: text, Product2: z.looseObject({ ProductCode: z.string() }) }),
});

export const priceBookSchema = z.looseObject({
  ...walked,
  Name: z.string(),
  IsActive: z.boolean(),
  Valid_From__c: text,
  Valid_To__c: text,
});

export const productSchema = z.looseObject({
  ...walked,
  ProductCode: z.string().min(1),
  Name: z.string(),
  IsActive: z.boolean(),
});
