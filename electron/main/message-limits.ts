/** Longest message that may cross, counted as its strings, bytes and fields take. */
const maxMessageBytes = 1024 * 1024;
/** So many values at most: each costs time, however short it is. */
const maxMessageValues = 20_000;
/** How deep a message may be nested. */
const maxMessageDepth = 20;

/** Why a message is refused before anything reads it. */
export type LimitRefusal = 'too-large' | 'too-deep' | 'not-plain';

/**
 * Looks at a message without recursion and stops at the first limit: plain objects, lists, text, numbers, booleans, null and bytes
 * only. Names that reach a prototype are refused, and so is what would run code when it is read.
 */
export function limitRefusal(message: unknown): LimitRefusal | null {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: message, depth: 0 }];
  const seen = new Set<object>();
  let bytes = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (depth > maxMessageDepth) return 'too-deep';
    const own = ownBytes(value);
    if (own === null) return 'not-plain';
    bytes += own;
    if (bytes > maxMessageBytes) return 'too-large';
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) continue;
    // The same object twice is a cycle, or a message that grows when it is written out.
    if (seen.has(value)) return 'not-plain';
    seen.add(value);
    // A list is measured before it is walked: walking is what a huge one would cost.
    if (Array.isArray(value) && value.length + open.length > maxMessageValues) return 'too-large';
    if (!pushParts(value, depth + 1, open)) return 'not-plain';
    if (open.length > maxMessageValues) return 'too-large';
  }
  return null;
}

/** What a value takes by itself, or null for one that may not cross. */
function ownBytes(value: unknown): number | null {
  if (value === null || value === undefined || typeof value === 'boolean') return 4;
  if (typeof value === 'number') return Number.isFinite(value) ? 8 : null;
  if (typeof value === 'string') return value.length * 2;
  if (typeof value !== 'object') return null;
  if (value instanceof Uint8Array) return value.length;
  return 8;
}

const reaching: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function pushParts(value: object, depth: number, open: { value: unknown; depth: number }[]): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return false;
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key !== 'string' || reaching.has(key)) return false;
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property === undefined || property.get || property.set) return false;
    if (Array.isArray(value) && key === 'length') continue;
    if (!Array.isArray(value)) open.push({ value: key, depth });
    open.push({ value: property.value, depth });
  }
  return true;
}
