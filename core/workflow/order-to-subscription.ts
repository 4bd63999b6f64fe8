import type { Command } from '../domain/command.ts';
import type { Order } from '../domain/contract.ts';
import { addDays, dayNumber, dayOfEpochMs, periodOf } from '../domain/day.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import type { ExpectationDraft } from '../expectation/draft.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { WantedPosting } from '../sync/commands/posting-desk.ts';
import type { Books, KnownCustomer } from './books.ts';
import { type Decision, entityKey, nothingToDo, subjectKey, type Wanted } from './decision.ts';
import { MappingTrail } from './mapped.ts';
import { checkOrder, orderLabel } from './order-gate.ts';
import { sellsOnce, subscriptionCommand } from './subscription-command.ts';
import { decideWriteBack } from './write-back.ts';

const dayMs = 86_400_000;

/** An activated order of a won deal becomes a subscription, or a new version of one, once and in the contract's order. */
export function decideOrder(books: Books, stored: StoredEntity<'order'>): Decision {
  const { entity: order, connectionId } = stored;
  if (stored.isDeleted || order.status !== 'activated') return nothingToDo;
  const opportunity =
    order.opportunityExternalId === null
      ? null
      : books.find(connectionId, 'opportunity', order.opportunityExternalId);
  if (order.opportunityExternalId !== null && !opportunity) {
    return {
      ...nothingToDo,
      waitsFor: [entityKey(connectionId, 'opportunity', order.opportunityExternalId)],
    };
  }
  if (opportunity && !opportunity.entity.isWon) return nothingToDo;
  const customer = books.customerOf(connectionId, order.customerExternalId);
  if (!customer)
    return { ...nothingToDo, waitsFor: [entityKey(connectionId, 'customer', order.customerExternalId)] };
  const legalEntity = opportunity?.entity.legalEntity ?? customer.row.legal_entity;
  const billing = books.connectionOf('billing');
  if (billing === null) return nothingToDo;
  const present = presentSubscription(books, billing, order.contractNumber);
  const applied = present?.entity.contractVersion ?? 0;
  const expectation = expectationOf(
    order,
    legalEntity,
    applied >= order.contractVersion ? (present?.id ?? null) : null,
  );
  if (present && applied >= order.contractVersion) {
    return appliedAlready(books, stored, customer, present, legalEntity, expectation);
  }
  const exceptions = [
    ...checkOrder(books, stored, customer, legalEntity),
    ...checkBase(stored, present, legalEntity),
  ];
  if (exceptions.length > 0) return blocked(exceptions, expectation);
  const trail = new MappingTrail(books.mapping, {
    legalEntity: legalEntity ?? '',
    period: periodOf(order.startOn),
    on: order.startOn,
    amount: order.total,
    label: orderLabel(stored),
  });
  if (order.change !== 'new' && order.baseVersion !== applied) {
    return { ...nothingToDo, waitsFor: [`contract:${order.contractNumber}`], expectations: [expectation] };
  }
  const core = coreOf(books, stored, customer, legalEntity ?? '', billing);
  if (customer.billingCustomerId === null) return createCustomer(books, stored, customer, core, expectation);
  if (order.change === 'new' && sellsOnce(books, stored, trail)) return nothingToDo;
  const command = subscriptionCommand(
    books,
    stored,
    customer,
    customer.billingCustomerId,
    legalEntity ?? '',
    present,
    trail,
  );
  if (command === null) return blocked(trail.gaps, expectation);
  return {
    ...nothingToDo,
    wanted: [
      {
        adopt: null,
        fallbackMappingIds: trail.fallbackMappingIds(),
        posting: {
          ...core,
          effect: 'subscription',
          effectVersion: order.contractVersion,
          command,
          mappingVersion: trail.version(),
          mappingIds: trail.mappingIds(),
          holdReasons: books.policy.holdReasons({
            flow: 'order-to-subscription',
            commandType: command.type,
            legalEntity: legalEntity ?? '',
            period: core.period,
            customerId: customer.row.id,
            amount: order.total,
            isNewCustomer: order.change === 'new',
          }),
        },
      },
    ],
    expectations: [expectation],
  };
}

/** The newest subscription of a contract in billing. */
function presentSubscription(
  books: Books,
  billing: string,
  contractNumber: string,
): StoredEntity<'subscription'> | null {
  const versions = books.entities
    .ofContract(contractNumber, 'subscription')
    .filter((subscription) => subscription.connectionId === billing)
    .sort((left, right) => (right.entity.contractVersion ?? 0) - (left.entity.contractVersion ?? 0));
  return versions[0] ?? null;
}

