import type { Command } from '../domain/command.ts';
import { addDays, addMonths, dayOfEpochMs, periodOf } from '../domain/day.ts';
import { add, type Money, zero } from '../domain/money.ts';
import { annualValue } from '../domain/recurring-value.ts';
import type { Subscription } from '../domain/contract.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Books, KnownCustomer } from './books.ts';
import type { Wanted } from './decision.ts';
import type { OrderCase } from './order-case.ts';

/** Ids, schedule, renewal date and recurring revenue go back to the CRM once the subscription is there. */
export function decideWriteBack(
  { books, stored, customer, legalEntity: entityCode }: OrderCase,
  subscription: StoredEntity<'subscription'>,
): Wanted[] {
  const legalEntity = entityCode ?? '';
  const { entity: order } = stored;
  if (order.billingSubscriptionId === subscription.externalId) return [];
  const accountExternalId = customer.crmAccountId ?? order.customerExternalId;
  const core = {
    flow: 'crm-write-back',
    effectVersion: order.contractVersion,
    connectionId: stored.connectionId,
    subjectId: stored.id,
    source: { connectionId: stored.connectionId, externalId: stored.externalId },
    sourceReference: order.number,
    legalEntity,
    period: periodOf(order.startOn),
    customerId: customer.row.id,
    amount: zero(order.currency),
    mappingVersion: '',
    mappingIds: [],
    reversalOf: null,
    lane: 5,
    effectiveOn: dayOfEpochMs(books.clock.now()),
    correlationId: stored.id,
  };
  const commands: readonly { readonly effect: string; readonly command: Command }[] = [
    {
      effect: 'order-write-back',
      command: {
        type: 'order.write-back',
        orderExternalId: stored.externalId,
        billingSubscriptionId: subscription.externalId,
        invoiceSchedule: scheduleText(order.billing, order.startOn),
        // The order's end is its last day of service; the renewal is the day after.
        renewalOn: order.endOn === null ? addMonths(order.startOn, 12) : addDays(order.endOn, 1),
      },
    },
    {
      effect: 'account-write-back',
      command: {
        type: 'account.write-back',
        accountExternalId,
        billingCustomerId: customer.billingCustomerId,
        erpCustomerId: customer.erpCustomerId,
        annualRecurringRevenue: recurringRevenue(books, customer, order.currency),
      },
    },
  ];
  return commands.map(({ effect, command }) => ({
    adopt: null,
    fallbackMappingIds: [],
    posting: {
      ...core,
      effect,
      command,
      holdReasons: books.policy.holdReasons({
        subjectId: core.subjectId,
        flow: 'crm-write-back',
        commandType: command.type,
        legalEntity,
        period: core.period,
        customerId: customer.row.id,
        amount: core.amount,
      }),
    },
  }));
}

function scheduleText(billing: 'annual' | 'monthly' | 'usage', startOn: string): string {
  if (billing === 'annual') return `annually in advance from ${startOn}`;
  return billing === 'monthly' ? `monthly in advance from ${startOn}` : `monthly in arrears from ${startOn}`;
}

/** Annual recurring revenue of a customer in billing: licensed items of live subscriptions, months times twelve. */
function recurringRevenue(books: Books, customer: KnownCustomer, currency: string): Money {
  if (customer.billingCustomerId === null) return zero(currency);
  return books.entities
    .ofCustomer('subscription', customer.billingCustomerId)
    .filter(({ entity }) => entity.currency === currency && isLive(entity))
    .map(({ entity }) => annualValue(entity))
    .reduce(add, zero(currency));
}

function isLive(subscription: Subscription): boolean {
  return subscription.status !== 'cancelled' && subscription.status !== 'incomplete';
}
