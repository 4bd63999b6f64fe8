import { z } from 'zod';
import { classifyWrite, isSuccess } from '#core/connectors/sdk/classify.ts';
import type { CommandPayload, SendContext, SendOutcome } from '#core/connectors/sdk/connector.ts';
import { type RequestPayload, readPayload } from '#core/connectors/sdk/payload.ts';
import { notSentWithoutToken } from '#core/connectors/sdk/tokens.ts';
import { readJson } from '#core/connectors/sdk/verbatim.ts';
import { isMissing, type StripeClient } from '../client.ts';
import { rejectionOf } from '../errors.ts';
import { carriesChange, type HeldSubscription, heldSubscription } from './held.ts';
import { findCreated } from './look-up.ts';

const created = z.looseObject({ id: z.string().min(1) });

/**
 * Sends the bytes of a command. The idempotency key is external id and attempt: the same attempt repeated has the same
 * key, so the vendor does it once; a new attempt, which only follows a look-up that proved absence, has a new one,
 * because a saved answer of the old key (a 500 too) would be replayed for as long as it lives.
 */
export async function sendCommand(
  client: StripeClient,
  payload: CommandPayload,
  context: SendContext,
  nowMs: () => number,
): Promise<SendOutcome> {
  const request = readPayload(payload);
  const { externalId, attempt, signal } = context;
  const known = (await checkBase(client, request, context)) ?? (await checkCreated(client, request, context));
  if (known !== null) return known;
  const { method, path, headers, body } = request;
  const outcome = await client.write(
    { method, path, headers, body, ...(signal === undefined ? {} : { signal }) },
    `${externalId}-${attempt}`,
  );
  const answer = classifyWrite(outcome, nowMs());
  if (!answer.ok) return answer.error;
  if (!isSuccess(answer.value)) return rejectionOf(answer.value);
  const json = readJson(answer.value.text);
  const object = created.safeParse(json.ok ? json.value : null);
  if (!object.success)
    return { kind: 'unknown', reason: 'the vendor accepted, but its answer names no object' };
  return { kind: 'committed', documentId: object.data.id };
}

/**
 * A change of a subscription holds only on top of the version that it was drawn up against; it is compared with what the
 * vendor holds at this moment. Null when the change may be sent.
 */
async function checkBase(
  client: StripeClient,
  request: RequestPayload,
  context: SendContext,
): Promise<SendOutcome | null> {
  const { subscriptionId, baseVersion } = request.about;
  if (subscriptionId === undefined || subscriptionId === null) return null;
  const held = await heldSubscription(client, subscriptionId, context.signal);
  if (!held.ok) return notSentWithoutToken(held.error);
  if (isMissing(held.value)) {
    return { kind: 'rejected', code: 'NOT_FOUND', message: `there is no subscription ${subscriptionId}` };
  }
  const subscription = held.value;
  if (carriesChange(subscription, request.about, context.externalId)) {
    return { kind: 'committed', documentId: subscription.id };
  }
  return conflictOf(subscription, baseVersion ?? '');
}

/**
 * What is there already is not created again. A subscription's list is short and always looked at; all customers only
 * before a further attempt, whose new key no longer protects against the first one.
 */
async function checkCreated(
  client: StripeClient,
  request: RequestPayload,
  context: SendContext,
): Promise<SendOutcome | null> {
  const { type } = request.about;
  if (type !== 'subscription.create' && !(type === 'billing-customer.create' && context.attempt > 1))
    return null;
  const found = await findCreated(client, request.about, context);
  if (!found.ok) return notSentWithoutToken(found.error);
  const [document, ...others] = found.value;
  if (document === undefined) return null;
  if (others.length === 0) return { kind: 'committed', documentId: document.documentId };
  const ids = found.value.map(({ documentId }) => documentId).join(', ');
  return { kind: 'rejected', code: 'CONFLICT', message: `several carry this external id: ${ids}` };
}

function conflictOf(subscription: HeldSubscription, baseVersion: string): SendOutcome | null {
  if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired') {
    return {
      kind: 'rejected',
      code: 'CONFLICT',
      message: `the subscription has ended (${subscription.status})`,
      where: '$.status',
    };
  }
  const version = subscription.metadata['contract_version'] ?? 'none';
  if (version === baseVersion) return null;
  return {
    kind: 'rejected',
    code: 'CONFLICT',
    message: `drawn up against contract version ${baseVersion}, but the subscription is at version ${version}`,
    where: '$.metadata.contract_version',
  };
}
