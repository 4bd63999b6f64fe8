import type { Opportunity } from '#core/domain/contract.ts';
import type { Observation } from '#core/domain/entity.ts';
import { parseRecord, type SourceRecord } from '#core/connectors/sdk/index.ts';
import { changedAt, currencyAt, dayAt, decimalAt, wordAt } from '../reading.ts';
import { opportunitySchema } from '../schemas.ts';
import { translateLines } from './commercial-lines.ts';

const changes = { 'New Business': 'new', Amendment: 'amendment', Renewal: 'renewal' } as const;

export function translateOpportunity(record: SourceRecord): Observation<Opportunity> {
  const opportunity = parseRecord(record, opportunitySchema, 'exact');
  const currency = currencyAt(opportunity.CurrencyIsoCode);
  const at = changedAt(opportunity.SystemModstamp);
  const { Amount: amount, IsClosed: isClosed, IsDeleted: isDeleted } = opportunity;
  const closedOn = isClosed ? dayAt(opportunity.CloseDate, '$.CloseDate') : null;
  const lines = opportunity.OpportunityLineItems?.records ?? [];
  return {
    externalId: opportunity.Id,
    entity: {
      kind: 'opportunity',
      name: opportunity.Name,
      customerExternalId: opportunity.AccountId,
      stage: opportunity.StageName,
      isClosed,
      isWon: opportunity.IsWon,
      closedOn,
      amount: amount === null ? null : decimalAt(amount, currency, '$.Amount'),
      change: opportunity.Type === null ? null : wordAt(changes, opportunity.Type, '$.Type'),
      priceBookExternalId: opportunity.Pricebook2Id,
      legalEntity: opportunity.Legal_Entity__c,
      contractNumber: opportunity.Contract_Number__c,
      lines: translateLines(lines, '$.OpportunityLineItems', { currency, isDeleted }, (line) => ({
        productCode: line.ProductCode,
        endDate: null,
      })),
    },
    ordering: { by: 'instant', at },
    effectiveOn: closedOn ?? at.slice(0, 10),
    isDeleted,
  };
}
