import { type Failure, type Result, err, ok } from '#core/base/result.ts';
import type { Command } from '#core/domain/command.ts';
import { toDecimal } from '#core/domain/money.ts';
import { type CommandPayload, writeJson, writePayload } from '#core/connectors/sdk/index.ts';
import { recordRoot } from '../client.ts';
import { bodyOf } from './bodies.ts';
import { checkCommand } from './check.ts';
import { vendorId } from './ids.ts';
import { isLedgerCommand, targets } from './targets.ts';

/** The exact request for a command, or what is wrong with it. NetSuite wants no date beyond the command's own. */
export function prepareCommand(command: Command, externalId: string): Result<CommandPayload, Failure> {
  if (!isLedgerCommand(command)) {
    return err({
      code: 'COMMAND_UNSUPPORTED',
      message: `NetSuite does not take "${command.type}"`,
      fix: 'Send it to the connection whose role it is for.',
    });
  }
  const failure = checkCommand(command, externalId);
  if (failure !== null) return err(failure);
  const { recordType, code, sublists } = targets[command.type];
  const payload = writePayload({
    method: 'PUT',
    path: `${recordRoot}/${recordType}/eid:${externalId}?replace=${sublists.join(',')}`,
    headers: {
      'content-type': 'application/json',
      'x-netsuite-propertynamevalidation': 'Error',
      'x-netsuite-propertyvaluevalidation': 'Error',
    },
    body: writeJson(bodyOf(command)),
    about: {
      recordType,
      code,
      externalId,
      currency: command.currency,
      currencyId: vendorId(command.currencyId, 'currency'),
      total: toDecimal(command.total),
    },
  });
  return ok(payload);
}
