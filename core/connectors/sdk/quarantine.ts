import type { z } from 'zod';
import { type Result, err, ok } from '#core/base/result.ts';
import type { MoneyFailure } from '#core/domain/money.ts';
import type { Quarantine, SourceRecord } from './connector.ts';
import { JsonNumber, readJsonExact } from './json-number.ts';
import { readJson } from './verbatim.ts';

/** Thrown inside a translation to leave it with a quarantine; `translating` turns it into a result. */
export class QuarantineError extends Error {
  readonly quarantine: Quarantine;

  constructor(quarantine: Quarantine) {
    super(quarantine.message);
    this.quarantine = quarantine;
  }
}

/** Runs a translation; a `QuarantineError` thrown anywhere in it becomes the record's quarantine. */
export function translating<T>(translate: () => T): Result<T, Quarantine> {
  try {
    return ok(translate());
  } catch (error) {
    if (error instanceof QuarantineError) return err(error.quarantine);
    throw error;
  }
}

/**
 * A source record through its schema. `exact` keeps numbers as `JsonNumber` (for vendors that write amounts as decimals);
 * otherwise they are JavaScript numbers.
 */
export function parseRecord<T>(record: SourceRecord, schema: z.ZodType<T>, numbers: 'plain' | 'exact'): T {
  const json = numbers === 'exact' ? readJsonExact(record.body) : readJson(record.body);
  if (!json.ok) {
    const { message, where } = json.error;
    const place = where === undefined ? '' : ` (${where})`;
    throw new QuarantineError({ code: 'SHAPE_UNKNOWN', message: `${message}${place}`, where: '$' });
  }
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return parsed.data;
  throw new QuarantineError(quarantineOf(parsed.error, json.value));
}

/** The money, or the record's quarantine with the path of the amount. */
export function moneyAt<T>(result: Result<T, MoneyFailure>, where: string): T {
  if (result.ok) return result.value;
  throw new QuarantineError({ code: 'MONEY_INVALID', message: result.error.message, where });
}

/** A value that the vendor's documentation does not list: kept with its path, never mapped to something near. */
export function unknownValue(where: string, found: string, expected: readonly string[]): never {
  throw new QuarantineError({
    code: 'VALUE_INVALID',
    message: `unknown value "${found}" at ${where}`,
    where,
    expected: expected.join(' | '),
    found,
  });
}

/** First issue of a zod error as a quarantine: path, what was expected, what was found. */
export function quarantineOf(error: z.ZodError, input: unknown): Quarantine {
  const issue = error.issues[0];
  const path = issue?.path ?? [];
  const where = pathText(path);
  const isShape = issue?.code === 'invalid_type' || issue?.code === 'invalid_union';
  return {
    code: isShape ? 'SHAPE_UNKNOWN' : 'VALUE_INVALID',
    message: `${where}: ${issue?.message ?? 'does not fit'}`,
    where,
    expected: issue !== undefined && 'expected' in issue ? String(issue.expected) : (issue?.message ?? ''),
    found: describe(valueAt(input, path)),
  };
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    '$',
  );
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (value === null || typeof value !== 'object' ? undefined : Reflect.get(value, part)),
    input,
  );
}

function describe(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (value instanceof JsonNumber) return `number ${value.text}`;
  if (typeof value === 'object') return Array.isArray(value) ? 'array' : 'object';
  return `${typeof value} ${JSON.stringify(value)}`.slice(0, 80);
}
