import type { Order } from '#core/domain/contract.ts';
import type { Observation } from '#core/domain/entity.ts';
import { parseRecord, type SourceRecord } from '#core/connectors/sdk/index.ts';
import { changedAt, currencyAt, dayAt, dayOrNullAt, decimalAt, wholeAt, wordAt } from '../reading.ts';
import { orderSchema } from '../schemas.ts';
import { translateLines } from './commercial-lines.ts';

const statuses = { Draft: 'draft', Activated: 'activated' } as const;
const changes = {
  New: 'new',
  Amendment: 'amendment',
  Renewal: 'renewal',
  Cancellation: 'cancellation',
} as const;
const approvals = { Approved: 'approved', Pending: 'pending', Rejected: 'rejected' } as const;
const billings = { Annual: 'annual', Monthly: 'monthly', Usage: 'usage' } as const;

/**
 * The signed document of one contract version. Versions of a contract are different records, so each is ordered by its
 * own last change; the contract's order is in its version numbers.
 */
export function translateOrder(record: SourceRecord): Observation<Order> {
  const order = parseRecord(record, orderSchema, 'exact');
  const currency = currencyAt(order.CurrencyIsoCode);
  const { Base_Version__c: base, IsDeleted: isDeleted } = order;
  const startOn = dayAt(order.EffectiveDate, '$.EffectiveDate');
  return {
    externalId: order.Id,
    entity: {
      kind: 'order',
      number: order.OrderNumber,
      customerExternalId: order.AccountId,
      opportunityExternalId: order.OpportunityId,
      status: wordAt(statuses, order.Status, '$.Status'),
      change: wordAt(changes, order.Type, '$.Type'),
      approval: wordAt(approvals, order.Approval_Status__c, '$.Approval_Status__c'),
      contractNumber: order.Contract_Number__c,
      contractVersion: wholeAt(order.Contract_Version__c, '$.Contract_Version__c'),
      baseVersion: base === null ? null : wholeAt(base, '$.Base_Version__c'),
      priceBookExternalId: order.Pricebook2Id,
      startOn,
      endOn: dayOrNullAt(order.EndDate, '$.EndDate'),
      billing: wordAt(billings, order.Billing_Frequency__c, '$.Billing_Frequency__c'),
      currency,
      total: decimalAt(order.TotalAmount, currency, '$.TotalAmount'),
      lines: translateLines(
        order.OrderItems?.records ?? [],
        '$.OrderItems',
        { currency, isDeleted },
        (line) => ({
          productCode: line.Product2.ProductCode,
          endDate: line.EndDate,
        }),
      ),
      billingSubscriptionId: order.Billing_Subscription_Id__c,
      renewalOn: dayOrNullAt(order.Renewal_Date__c, '$.Renewal_Date__c'),
    },
    ordering: { by: 'instant', at: changedAt(order.SystemModstamp) },
    effectiveOn: startOn,
    isDeleted,
  };
}
