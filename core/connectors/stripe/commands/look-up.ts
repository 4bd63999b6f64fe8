import { z } from 'zod';
import { type Result, ok } from '#core/base/result.ts';
import { assert } from '#core/base/assert.ts';
import type {
  CommandPayload,
  FoundDocument,
  LookUpOutcome,
  PullFailure,
  SendContext,
} from '#core/connectors/sdk/connector.ts';
import { type RequestPayload, readPayload } from '#core/connectors/sdk/payload.ts';
import { isMissing, type StripeClient } from '../client.ts';
import { listAll } from '../complete.ts';
import { carriesChange, heldSubscription } from './held.ts';
import { changeKey } from './subscription.ts';

const tagged = z.looseObject({
  id: z.string().min(1),
  status: z.string().optional(),
  metadata: z.record(z.string(), z.string()),
});

/**
 * What the vendor holds under our external id. Lists and single objects are read, which show a commit at once; search is
 * not used, because it lags without a bound.
 */
export async function lookUpCommand(
  client: StripeClient,
  payload: CommandPayload,
  context: SendContext,
): Promise<LookUpOutcome> {
  const { about } = readPayload(payload);
  const found =
    about['subscriptionId'] === undefined
      ? await findCreated(client, about, context)
      : await findChange(client, about, context);
  if (!found.ok) return { kind: 'failed', failure: found.error };
  const [document, ...others] = found.value;
  if (document === undefined) return { kind: 'absent' };
  return others.length === 0 ? { kind: 'found', document } : { kind: 'several', documents: found.value };
}

/** A customer among all customers, a subscription among its customer's: the lists know no filter by metadata. */
export async function findCreated(
  client: StripeClient,
  about: RequestPayload['about'],
  context: SendContext,
): Promise<Result<FoundDocument[], PullFailure>> {
  const { customerId } = about;
  const path =
    about['type'] === 'billing-customer.create'
      ? '/v1/customers?'
      : `/v1/subscriptions?customer=${encodeURIComponent(customerId ?? '')}&status=all&`;
  const elements = await listAll(client, path, null, { lane: 'critical', signal: context.signal });
  if (!elements.ok) return elements;
  return ok(
    elements.value.flatMap((text) => {
      const object = tagged.safeParse(JSON.parse(text) as unknown);
      if (!object.success || !carriesId(object.data.metadata, about, context.externalId)) return [];
      return { documentId: object.data.id, total: null, isVoid: object.data.status === 'incomplete_expired' };
    }),
  );
}

function carriesId(
  metadata: Readonly<Record<string, string>>,
  about: RequestPayload['about'],
  externalId: string,
): boolean {
  const place = about['contractVersion'];
  if (metadata['tieout_id'] === externalId) return true;
  return typeof place === 'string' && metadata[changeKey(place)] === externalId;
}

async function findChange(
  client: StripeClient,
  about: RequestPayload['about'],
  context: SendContext,
): Promise<Result<FoundDocument[], PullFailure>> {
  const { subscriptionId } = about;
  assert(typeof subscriptionId === 'string', 'a change of a subscription names it');
  const held = await heldSubscription(client, subscriptionId, context.signal);
  if (!held.ok) return held;
  if (isMissing(held.value) || !carriesChange(held.value, about, context.externalId)) return ok([]);
  return ok([{ documentId: held.value.id, total: null, isVoid: false }]);
}