function appliedAlready(
  books: Books,
  stored: StoredEntity<'order'>,
  customer: KnownCustomer,
  present: StoredEntity<'subscription'>,
  legalEntity: string | null,
  expectation: ExpectationDraft,
): Decision {
  const writeBack =
    present.entity.contractVersion === stored.entity.contractVersion
      ? decideWriteBack(books, stored, customer, present, legalEntity ?? '')
      : [];
  return { ...nothingToDo, wanted: writeBack, expectations: [expectation] };
}

/** An amendment is drawn against one version; against any other it is refused with both shown. */
function checkBase(
  stored: StoredEntity<'order'>,
  present: StoredEntity<'subscription'> | null,
  legalEntity: string | null,
): ExceptionDraft[] {
  const { entity: order } = stored;
  const applied = present?.entity.contractVersion ?? 0;
  if (order.change === 'new' || order.baseVersion === null || order.baseVersion >= applied) return [];
  return [
    {
      code: 'BASE_VERSION_STALE',
      causeKey: `order:${stored.id}`,
      legalEntity,
      period: periodOf(order.startOn),
      amount: order.total,
      message: `${orderLabel(stored)} amends version ${order.baseVersion}, but version ${applied} is active.`,
      detail: { baseVersion: order.baseVersion, activeVersion: applied },
    },
  ];
}

function blocked(exceptions: readonly ExceptionDraft[], expectation: ExpectationDraft): Decision {
  return {
    ...nothingToDo,
    exceptions,
    expectations: [expectation],
    withdrawReason: 'a gate of the order does not pass any more',
  };
}

function createCustomer(
  books: Books,
  stored: StoredEntity<'order'>,
  customer: KnownCustomer,
  core: Core,
  expectation: ExpectationDraft,
): Decision {
  const { entity: order } = stored;
  const command: Command = {
    type: 'billing-customer.create',
    legalName: customer.row.legal_name ?? order.customerExternalId,
    crmAccountId: customer.crmAccountId ?? order.customerExternalId,
    legalEntity: core.legalEntity,
    country: customer.row.country ?? '',
    currency: order.currency,
  };
  const wanted: Wanted = {
    adopt: null,
    fallbackMappingIds: [],
    posting: {
      ...core,
      flow: 'customer-to-billing',
      effect: 'billing-customer',
      effectVersion: 1,
      source: { connectionId: stored.connectionId, externalId: order.customerExternalId },
      sourceReference: order.customerExternalId,
      subjectId: customer.row.id,
      amount: { minor: 0n, currency: order.currency },
      command,
      mappingVersion: '',
      mappingIds: [],
      holdReasons: books.policy.holdReasons({
        flow: 'customer-to-billing',
        commandType: command.type,
        legalEntity: core.legalEntity,
        period: core.period,
        customerId: customer.row.id,
        amount: { minor: 0n, currency: order.currency },
        isNewCustomer: true,
      }),
    },
  };
  return {
    ...nothingToDo,
    wanted: [wanted],
    expectations: [expectation],
    waitsFor: [subjectKey(customer.row.id)],
  };
}

type Core = Omit<
  WantedPosting,
  'command' | 'mappingVersion' | 'mappingIds' | 'holdReasons' | 'effect' | 'effectVersion'
>;

function coreOf(
  books: Books,
  stored: StoredEntity<'order'>,
  customer: KnownCustomer,
  legalEntity: string,
  billing: string,
): Core {
  const { entity: order, connectionId } = stored;
  return {
    flow: 'order-to-subscription',
    connectionId: billing,
    subjectId: stored.id,
    source: { connectionId, externalId: order.contractNumber },
    sourceReference: order.number,
    legalEntity,
    period: periodOf(order.startOn),
    customerId: customer.row.id,
    amount: order.total,
    reversalOf: null,
    lane: 0,
    effectiveOn: dayOfEpochMs(books.clock.now()),
    correlationId: stored.id,
  };
}

function expectationOf(order: Order, legalEntity: string | null, metBy: string | null): ExpectationDraft {
  return {
    type: 'order-to-subscription',
    dueAtMs: dayNumber(addDays(order.startOn, 1)) * dayMs,
    legalEntity,
    amount: order.total,
    metBy,
  };
}
