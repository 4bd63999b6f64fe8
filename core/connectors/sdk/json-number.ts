import type { Result } from '#core/base/result.ts';
import { ok } from '#core/base/result.ts';
import { type JsonTextFailure, scanJson } from './json-text.ts';

/** A JSON number as its own text, so that 1234.10 never passes through a float; also writes an exact number literal. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

interface ReviverContext {
  readonly source?: string;
}

/** Parses JSON text with duplicate keys refused and every number kept as `JsonNumber`. */
export function readJsonExact(text: string): Result<unknown, JsonTextFailure> {
  const scan = scanJson(text);
  if (!scan.ok) return scan;
  const revive = (_key: string, value: unknown, context?: ReviverContext): unknown =>
    typeof value === 'number' ? new JsonNumber(context?.source ?? String(value)) : value;
  return ok(JSON.parse(text, revive));
}

export type WritableJson =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly WritableJson[]
  | { readonly [key: string]: WritableJson | undefined };

/** JSON text with keys in the order given, undefined members left out and numbers exactly as their text says. */
export function writeJson(value: WritableJson): string {
  if (value instanceof JsonNumber) return value.text;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(writeJson).join(',')}]`;
  const members = Object.entries(value)
    .filter((entry): entry is [string, WritableJson] => entry[1] !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}:${writeJson(member)}`);
  return `{${members.join(',')}}`;
}

function isList(value: object): value is readonly WritableJson[] {
  return Array.isArray(value);
}
