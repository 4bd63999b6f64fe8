import {
  classifyWrite,
  type CommandPayload,
  type HttpResponse,
  isSuccess,
  notSentWithoutToken,
  readPayload,
  type SendContext,
  type SendOutcome,
} from '#core/connectors/sdk/index.ts';
import type { SalesforceClient } from '../client.ts';
import { isOverLimit, readErrors, readSaveResults, rejectionOf, retryAtOf } from '../errors.ts';
import { heldRecord } from './held.ts';

/**
 * Writes the fields, unless the record holds them already. An amount is only written to a record that is kept in its
 * currency: the field itself has none.
 */
export async function sendCommand(
  client: SalesforceClient,
  payload: CommandPayload,
  context: SendContext,
  nowMs: () => number,
): Promise<SendOutcome> {
  const request = readPayload(payload);
  const { signal } = context;
  const { recordId, currency } = request.about;
  const documentId = recordId ?? '';
  const held = await heldRecord(client, request, signal);
  if (!held.ok) return notSentWithoutToken(held.error);
  if (held.value === null) {
    return { kind: 'rejected', code: 'NOT_FOUND', message: `there is no record ${documentId}` };
  }
  if (currency !== undefined && currency !== null && held.value.currency !== currency) {
    const message = `the record is kept in ${held.value.currency ?? 'no currency'}, the amount is in ${currency}`;
    return { kind: 'rejected', code: 'CURRENCY_INVALID', message, where: 'CurrencyIsoCode' };
  }
  if (held.value.isSame) return { kind: 'committed', documentId };
  const { method, path, headers, body } = request;
  const sent = await client.write({
    method,
    path,
    headers,
    body,
    ...(signal === undefined ? {} : { signal }),
  });
  if (!sent.ok) return notSentWithoutToken(sent.error);
  if (sent.value.kind === 'response') {
    const own = ownReading(sent.value, nowMs());
    if (own !== null) return own;
  }
  const answer = classifyWrite(sent.value, nowMs());
  if (!answer.ok) return answer.error;
  return isSuccess(answer.value)
    ? savedOutcome(answer.value, documentId)
    : rejectionOf(readErrors(answer.value.text) ?? []);
}

/** Statuses that mean something else here than in general. */
function ownReading(response: HttpResponse, nowMs: number): SendOutcome | null {
  if (isOverLimit(response)) {
    const retryAtMs = retryAtOf(response, nowMs);
    return {
      kind: 'not-sent',
      reason: 'RATE_LIMITED',
      message: 'the org has used up its requests',
      retryAtMs,
    };
  }
  // Several records have this external id; nothing was written.
  if (response.status === 300) {
    return { kind: 'rejected', code: 'CONFLICT', message: 'several records have this external id' };
  }
  return null;
}

/** 204 says nothing more. A body may still say that the record was not saved. */
function savedOutcome(response: HttpResponse, documentId: string): SendOutcome {
  if (response.status === 204) return { kind: 'committed', documentId };
  const [result] = readSaveResults(response.text) ?? [];
  if (result === undefined)
    return { kind: 'unknown', reason: 'the vendor accepted, but its answer is no result' };
  return result.isSuccess ? { kind: 'committed', documentId } : rejectionOf(result.errors);
}
