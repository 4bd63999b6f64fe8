import { isCurrencyCode } from '#core/domain/currency.ts';
import type { Observation } from '#core/domain/entity.ts';
import type { CustomerRecord } from '#core/domain/party.ts';
import { parseRecord, type SourceRecord, unknownValue } from '#core/connectors/sdk/index.ts';
import { customerRow } from '../schemas.ts';

/** `legalEntityBySubsidiary` comes from the connection's settings: NetSuite knows subsidiaries only by its own ids. */
export function translateCustomer(
  record: SourceRecord,
  legalEntityBySubsidiary: Readonly<Record<string, string>>,
): Observation<CustomerRecord> {
  const row = parseRecord(record, customerRow, 'plain');
  const currency = row.currencysymbol ?? null;
  if (currency !== null && !isCurrencyCode(currency)) {
    return unknownValue('$.currencysymbol', currency, ['an ISO 4217 code']);
  }
  const person = [row.firstname, row.lastname].filter((part) => part !== undefined).join(' ');
  return {
    externalId: row.id,
    entity: {
      kind: 'customer',
      system: 'erp',
      legalName: row.companyname ?? (person === '' ? row.entityid : person),
      taxId: row.vatregnumber ?? null,
      taxSetup: 'unknown',
      country: null,
      currency,
      legalEntity: row.subsidiary === undefined ? null : (legalEntityBySubsidiary[row.subsidiary] ?? null),
      isActive: row.isinactive === 'F',
      crmAccountId: row.crmid ?? null,
      billingCustomerId: row.billingid ?? null,
      erpCustomerId: null,
    },
    ordering: { by: 'instant', at: row.lastmodifieddate },
    effectiveOn: row.lastmodifieddate.slice(0, 10),
  };
}
