import type { Clock } from '#core/base/clock.ts';
import {
  attemptTimeMaxMs,
  classifyWrite,
  isSuccess,
  notSentWithoutToken,
  readPayload,
} from '#core/connectors/sdk/index.ts';
import type {
  CommandPayload,
  HttpResponse,
  PullFailure,
  SendContext,
  SendOutcome,
} from '#core/connectors/sdk/index.ts';
import { type NetSuiteClient, recordRoot } from '../client.ts';
import { readRejection } from '../errors.ts';

/**
 * Sends one attempt. A PUT by external id is an upsert: on a document that exists it is an UPDATE, which would undo a
 * correction made by hand and, without `replace`, double the lines. Three things keep a send from overwriting:
 *
 * 1. Immediately before the PUT the external id is read from the record itself (not from the search, which lags). Only
 *    NetSuite's own "does not exist" lets the PUT go. A document that is there makes the attempt `unknown`, and the
 *    look-up decides whether it is ours; a read that gives no clear answer makes it `not-sent`.
 * 2. The external id is a pure function of source document, kind and version, and a payload is bound to it by the
 *    approval, so all attempts under one external id carry the same bytes: other content has another id.
 * 3. `?replace=` names the sublists, so that even an earlier attempt that commits between the read and the PUT (NetSuite
 *    works on for minutes after we have stopped waiting) ends as the same document with the same lines.
 *
 * What is left is a correction by hand within the milliseconds between 1 and the PUT.
 */
export async function sendCommand(
  client: NetSuiteClient,
  clock: Clock,
  payloadText: CommandPayload,
  context: SendContext,
): Promise<SendOutcome> {
  const payload = readPayload(payloadText);
  const deadlineMs = clock.monotonicMs() + attemptTimeMaxMs;
  const options = { lane: 'critical' as const, signal: context.signal, deadlineMs };
  const { recordType } = payload.about;
  const existing = await client.get(`${recordRoot}/${recordType}/eid:${context.externalId}`, options);
  if (!existing.ok) return withoutAnswer(existing.error);
  if (existing.value !== null) {
    return {
      kind: 'unknown',
      reason: 'a document stands under this external id already; it was not touched',
    };
  }
  const { path, headers, body } = payload;
  const sent = await client.send({ method: 'PUT', path, headers, body }, options);
  // No token, or a 401 on the PUT and no new token: NetSuite has taken nothing.
  if (!sent.ok) return notSentWithoutToken(sent.error);
  const answer = classifyWrite(sent.value, clock.now());
  if (!answer.ok) return answer.error;
  return isSuccess(answer.value) ? readCommitted(answer.value) : readRejection(answer.value);
}

/**
 * The read before the PUT gave no clear answer, so the PUT was not sent. An answer that says neither yes nor no (NetSuite
 * refuses to choose between several documents of one external id) is for the look-up.
 */
function withoutAnswer(failure: PullFailure): SendOutcome {
  if (failure.code === 'RESPONSE_INVALID') return { kind: 'unknown', reason: failure.message };
  if (failure.code !== 'PERMISSION_DENIED') return notSentWithoutToken(failure);
  return { kind: 'rejected', code: 'PERMISSION_DENIED', message: failure.message };
}

/** 204 with `Location: …/invoice/123`. A success that does not name the document is not believed. */
function readCommitted(response: HttpResponse): SendOutcome {
  const location = response.headers['location'];
  const id = typeof location === 'string' ? /\/(\d+)(?:\?.*)?$/.exec(location)?.[1] : undefined;
  if (response.status === 204 && id !== undefined) return { kind: 'committed', documentId: id };
  return { kind: 'unknown', reason: `NetSuite answered ${response.status} without naming the document` };
}
