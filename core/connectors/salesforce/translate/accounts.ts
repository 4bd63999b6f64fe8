import type { Observation } from '#core/domain/entity.ts';
import type { CustomerRecord } from '#core/domain/party.ts';
import { parseRecord, type SourceRecord } from '#core/connectors/sdk/index.ts';
import { changedAt, currencyAt, wordAt } from '../reading.ts';
import { accountSchema } from '../schemas.ts';

const taxSetups = { Complete: 'complete', Missing: 'missing' } as const;

export function translateAccount(record: SourceRecord): Observation<CustomerRecord> {
  const account = parseRecord(record, accountSchema, 'exact');
  const { CurrencyIsoCode: currency, Tax_Setup__c: taxSetup } = account;
  const at = changedAt(account.SystemModstamp);
  return {
    externalId: account.Id,
    entity: {
      kind: 'customer',
      system: 'crm',
      legalName: account.Name,
      taxId: account.Tax_Id__c,
      taxSetup: taxSetup === null ? 'unknown' : wordAt(taxSetups, taxSetup, '$.Tax_Setup__c'),
      country: account.BillingCountryCode,
      currency: currency === null ? null : currencyAt(currency),
      legalEntity: account.Legal_Entity__c,
      isActive: !account.IsDeleted,
      crmAccountId: null,
      billingCustomerId: account.Billing_Customer_Id__c,
      erpCustomerId: account.Erp_Customer_Id__c,
    },
    ordering: { by: 'instant', at },
    effectiveOn: at.slice(0, 10),
    isDeleted: account.IsDeleted,
  };
}
