import type { CanonicalValue } from '../base/canonical-json.ts';
import { isCurrencyCode } from './currency.ts';

/**
 * Money on the wire is `{"currency":"USD","minor":"12345"}`: digits as text, so that no reader makes a float of it.
 * `canonicalJson` writes bigint that way; this reads it back, anywhere in a parsed JSON value.
 */
export function fromWire<T>(value: unknown): T {
  return reviveMoney(value) as T;
}

function reviveMoney(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(reviveMoney);
  const members = value as Record<string, unknown>;
  const keys = Object.keys(members);
  if (isMoney(members, keys))
    return { minor: BigInt(members['minor'] as string), currency: members['currency'] };
  const revived: Record<string, unknown> = {};
  for (const key of keys) revived[key] = reviveMoney(members[key]);
  return revived;
}

function isMoney(members: Record<string, unknown>, keys: readonly string[]): boolean {
  return (
    keys.length === 2 &&
    typeof members['minor'] === 'string' &&
    typeof members['currency'] === 'string' &&
    isCurrencyCode(members['currency']) &&
    /^-?\d+$/.test(members['minor'])
  );
}

/** A domain value as plain JSON (bigint as digits), for transports and files. */
export function toWire(value: unknown): CanonicalValue {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return value as CanonicalValue;
  if (Array.isArray(value)) return value.map(toWire);
  const plain: Record<string, CanonicalValue> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) plain[key] = toWire(member);
  }
  return plain;
}
