import type { WireHopDetail } from '#core/contract/trace.ts';
import type { RecordedEvent } from '#core/journal/event.ts';
import { SourceRecordRepository } from '#core/storage/repositories/source-records.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import type { Core } from '../create-core.ts';

/** So many of the newest payloads of one record are shown; the journal has them all. */
const sourcesMax = 10;

/** Everything behind one hop; null where the id is none of ours. */
export function hopDetail(core: Core, id: string): WireHopDetail | null {
  const events = core.journal.ofAggregate(id);
  const posting = core.desk.postings.get(id);
  const stored = core.books.entities.get(id);
  const item = core.exceptions.exceptions.get(id);
  if (!posting && !stored && !item && events.length === 0) return null;
  return {
    id,
    events: events.map(({ seq, type, recordedAt, actor, effectiveOn }) => ({
      seq,
      type,
      at: recordedAt,
      actor,
      effectiveOn,
    })),
    sources: stored === null ? [] : sourcesOf(core, stored.connectionId, stored.externalId),
    posting: posting && postingDetail(core, posting, events),
    exception: item && { id, code: item.code, message: item.message, fix: item.fix },
    asOfSeq: core.journal.head().seq,
  };
}

function sourcesOf(core: Core, connectionId: string, externalId: string): WireHopDetail['sources'] {
  return new SourceRecordRepository(core.store)
    .bodies(connectionId, externalId)
    .slice(0, sourcesMax)
    .map(({ stream, received_at: receivedAt, body }) => ({ stream, receivedAt, body }));
}

function postingDetail(
  core: Core,
  posting: Posting,
  events: readonly RecordedEvent[],
): WireHopDetail['posting'] {
  const prepared = events.findLast(({ payload }) => Array.isArray(payload['mappingIds']));
  const ids = new Set((prepared?.payload['mappingIds'] ?? []) as readonly string[]);
  return {
    request: posting.payload,
    mappingVersion: posting.mappingVersion,
    mappings: core.mapping
      .rows()
      .filter((row) => ids.has(row.id))
      .map(({ id, type, sourceKey, legalEntity, version, target }) => ({
        id,
        type,
        sourceKey,
        legalEntity,
        version,
        target: { ...target },
      })),
    attempt: posting.attempt,
    documentId: posting.documentId,
    preparedBy: posting.preparedBy,
    approvals: core.desk.postings
      .approvalsOf(posting.id)
      .map(({ decision, decided_by: by, seq }) => ({ decision, by, seq })),
    lookUps: core.desk.postings
      .lookUpsOf(posting.id)
      .map(({ attempt, outcome, document_id: documentId }) => ({ attempt, outcome, documentId })),
  };
}
