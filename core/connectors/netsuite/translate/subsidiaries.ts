import type { Observation } from '#core/domain/entity.ts';
import type { Subsidiary } from '#core/domain/ledger.ts';
import { parseRecord, type SourceRecord } from '#core/connectors/sdk/index.ts';
import { subsidiaryRow } from '../schemas.ts';
import { listDay, referenceId } from './references.ts';

export function translateSubsidiary(record: SourceRecord): Observation<Subsidiary> {
  const row = parseRecord(record, subsidiaryRow, 'plain');
  return {
    externalId: row.id,
    entity: {
      kind: 'subsidiary',
      name: row.name,
      country: row.country ?? null,
      currencyExternalId: referenceId('currency', row.currency),
    },
    ordering: { by: 'fetched' },
    effectiveOn: listDay,
  };
}
