/**
 * Whether an idempotency key is the one that an event has by what it is: `aggregate/version`. Nearly every event has this
 * one; the table then keeps no second copy of it and no second index. Asked for every event, so no text is made.
 */
export function isOwnKey(key: string, aggregateId: string, aggregateVersion: number): boolean {
  const slash = aggregateId.length;
  if (key.charCodeAt(slash) !== slashUnit || !key.startsWith(aggregateId)) return false;
  if (aggregateVersion < 10) {
    return key.length === slash + 2 && key.charCodeAt(slash + 1) === zeroUnit + aggregateVersion;
  }
  return key.slice(slash + 1) === String(aggregateVersion);
}

/** Aggregate and version of a key that has the form of an own one; null for any other. */
export function splitOwnKey(
  key: string,
): { readonly aggregateId: string; readonly aggregateVersion: number } | null {
  const match = /^(.+)\/([1-9]\d*)$/s.exec(key);
  if (!match) return null;
  const aggregateVersion = Number(match[2]);
  return Number.isSafeInteger(aggregateVersion)
    ? { aggregateId: match[1] as string, aggregateVersion }
    : null;
}

const slashUnit = 47;
const zeroUnit = 48;
