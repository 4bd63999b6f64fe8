import { aggregateOf, type ClosePlace } from '#core/close/close-desk.ts';
import type { RecordedEvent } from '#core/journal/event.ts';
import type { Core } from '../create-core.ts';

/** What happened in a close, newest first: every signature, suspension and task, as the journal has it. */
export function historyOf(
  core: Core,
  { offset, limit, ...place }: ClosePlace & { readonly offset: number; readonly limit: number },
) {
  const events = [
    ...core.journal.ofAggregate(aggregateOf(place)),
    ...core.journal.ofAggregate(`period:${place.legalEntity}:${place.period}`),
  ].sort((one, other) => other.seq - one.seq);
  return {
    rows: events.slice(offset, offset + limit).map(wireEvent),
    total: events.length,
    asOfSeq: core.journal.head().seq,
  };
}

function wireEvent({ seq, type, actor, recordedAt, payload }: RecordedEvent) {
  const text = ['cause', 'note', 'reason', 'label'].map((name) => payload[name]).find((value) => value);
  const { taskId, evidenceHash } = payload;
  return {
    seq,
    type,
    by: actor,
    at: recordedAt,
    taskId: typeof taskId === 'string' ? taskId : null,
    text: typeof text === 'string' ? text : '',
    evidenceHash: typeof evidenceHash === 'string' ? evidenceHash : null,
  };
}
