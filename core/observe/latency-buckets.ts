/** Buckets per doubling: a percentile read from them is at most 9 % above the true one, and never below it. */
const perDoubling = 8;

/** The bucket of a duration: the smallest whose upper bound holds it. */
export function bucketOf(durationMs: number): number {
  return durationMs <= 1 ? 0 : Math.ceil(Math.log2(durationMs) * perDoubling - 1e-9);
}

/** No duration in the bucket is longer. */
export function upperBoundMs(bucket: number): number {
  return Math.ceil(2 ** (bucket / perDoubling));
}

export interface BucketCount {
  readonly bucket: number;
  readonly count: number;
}

/** The upper bound of the bucket in which the given share of all durations has ended, or null when there are none. */
export function percentileMs(counts: readonly BucketCount[], share: number): number | null {
  const byBucket = new Map<number, number>();
  for (const { bucket, count } of counts) byBucket.set(bucket, (byBucket.get(bucket) ?? 0) + count);
  const total = [...byBucket.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = Math.ceil(total * share);
  for (const [bucket, count] of [...byBucket].sort(([one], [other]) => one - other)) {
    left -= count;
    if (left <= 0) return upperBoundMs(bucket);
  }
  return null;
}
