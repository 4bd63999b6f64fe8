import { AssertionError } from '../base/assert.ts';
import type { EventDraft } from './event.ts';
import { isOwnKey, splitOwnKey } from '../storage/repositories/event-keys.ts';
import { isKnownDay } from './known-days.ts';

const typePattern = /^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$/;

/** Types seen before: there are a few dozen. */
const knownTypes = new Set<string>();

/** An event that breaks the envelope's rules is a bug in its writer: it never reaches the journal. */
export function checkDraft(draft: EventDraft): void {
  if (!isType(draft.type)) throw new AssertionError(`event type is not area.happened: ${draft.type}`);
  if (!isName(draft.aggregateId)) throw new AssertionError('event without an aggregate');
  if (!Number.isSafeInteger(draft.aggregateVersion) || draft.aggregateVersion < 1) {
    throw new AssertionError(`event version starts at 1: ${draft.aggregateVersion}`);
  }
  if (!isName(draft.idempotencyKey)) throw new AssertionError('event without an idempotency key');
  if (!isName(draft.correlationId)) throw new AssertionError('event without a correlation id');
  if (!isName(draft.actor)) throw new AssertionError('event without an actor');
  if (!isKnownDay(draft.effectiveOn))
    throw new AssertionError(`event effective on no day: ${draft.effectiveOn}`);
  const cause = draft.causationSeq ?? null;
  if (cause !== null && (!Number.isSafeInteger(cause) || cause < 1)) {
    throw new AssertionError(`event caused by no event: ${cause}`);
  }
}

/**
 * Whether a draft's idempotency key is its own: aggregate and version. No other key may have the form of one, so that a key
 * of the one kind never equals one of the other, and each kind is kept unique by its own index.
 */
export function hasOwnKey(draft: EventDraft): boolean {
  if (isOwnKey(draft.idempotencyKey, draft.aggregateId, draft.aggregateVersion)) return true;
  if (splitOwnKey(draft.idempotencyKey)) {
    throw new AssertionError(
      `idempotency key of another event than ${draft.aggregateId}/${draft.aggregateVersion}: ${draft.idempotencyKey}`,
    );
  }
  return false;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0;
}

function isType(type: string): boolean {
  if (knownTypes.has(type)) return true;
  if (!typePattern.test(type)) return false;
  knownTypes.add(type);
  return true;
}
