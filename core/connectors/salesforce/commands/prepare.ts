import { type Failure, type Result, err, ok } from '#core/base/result.ts';
import type { Command, WriteBackAccount, WriteBackOrder } from '#core/domain/command.ts';
import { currencyExponent } from '#core/domain/currency.ts';
import { isDay } from '#core/domain/day.ts';
import {
  amountLiteral,
  type CommandPayload,
  type WritableJson,
  writeJson,
  writePayload,
} from '#core/connectors/sdk/index.ts';
import { dataPath } from '../capabilities.ts';
import { isRecordId } from '../queries.ts';

/** Length of the field that holds our external id. */
const externalIdMax = 80;
const textMax = 255;

/** The exact request for a write-back: a change of named fields of one record, which may be repeated without harm. */
export function prepareCommand(command: Command, externalId: string): Result<CommandPayload, Failure> {
  if (externalId === '' || externalId.length > externalIdMax) {
    return refuse('$.externalId', `"${externalId}" does not fit the field Tieout_Id__c (${externalIdMax})`);
  }
  switch (command.type) {
    case 'order.write-back':
      return prepareOrder(command, externalId);
    case 'account.write-back':
      return prepareAccount(command);
    default:
      return err({
        code: 'COMMAND_UNSUPPORTED',
        message: `Salesforce does not take the command ${command.type}`,
        where: '$.type',
        fix: 'Send it through a connection to the system that owns such documents.',
      });
  }
}

function prepareOrder(command: WriteBackOrder, externalId: string): Result<CommandPayload, Failure> {
  const { orderExternalId, billingSubscriptionId, invoiceSchedule, renewalOn } = command;
  if (!isRecordId(orderExternalId))
    return refuse('$.orderExternalId', `"${orderExternalId}" is not a record id`);
  if (billingSubscriptionId === '')
    return refuse('$.billingSubscriptionId', 'there is no subscription to name');
  if (invoiceSchedule.length > textMax)
    return refuse('$.invoiceSchedule', `longer than ${textMax} characters`);
  if (renewalOn !== null && !isDay(renewalOn)) return refuse('$.renewalOn', `"${renewalOn}" is not a day`);
  const fields = {
    Billing_Subscription_Id__c: billingSubscriptionId,
    Invoice_Schedule__c: invoiceSchedule,
    Renewal_Date__c: renewalOn ?? undefined,
    Tieout_Id__c: externalId,
  };
  return ok(patch('Order', orderExternalId, fields, { type: command.type, currency: null }));
}

/** Only what is known is written: a null would erase what somebody else knows. */
function prepareAccount(command: WriteBackAccount): Result<CommandPayload, Failure> {
  const { accountExternalId, billingCustomerId, erpCustomerId, annualRecurringRevenue: revenue } = command;
  if (!isRecordId(accountExternalId)) {
    return refuse('$.accountExternalId', `"${accountExternalId}" is not a record id`);
  }
  if (billingCustomerId === null && erpCustomerId === null && revenue === null) {
    return refuse('$', 'there is nothing to write back');
  }
  if (billingCustomerId === '') return refuse('$.billingCustomerId', 'the id is empty');
  if (erpCustomerId === '') return refuse('$.erpCustomerId', 'the id is empty');
  if (revenue !== null && currencyExponent(revenue.currency) === null) {
    return refuse('$.annualRecurringRevenue', `"${revenue.currency}" is not an ISO 4217 currency code`);
  }
  const fields = {
    Billing_Customer_Id__c: billingCustomerId ?? undefined,
    Erp_Customer_Id__c: erpCustomerId ?? undefined,
    ARR__c: revenue === null ? undefined : amountLiteral(revenue),
  };
  return ok(
    patch('Account', accountExternalId, fields, { type: command.type, currency: revenue?.currency ?? null }),
  );
}

function patch(
  object: string,
  id: string,
  fields: { readonly [name: string]: WritableJson | undefined },
  about: { readonly type: string; readonly currency: string | null },
): CommandPayload {
  return writePayload({
    method: 'PATCH',
    path: `${dataPath}/sobjects/${object}/${id}`,
    headers: { 'content-type': 'application/json' },
    body: writeJson(fields),
    about: { ...about, recordId: id },
  });
}

function refuse(where: string, message: string): Result<never, Failure> {
  return err({ code: 'VALIDATION_FAILED', message, where });
}
