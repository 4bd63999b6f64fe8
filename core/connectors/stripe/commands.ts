import { type Failure, type Result, err, ok } from '#core/base/result.ts';
import type { Command } from '#core/domain/command.ts';
import type { Day } from '#core/domain/day.ts';
import type { CommandPayload } from '../sdk/connector.ts';
import { type RequestPayload, writePayload } from '../sdk/payload.ts';
import { stripeVersion } from './capabilities.ts';
import { prepareCustomer } from './commands/customer.ts';
import { prepareAmendment, prepareCancellation, prepareCreation } from './commands/subscription.ts';
import type { StripeSettings } from './config.ts';

/** Stripe's limit of an idempotency key, less the attempt number behind our external id. */
const externalIdMax = 200;

/** The exact request for a command: the same command, id, day and settings always give the same text. */
export function prepareStripe(
  command: Command,
  externalId: string,
  preparedOn: Day,
  settings: StripeSettings,
): Result<CommandPayload, Failure> {
  if (!/^[\x21-\x7e]+$/.test(externalId) || externalId.length > externalIdMax) {
    return err({
      code: 'REFERENCE_INVALID',
      message: `"${externalId}" cannot be an external id at Stripe`,
      where: '$.externalId',
      fix: `Use up to ${externalIdMax} printable characters.`,
    });
  }
  const request = requestOf(command, externalId, preparedOn, settings);
  if (!request.ok) return request;
  const headers = { ...request.value.headers, 'stripe-version': stripeVersion };
  return ok(writePayload({ ...request.value, headers }));
}

function requestOf(
  command: Command,
  externalId: string,
  preparedOn: Day,
  settings: StripeSettings,
): Result<RequestPayload, Failure> {
  switch (command.type) {
    case 'billing-customer.create':
      return prepareCustomer(command, externalId);
    case 'subscription.create':
      return prepareCreation(command, externalId, preparedOn, settings);
    case 'subscription.amend':
      return prepareAmendment(command, externalId, settings);
    case 'subscription.cancel':
      return prepareCancellation(command, externalId, preparedOn);
    default:
      return err({
        code: 'COMMAND_UNSUPPORTED',
        message: `Stripe does not take the command ${command.type}`,
        where: '$.type',
        fix: 'Send it through a connection to the system that owns such documents.',
      });
  }
}
