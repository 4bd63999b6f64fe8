import { type Failure, type Result, err, ok } from '#core/base/result.ts';
import type { AmendSubscription, CancelSubscription, CreateSubscription } from '#core/domain/command.ts';
import type { Day } from '#core/domain/day.ts';
import type { RequestPayload } from '#core/connectors/sdk/payload.ts';
import type { StripeSettings } from '../config.ts';
import {
  firstProblem,
  needCurrency,
  needDay,
  needItems,
  needLater,
  needText,
  needVersion,
  secondsOf,
} from './checks.ts';
import { formHeaders } from './customer.ts';
import { type FormValue, encodeForm } from './form.ts';

/**
 * Where a version of a subscription leaves our external id. `tieout_id` is that of the version that is there now; each
 * version also has its own place, so that a look-up of an earlier one (the creation above all) still finds it.
 */
export function changeKey(contractVersion: number | string): string {
  return `tieout_id_v${contractVersion}`;
}

/** A subscription that sends invoices. Its end is noted, not scheduled: it ends by a cancellation order. */
export function prepareCreation(
  command: CreateSubscription,
  externalId: string,
  preparedOn: Day,
  settings: StripeSettings,
): Result<RequestPayload, Failure> {
  const { contractVersion, customerId, startOn, endOn } = command;
  const problem = firstProblem([
    needText(customerId, 'customerId', 'CUSTOMER_INVALID'),
    needText(command.contractNumber, 'contractNumber'),
    needText(command.orderExternalId, 'orderExternalId'),
    needText(command.crmAccountId, 'crmAccountId'),
    needText(command.legalEntity, 'legalEntity'),
    needVersion(contractVersion, 'contractVersion'),
    needCurrency(command.currency, 'currency'),
    sameCurrency(command.total.currency, command.currency),
    needDay(startOn, 'startOn'),
    endOn === null ? null : needDay(endOn, 'endOn'),
    needItems(command.items),
  ]);
  if (!problem.ok) return err(problem.error);
  const body = encodeForm({
    customer: customerId,
    currency: command.currency.toLowerCase(),
    collection_method: 'send_invoice',
    days_until_due: settings.daysUntilDue,
    ...startOf(startOn, preparedOn),
    items: command.items.map(({ priceId, quantity }) => ({
      price: priceId,
      quantity: quantity ?? undefined,
    })),
    metadata: {
      contract_number: command.contractNumber,
      contract_version: contractVersion,
      contract_end_on: endOn ?? undefined,
      crm_order_id: command.orderExternalId,
      crm_account_id: command.crmAccountId,
      legal_entity: command.legalEntity,
      tieout_id: externalId,
      [changeKey(contractVersion)]: externalId,
    },
  });
  const about = { type: command.type, customerId, contractVersion: String(contractVersion) };
  return ok({ method: 'POST', path: '/v1/subscriptions', headers: formHeaders, body, about });
}

/**
 * The start. Up to today it is backdated without proration: the first invoice is one whole period at the contract's
 * price. Later than today, billing is anchored on that day and nothing is due before it.
 */
function startOf(startOn: Day, preparedOn: Day): { readonly [name: string]: FormValue } {
  const start = secondsOf(startOn);
  return startOn <= preparedOn
    ? { backdate_start_date: start, proration_behavior: 'none' }
    : { billing_cycle_anchor: start, proration_behavior: 'none' };
}

/** A change of items, valid only on top of the version that it was drawn up against. */
export function prepareAmendment(
  command: AmendSubscription,
  externalId: string,
  settings: StripeSettings,
): Result<RequestPayload, Failure> {
  const { subscriptionId, contractVersion, baseVersion } = command;
  const problem = firstProblem([
    ...commonProblems(command),
    needDay(command.effectiveOn, 'effectiveOn'),
    needItems(command.items),
    command.items.some((item) => item.itemId === null && item.isRemoved)
      ? { code: 'REFERENCE_INVALID', message: 'an item that is removed needs its id', where: 'items' }
      : null,
    needCurrency(command.total.currency, 'total'),
  ]);
  if (!problem.ok) return err(problem.error);
  const body = encodeForm({
    items: command.items.map(({ itemId, priceId, quantity, isRemoved }) =>
      isRemoved
        ? { id: itemId ?? undefined, deleted: true }
        : { id: itemId ?? undefined, price: priceId, quantity: quantity ?? undefined },
    ),
    proration_behavior: settings.amendmentProration,
    ...(settings.amendmentProration === 'none' ? {} : { proration_date: secondsOf(command.effectiveOn) }),
    metadata: changeMetadata(command, externalId),
  });
  const about = aboutOf(command.type, subscriptionId, baseVersion, contractVersion);
  return ok({ method: 'POST', path: subscriptionPath(subscriptionId), headers: formHeaders, body, about });
}

/**
 * A cancellation. On a later day it is scheduled; up to today the subscription ends at once. Nothing is credited by
 * itself: whether unused time is paid back is the contract's matter, and a credit note says so.
 */
export function prepareCancellation(
  command: CancelSubscription,
  externalId: string,
  preparedOn: Day,
): Result<RequestPayload, Failure> {
  const { subscriptionId, contractVersion, baseVersion, cancelOn } = command;
  const problem = firstProblem([...commonProblems(command), needDay(cancelOn, 'cancelOn')]);
  if (!problem.ok) return err(problem.error);
  const path = subscriptionPath(subscriptionId);
  const about = aboutOf(command.type, subscriptionId, baseVersion, contractVersion);
  if (cancelOn <= preparedOn) {
    const body = encodeForm({
      cancellation_details: { comment: externalId },
      prorate: false,
      invoice_now: false,
    });
    return ok({ method: 'DELETE', path, headers: formHeaders, body, about });
  }
  const body = encodeForm({
    cancel_at: secondsOf(cancelOn),
    proration_behavior: 'none',
    metadata: changeMetadata(command, externalId),
  });
  return ok({ method: 'POST', path, headers: formHeaders, body, about });
}

type Change = AmendSubscription | CancelSubscription;

function commonProblems(command: Change): Parameters<typeof firstProblem>[0] {
  return [
    needText(command.subscriptionId, 'subscriptionId'),
    needText(command.contractNumber, 'contractNumber'),
    needText(command.orderExternalId, 'orderExternalId'),
    needVersion(command.baseVersion, 'baseVersion'),
    needVersion(command.contractVersion, 'contractVersion'),
    needLater(command.contractVersion, command.baseVersion, 'contractVersion'),
  ];
}

function sameCurrency(total: string, currency: string): ReturnType<typeof needCurrency> {
  if (total === currency) return null;
  const message = `the total is in ${total}, the subscription in ${currency}`;
  return { code: 'CURRENCY_INVALID', message, where: 'total' };
}

function changeMetadata(command: Change, externalId: string): { readonly [name: string]: FormValue } {
  return {
    contract_number: command.contractNumber,
    contract_version: command.contractVersion,
    crm_order_id: command.orderExternalId,
    tieout_id: externalId,
    [changeKey(command.contractVersion)]: externalId,
  };
}

function subscriptionPath(id: string): string {
  return `/v1/subscriptions/${encodeURIComponent(id)}`;
}

function aboutOf(
  type: string,
  subscriptionId: string,
  baseVersion: number,
  contractVersion: number,
): RequestPayload['about'] {
  return {
    type,
    subscriptionId,
    baseVersion: String(baseVersion),
    contractVersion: String(contractVersion),
  };
}
