import type { z } from 'zod';
import { type Result, ok } from '#core/base/result.ts';
import type { PullFailure, SourceRecord } from '../sdk/connector.ts';
import { isMissing, type ReadOptions, type StripeClient } from './client.ts';
import { completeRecord, listAll } from './complete.ts';
import { headOf, objectPath, streamOfObject } from './resources.ts';
import type { eventSchema } from './schemas.ts';

/** An event with its own text. */
export type StripeEvent = z.infer<typeof eventSchema> & { readonly text: string };

/** What an event points at. `lastWord` is the text of the event that told of the object's end, if one did. */
interface Target {
  readonly stream: string;
  readonly id: string;
  readonly lastWord: string | null;
}

/**
 * The current records behind the events, each once. An object that is gone comes as the event that told of its end;
 * one that is gone without such an event brings nothing, for that event is still to come.
 */
export async function followEvents(
  client: StripeClient,
  events: readonly StripeEvent[],
  options: ReadOptions,
): Promise<Result<SourceRecord[], PullFailure>> {
  const targets = targetsOf(events);
  const refunded = chargesWithRefunds(events);
  const answers = await Promise.all([
    ...targets.map((target) => fetchTarget(client, target, options)),
    ...refunded.map((charge) => refundsOf(client, charge, options)),
  ]);
  const records = new Map<string, SourceRecord>();
  for (const answer of answers) {
    if (!answer.ok) return answer;
    for (const record of answer.value) records.set(`${record.stream}/${record.externalId}`, record);
  }
  return ok([...records.values()]);
}

function targetsOf(events: readonly StripeEvent[]): Target[] {
  const targets = new Map<string, Target>();
  for (const event of events) {
    const { object, id } = event.data.object;
    const stream = object === undefined ? null : streamOfObject(object);
    if (stream === null || id === undefined) continue;
    const key = `${stream}/${id}`;
    const isEnd = event.type === `${object}.deleted`;
    const lastWord = isEnd ? event.text : (targets.get(key)?.lastWord ?? null);
    targets.set(key, { stream, id, lastWord });
  }
  return [...targets.values()];
}

/** At this API version a new refund is told as a change of its charge, and the charge does not list its refunds. */
function chargesWithRefunds(events: readonly StripeEvent[]): string[] {
  const charges = events.filter(
    (event) => event.data.object.object === 'charge' && /refund/.test(event.type),
  );
  return [...new Set(charges.flatMap((event) => event.data.object.id ?? []))];
}

async function fetchTarget(
  client: StripeClient,
  target: Target,
  options: ReadOptions,
): Promise<Result<SourceRecord[], PullFailure>> {
  const { stream, id, lastWord } = target;
  const record = await fetchRecord(client, stream, id, options);
  if (!record.ok) return record;
  if (record.value !== null) return ok([record.value]);
  return ok(lastWord === null ? [] : [{ stream, externalId: id, body: lastWord }]);
}

/** One object as it is now, whole; null when Stripe does not have it, or has only its "deleted" mark. */
export async function fetchRecord(
  client: StripeClient,
  stream: string,
  id: string,
  options: ReadOptions,
): Promise<Result<SourceRecord | null, PullFailure>> {
  const answer = await client.read(objectPath(stream, id), options);
  if (!answer.ok) return answer;
  if (isMissing(answer.value)) return ok(null);
  if (isDeletedMark(answer.value)) return ok(null);
  const body = await completeRecord(client, stream, answer.value, options);
  return body.ok ? ok({ stream, externalId: id, body: body.value }) : body;
}

function isDeletedMark(text: string): boolean {
  if (!text.includes('"deleted"')) return false;
  const value = JSON.parse(text) as { deleted?: unknown } | null;
  return value?.deleted === true;
}

async function refundsOf(
  client: StripeClient,
  charge: string,
  options: ReadOptions,
): Promise<Result<SourceRecord[], PullFailure>> {
  const refunds = await listAll(client, `/v1/refunds?charge=${encodeURIComponent(charge)}&`, null, options);
  if (!refunds.ok) return refunds;
  return ok(refunds.value.map((body) => ({ stream: 'refunds', externalId: headOf(body).id, body })));
}
