import { z } from 'zod';

/** How far behind the newest creation a new walk starts, in seconds (`overlapDefaultMs`). */
export const overlapSeconds = 300;

/**
 * A list that rested this long is walked from the start again: its changes may have left the event feed, which reaches
 * back 30 days. A day less, so that a list never counts as fresh when the feed is expired.
 */
export const restMaxMs = 29 * 86_400_000;

/** How often a walk whose position the vendor no longer knows starts again from its top before the caller is told. */
export const restartsMax = 3;

const seconds = z.int().nonnegative();

/** Halfway through a list that runs from the newest record to `since` (to the oldest, when null). */
const walking = z.strictObject({
  at: z.literal('walking'),
  after: z.string().nullable(),
  since: seconds.nullable(),
  /** Creation of the newest record seen: where the next walk ends. */
  newest: seconds.nullable(),
  restarts: z.int(),
  stalled: z.int(),
});

/** At the end: what is there was seen. The next walk brings what was created since. */
const resting = z.strictObject({ at: z.literal('resting'), newest: seconds.nullable(), restedAtMs: z.int() });

export const listCursor = z.discriminatedUnion('at', [walking, resting]);
export type ListCursor = z.infer<typeof listCursor>;
export type ListWalk = z.infer<typeof walking>;

/** Ids of events in the overlap with their creation, so that they are not followed twice. */
const seenEvents = z.array(z.tuple([z.string(), seconds]));

/** The feed only reaches back to `floor`; earlier changes were in the lists when it was first noted. */
const feed = { floor: seconds, seen: seenEvents, sweptAtMs: z.int() };

const sweeping = z.strictObject({
  at: z.literal('sweeping'),
  after: z.string().nullable(),
  since: seconds,
  newest: seconds,
  startedAtMs: z.int(),
  restarts: z.int(),
  stalled: z.int(),
  ...feed,
});

const waiting = z.strictObject({ at: z.literal('waiting'), newest: seconds, ...feed });

export const eventCursor = z.discriminatedUnion('at', [sweeping, waiting]);
export type EventCursor = z.infer<typeof eventCursor>;
export type EventSweep = z.infer<typeof sweeping>;

/** A walk of subscriptions for the usage of their metered items; `after` null is the start. */
export const usageCursor = z.strictObject({ after: z.string().nullable(), stalled: z.int() });
export type UsageCursor = z.infer<typeof usageCursor>;
