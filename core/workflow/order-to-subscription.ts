import type { Command } from '../domain/command.ts';
import type { CommercialLine } from '../domain/contract.ts';
import { periodOf } from '../domain/day.ts';
import { zero } from '../domain/money.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';
import { type Decision, nothingToDo, subjectKey } from './decision.ts';
import { openCase, type OrderCase, postingOf } from './order-case.ts';
import { checkOrder, orderLabel } from './order-gate.ts';
import { oneOffLines, subscriptionCommand } from './subscription-command.ts';
import { decideWriteBack } from './write-back.ts';

/** An activated order of a won deal becomes a subscription, or a new version of one, once and in the contract's order. */
export function decideOrder(books: Books, stored: StoredEntity<'order'>): Decision {
  const opened = openCase(books, stored);
  if (opened.kind === 'nothing') return nothingToDo;
  if (opened.kind === 'waits') return { ...nothingToDo, waitsFor: [opened.for] };
  const { order } = opened;
  const { entity } = stored;
  if (order.appliedVersion >= entity.contractVersion) return appliedAlready(order);
  const exceptions = [...checkOrder(order), ...checkBase(order)];
  if (exceptions.length > 0) return blocked(order, exceptions);
  // An earlier version comes first; the contract's orders are decided again with each change of its subscription.
  if (entity.change !== 'new' && entity.baseVersion !== order.appliedVersion) {
    return {
      ...nothingToDo,
      waitsFor: [`contract:${entity.contractNumber}`],
      expectations: [order.expectation],
    };
  }
  const oneOff = oneOffLines(order);
  // Sold once and nothing else: it is invoiced once and needs no subscription.
  if (oneOff.length === entity.lines.length && entity.change === 'new') return nothingToDo;
  if (oneOff.length > 0) return blocked(order, [mixed(order, oneOff)]);
  const { billingCustomerId } = order.customer;
  if (billingCustomerId === null) return createCustomer(order);
  const command = subscriptionCommand(order, billingCustomerId);
  return command === null ? blocked(order, order.trail.gaps) : carryOut(order, command);
}

function carryOut(order: OrderCase, command: Command): Decision {
  const { books, stored, customer, trail } = order;
  const posting = postingOf(order);
  return {
    ...nothingToDo,
    expectations: [order.expectation],
    wanted: [
      {
        adopt: null,
        fallbackMappingIds: trail.fallbackMappingIds(),
        posting: {
          ...posting,
          effect: 'subscription',
          effectVersion: stored.entity.contractVersion,
          command,
          mappingVersion: trail.version(),
          mappingIds: trail.mappingIds(),
          holdReasons: books.policy.holdReasons({
            subjectId: stored.id,
            flow: 'order-to-subscription',
            commandType: command.type,
            legalEntity: posting.legalEntity,
            period: posting.period,
            customerId: customer.row.id,
            amount: posting.amount,
          }),
        },
      },
    ],
  };
}

/** The subscription carries this version or a later one; only what the CRM does not know yet is left to do. */
function appliedAlready(order: OrderCase): Decision {
  const { present, stored, expectation } = order;
  const isNewest = present?.entity.contractVersion === stored.entity.contractVersion;
  return {
    ...nothingToDo,
    wanted: present && isNewest ? decideWriteBack(order, present) : [],
    expectations: [expectation],
  };
}

/** An amendment is drawn against one version; against any other it is refused with both shown. */
function checkBase({ stored, appliedVersion, legalEntity }: OrderCase): ExceptionDraft[] {
  const { entity: order } = stored;
  if (order.change === 'new' || order.baseVersion === null || order.baseVersion >= appliedVersion) return [];
  return [
    {
      code: 'BASE_VERSION_STALE',
      causeKey: `order:${stored.id}`,
      legalEntity,
      period: periodOf(order.startOn),
      amount: order.total,
      message: `${orderLabel(stored)} amends version ${order.baseVersion}, but version ${appliedVersion} is active.`,
      detail: { baseVersion: order.baseVersion, activeVersion: appliedVersion },
    },
  ];
}

/** A subscription's price has to recur: a line sold once would be billed every period, or refused. */
function mixed({ stored, legalEntity }: OrderCase, oneOff: readonly CommercialLine[]): ExceptionDraft {
  const { entity: order } = stored;
  return {
    code: 'ONE_OFF_IN_SUBSCRIPTION',
    causeKey: `order:${stored.id}`,
    legalEntity,
    period: periodOf(order.startOn),
    amount: order.total,
    message: `${orderLabel(stored)} sells ${oneOff.map(({ productCode }) => productCode).join(', ')} once, beside what recurs.`,
  };
}

function blocked(order: OrderCase, exceptions: readonly ExceptionDraft[]): Decision {
  return {
    ...nothingToDo,
    exceptions,
    expectations: [order.expectation],
    withdrawal: { reason: 'a gate of the order does not pass any more', isForGood: false },
  };
}

/** Billing does not know the customer: it is created first, once for all orders of the customer. */
function createCustomer(order: OrderCase): Decision {
  const { books, stored, customer, expectation } = order;
  const { entity } = stored;
  const posting = postingOf(order);
  const amount = zero(entity.currency);
  const command: Command = {
    type: 'billing-customer.create',
    legalName: customer.row.legal_name ?? entity.customerExternalId,
    crmAccountId: customer.crmAccountId ?? entity.customerExternalId,
    legalEntity: posting.legalEntity,
    country: customer.row.country ?? '',
    currency: entity.currency,
  };
  return {
    ...nothingToDo,
    expectations: [expectation],
    waitsFor: [subjectKey(customer.row.id)],
    wanted: [
      {
        adopt: null,
        fallbackMappingIds: [],
        posting: {
          ...posting,
          flow: 'customer-to-billing',
          effect: 'billing-customer',
          effectVersion: 1,
          source: { connectionId: stored.connectionId, externalId: entity.customerExternalId },
          sourceReference: entity.customerExternalId,
          subjectId: customer.row.id,
          amount,
          command,
          mappingVersion: '',
          mappingIds: [],
          holdReasons: books.policy.holdReasons({
            subjectId: customer.row.id,
            flow: 'customer-to-billing',
            commandType: command.type,
            legalEntity: posting.legalEntity,
            period: posting.period,
            customerId: customer.row.id,
            amount,
          }),
        },
      },
    ],
  };
}
