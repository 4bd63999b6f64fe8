import { assert } from '../base/assert.ts';
import { isDay } from '../domain/day.ts';
import type { EventDraft } from './event.ts';

const typePattern = /^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$/;

/** An event that breaks the envelope's rules is a bug in its writer: it never reaches the journal. */
export function checkDraft(draft: EventDraft): void {
  assert(typePattern.test(draft.type), `event type is not area.happened: ${draft.type}`);
  assert(draft.aggregateId.length > 0, 'event without an aggregate');
  assert(
    Number.isSafeInteger(draft.aggregateVersion) && draft.aggregateVersion >= 1,
    'event version starts at 1',
  );
  assert(draft.idempotencyKey.length > 0, 'event without an idempotency key');
  assert(draft.correlationId.length > 0, 'event without a correlation id');
  assert(draft.actor.length > 0, 'event without an actor');
  assert(isDay(draft.effectiveOn), `event effective on no day: ${draft.effectiveOn}`);
}
