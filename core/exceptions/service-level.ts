const hourMs = 3_600_000;

/** How soon an exception should be resolved after it was raised, by its severity. */
export const resolveWithinMs = {
  critical: 4 * hourMs,
  high: 8 * hourMs,
  medium: 24 * hourMs,
  low: 72 * hourMs,
} as const;
