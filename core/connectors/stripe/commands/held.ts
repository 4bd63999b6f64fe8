import { z } from 'zod';
import { type Result, err, ok } from '#core/base/result.ts';
import type { PullFailure } from '#core/connectors/sdk/connector.ts';
import type { RequestPayload } from '#core/connectors/sdk/payload.ts';
import { isMissing, type Missing, type StripeClient } from '../client.ts';
import { changeKey } from './subscription.ts';

/** What look-ups and version checks read of a subscription; less than a translation needs, so that drift elsewhere does not stop them. */
export const heldSchema = z.looseObject({
  id: z.string().min(1),
  status: z.string(),
  metadata: z.record(z.string(), z.string()),
  cancellation_details: z.looseObject({ comment: z.string().nullish() }).nullish(),
});

export type HeldSubscription = z.infer<typeof heldSchema>;

/** The subscription as the vendor holds it now. */
export async function heldSubscription(
  client: StripeClient,
  id: string,
  signal: AbortSignal | undefined,
): Promise<Result<HeldSubscription | Missing, PullFailure>> {
  const path = `/v1/subscriptions/${encodeURIComponent(id)}`;
  const answer = await client.read(path, { lane: 'critical', signal });
  if (!answer.ok) return answer;
  if (isMissing(answer.value)) return ok(answer.value);
  const held = heldSchema.safeParse(JSON.parse(answer.value) as unknown);
  if (held.success) return ok(held.data);
  return err({
    code: 'RESPONSE_INVALID',
    message: 'the subscription has no id, status or metadata',
    where: path,
  });
}

/**
 * Whether the subscription carries the change with our external id. An immediate cancellation cannot write metadata; its
 * id stands in the cancellation's comment, and a subscription that has ended anyhow is what the command wanted.
 */
export function carriesChange(
  subscription: HeldSubscription,
  about: RequestPayload['about'],
  externalId: string,
): boolean {
  const { type, contractVersion } = about;
  if (subscription.metadata[changeKey(contractVersion ?? '')] === externalId) return true;
  if (type !== 'subscription.cancel') return false;
  return subscription.status === 'canceled' || subscription.cancellation_details?.comment === externalId;
}
