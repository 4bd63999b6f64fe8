import type { EntityKind } from '#core/domain/entity.ts';
import { type Deletion, parseRecord, type SourceRecord, unknownValue } from '#core/connectors/sdk/index.ts';
import { deletableTypes } from '../queries.ts';
import { deletionRow } from '../schemas.ts';

/** NetSuite keeps who deleted what and when, and nothing of the record itself. */
export function translateDeletion(record: SourceRecord): Deletion {
  const row = parseRecord(record, deletionRow, 'plain');
  if (!(deletableTypes as readonly string[]).includes(row.type)) {
    return unknownValue('$.type', row.type, deletableTypes);
  }
  const kind: EntityKind = row.type === 'customer' ? 'customer' : 'ledger-document';
  return {
    kind,
    externalId: row.recordid,
    ordering: { by: 'instant', at: row.deleteddate },
    effectiveOn: row.deleteddate.slice(0, 10),
  };
}
