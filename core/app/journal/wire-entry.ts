import type { WireEntry } from '#core/contract/journal.ts';
import type { RecordedEvent } from '#core/journal/event.ts';
import type { EventColumns } from '#core/storage/repositories/events.ts';

/** The journal's bytes as an event. A body that was tampered with may not be readable: then its columns speak. */
export function eventOf(row: EventColumns): RecordedEvent | null {
  try {
    return JSON.parse(row.body) as RecordedEvent;
  } catch {
    // The chain no longer proves this entry; verify names it. The list still shows that it is there.
    return null;
  }
}

export function wireEntry(row: EventColumns): WireEntry {
  const event = eventOf(row);
  return {
    seq: row.seq,
    type: row.type,
    aggregateId: row.aggregate_id,
    aggregateVersion: row.aggregate_version,
    correlationId: row.correlation_id,
    actor: event?.actor ?? 'unreadable',
    recordedAt: event?.recordedAt ?? '',
    effectiveOn: event?.effectiveOn ?? '',
    legalEntity: event?.legalEntity ?? null,
    summary: event ? summaryOf(event) : 'The bytes of this entry cannot be read.',
    reason: event ? textAt(event, 'reason') : null,
    hash: row.hash.toString('hex'),
  };
}

/** The member of a payload that says most, in the order in which people look for it. */
const telling = [
  'message',
  'sourceReference',
  'resolution',
  'reason',
  'name',
  'code',
  'documentId',
  'period',
];

function summaryOf(event: RecordedEvent): string {
  const { entity } = event.payload as { readonly entity?: Readonly<Record<string, unknown>> };
  const named = entity?.['number'] ?? entity?.['reference'] ?? entity?.['name'] ?? entity?.['code'];
  if (typeof named === 'string' && named !== '') return named;
  for (const member of telling) {
    const text = textAt(event, member);
    if (text !== null) return text;
  }
  return event.source?.externalId ?? event.aggregateId;
}

function textAt({ payload }: RecordedEvent, member: string): string | null {
  const value = payload[member];
  return typeof value === 'string' && value !== '' ? value : null;
}
