import {
  type CommandPayload,
  type LookUpOutcome,
  readPayload,
  type SendContext,
} from '#core/connectors/sdk/index.ts';
import type { SalesforceClient } from '../client.ts';
import { heldRecord } from './held.ts';

/** Whether the record holds what the command writes. A record shows a change at once. */
export async function lookUpCommand(
  client: SalesforceClient,
  payload: CommandPayload,
  context: SendContext,
): Promise<LookUpOutcome> {
  const request = readPayload(payload);
  const held = await heldRecord(client, request, context.signal);
  if (!held.ok) return { kind: 'failed', failure: held.error };
  if (held.value === null || !held.value.isSame) return { kind: 'absent' };
  return {
    kind: 'found',
    document: { documentId: request.about['recordId'] ?? '', total: null, isVoid: false },
  };
}
