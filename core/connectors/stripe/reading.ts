import type { z } from 'zod';
import type { CurrencyCode } from '#core/domain/currency.ts';
import { isCurrencyCode } from '#core/domain/currency.ts';
import { type Day, dayOfEpochMs } from '#core/domain/day.ts';
import type { SourceRecord } from '../sdk/connector.ts';
import { QuarantineError, quarantineOf, unknownValue } from '../sdk/quarantine.ts';
import { readJson } from '../sdk/verbatim.ts';

/** The record's JSON. Text that is none is quarantined with its bytes. */
export function readBody(record: SourceRecord): unknown {
  const json = readJson(record.body);
  if (json.ok) return json.value;
  const { message, where } = json.error;
  throw new QuarantineError({
    code: 'SHAPE_UNKNOWN',
    message: where === undefined ? message : `${message} (${where})`,
    where: '$',
  });
}

/** The value through its schema, or a quarantine with the path of the first thing that does not fit. */
export function fit<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new QuarantineError(quarantineOf(parsed.error, value));
}

/**
 * The UTC day of a Unix time. Stripe stamps documents with instants only; an account whose books are in another zone
 * sets `effective_at` at noon, or accepts the UTC day.
 */
export function dayOf(seconds: number): Day {
  return dayOfEpochMs(seconds * 1000);
}

export function dayOrNull(seconds: number | null | undefined): Day | null {
  return seconds === null || seconds === undefined ? null : dayOf(seconds);
}

/** Stripe writes currencies in lower case. */
export function currencyAt(text: string, where: string): CurrencyCode {
  const code = text.toUpperCase();
  return isCurrencyCode(code) ? code : unknownValue(where, text, ['an ISO 4217 code']);
}

/** A contract version in metadata, which holds text only; null when there is none. */
export function versionAt(metadata: Readonly<Record<string, string>>): number | null {
  const text = metadata['contract_version'];
  if (text === undefined || text === '') return null;
  return /^[1-9]\d{0,8}$/.test(text)
    ? Number(text)
    : unknownValue('$.metadata.contract_version', text, ['a whole number from 1']);
}
