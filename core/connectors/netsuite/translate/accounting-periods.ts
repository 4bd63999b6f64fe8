import type { Observation } from '#core/domain/entity.ts';
import type { AccountingPeriod } from '#core/domain/ledger.ts';
import { parseRecord, type SourceRecord } from '#core/connectors/sdk/index.ts';
import { periodRow } from '../schemas.ts';

export function translatePeriod(record: SourceRecord): Observation<AccountingPeriod> {
  const row = parseRecord(record, periodRow, 'plain');
  const isLocked = row.arlocked === 'T' || row.alllocked === 'T';
  return {
    externalId: row.id,
    entity: {
      kind: 'accounting-period',
      name: row.periodname,
      startOn: row.startdate,
      endOn: row.enddate,
      state: row.closed === 'T' ? 'closed' : isLocked ? 'locked' : 'open',
      isPosting: row.isquarter === 'F' && row.isyear === 'F',
    },
    ordering: { by: 'fetched' },
    effectiveOn: row.startdate,
  };
}
