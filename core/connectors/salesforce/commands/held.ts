import { type Result, err, ok } from '#core/base/result.ts';
import {
  JsonNumber,
  plainDecimal,
  type PullFailure,
  readJsonExact,
  type RequestPayload,
} from '#core/connectors/sdk/index.ts';
import type { SalesforceClient } from '../client.ts';

/** What the org holds in the fields of a command, and in which currency the record is kept. */
export interface HeldRecord {
  readonly isSame: boolean;
  readonly currency: string | null;
}

/** Reads the fields that the command writes; null when there is no such record. */
export async function heldRecord(
  client: SalesforceClient,
  request: RequestPayload,
  signal: AbortSignal | undefined,
): Promise<Result<HeldRecord | null, PullFailure>> {
  const wanted = membersOf(request.body);
  const names = ['Id', 'CurrencyIsoCode', ...wanted.keys()];
  const answer = await client.record(`${request.path}?fields=${names.join(',')}`, {
    lane: 'critical',
    signal,
  });
  if (!answer.ok) return answer;
  if (answer.value === null) return ok(null);
  const held = membersOf(answer.value);
  if (!names.every((name) => held.has(name))) {
    return err({
      code: 'RESPONSE_INVALID',
      message: 'the record does not have the fields that were asked for',
    });
  }
  const isSame = [...wanted].every(([name, value]) => sameValue(value, held.get(name)));
  const currency = held.get('CurrencyIsoCode');
  return ok({ isSame, currency: typeof currency === 'string' ? currency : null });
}

function membersOf(text: string): Map<string, unknown> {
  const json = readJsonExact(text);
  const isRecord =
    json.ok && json.value !== null && typeof json.value === 'object' && !Array.isArray(json.value);
  return new Map(isRecord ? Object.entries(json.value) : []);
}

/** Numbers by value, whatever way they are written: 60000, 60000.00 and 6.0E4 are one amount. */
function sameValue(wanted: unknown, held: unknown): boolean {
  if (wanted instanceof JsonNumber && held instanceof JsonNumber) {
    return normalise(wanted.text) === normalise(held.text);
  }
  return wanted === held;
}

function normalise(text: string): string {
  const plain = plainDecimal(text);
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
}
