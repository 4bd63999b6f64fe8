// The same writing of values as the scripts in the page use, on this side of the DevTools protocol.

interface Marked {
  readonly $: string;
  readonly v?: unknown;
}

export function decodeText(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(decodeText);
  const { $, v } = value as Marked;
  if ($ === 'undefined') return undefined;
  if ($ === 'number') return Number(v);
  if ($ === 'bigint') return BigInt(String(v));
  if ($ === 'date') return new Date(Number(v));
  if ($ === 'bytes') return new Uint8Array(Buffer.from(String(v), 'base64'));
  const object: Record<string, unknown> = {};
  for (const [key, one] of v as [string, unknown][]) {
    const property = { value: decodeText(one), enumerable: true, writable: true, configurable: true };
    Object.defineProperty(object, key, property);
  }
  return object;
}

export function encodeText(value: unknown): unknown {
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $: 'number', v: String(value) };
  if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError('An object could not be cloned.');
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return { $: 'bytes', v: Buffer.from(value).toString('base64') };
  if (value instanceof Date) return { $: 'date', v: value.getTime() };
  if (Array.isArray(value)) return value.map(encodeText);
  return { $: 'object', v: Object.entries(value).map(([key, one]) => [key, encodeText(one)]) };
}
