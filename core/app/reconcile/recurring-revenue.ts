import type { WireBreak, WireReconciliation } from '#core/contract/reconciliation.ts';
import type { Order, Subscription } from '#core/domain/contract.ts';
import type { Day } from '#core/domain/day.ts';
import { add, inWords, type Money, scale, zero } from '#core/domain/money.ts';
import { annualValue } from '#core/domain/recurring-value.ts';
import type { StoredEntity } from '#core/storage/repositories/entities.ts';
import type { Core } from '../create-core.ts';
import { breakKey } from './wire-break.ts';

type Parts = Pick<WireReconciliation, 'scopes' | 'breaks' | 'explained'>;

/** What a contract came to on both sides: while this text stays, it is the same evidence. */
export interface ContractPrint {
  readonly legalEntity: string;
  readonly print: string;
}

interface ContractRevenue {
  readonly contractNumber: string;
  readonly legalEntity: string;
  readonly currency: string;
  readonly crm: Money;
  readonly billing: Money;
  readonly order: StoredEntity<'order'> | null;
  readonly subscription: StoredEntity<'subscription'> | null;
}

const scope = 'recurring-revenue';

/** Annual recurring revenue per contract as the CRM's signed orders have it, against billing's live subscriptions. */
export function reconcileRecurringRevenue(
  core: Core,
  on: Day,
): Parts & { readonly contracts: readonly ContractPrint[] } {
  const contracts = contractsOn(core, on);
  const breaks: WireBreak[] = [];
  const explained: Parts['explained'] = [];
  for (const contract of contracts) {
    if (contract.crm.minor === contract.billing.minor) continue;
    const reason = explanationOf(core, contract);
    const difference = { currency: contract.currency, minor: contract.crm.minor - contract.billing.minor };
    if (reason !== null) {
      explained.push({
        scope,
        legalEntity: contract.legalEntity,
        amount: wire(difference),
        reference: contract.contractNumber,
        reason,
        matchId: null,
      });
    } else breaks.push(toBreak(contract, on, difference));
  }
  const prints = contracts.map((contract) => ({
    legalEntity: contract.legalEntity,
    print: printOf(contract),
  }));
  return { scopes: scopesOf(contracts, breaks, explained), breaks, explained, contracts: prints };
}

function printOf({ contractNumber, currency, crm, billing, order, subscription }: ContractRevenue): string {
  const sides = [order ? `${crm.minor}` : '-', subscription ? `${billing.minor}` : '-'];
  return [contractNumber, currency, ...sides].join('|');
}

function contractsOn(core: Core, on: Day): ContractRevenue[] {
  const { books } = core;
  const newest = new Map<string, StoredEntity<'order'>>();
  for (const stored of books.entities.ofKind('order')) {
    const { entity: order } = stored;
    if (order.status !== 'activated' || order.startOn > on || (order.endOn !== null && order.endOn <= on))
      continue;
    const present = newest.get(order.contractNumber);
    if (!present || present.entity.contractVersion < order.contractVersion)
      newest.set(order.contractNumber, stored);
  }
  const subscriptions = new Map<string, StoredEntity<'subscription'>>();
  for (const stored of books.entities.ofKind('subscription')) {
    const { contractNumber } = stored.entity;
    if (contractNumber !== null && isLiveOn(stored.entity, on)) subscriptions.set(contractNumber, stored);
  }
  const numbers = [...new Set([...newest.keys(), ...subscriptions.keys()])].sort();
  return numbers.map((contractNumber) => {
    const order = newest.get(contractNumber) ?? null;
    const subscription = subscriptions.get(contractNumber) ?? null;
    const currency = order?.entity.currency ?? subscription?.entity.currency ?? '';
    const customer = order ? books.customerOf(order.connectionId, order.entity.customerExternalId) : null;
    return {
      contractNumber,
      currency,
      legalEntity: subscription?.entity.legalEntity ?? customer?.row.legal_entity ?? '',
      crm: order ? annualOrderValue(core, order.entity) : zero(currency),
      billing: subscription ? annualValue(subscription.entity) : zero(currency),
      order,
      subscription,
    };
  });
}

/** On that day, whatever became of it afterwards. One that ended on a day that billing does not tell is live on none. */
function isLiveOn({ status, startOn, cancelledOn }: Subscription, on: Day): boolean {
  if (status === 'incomplete' || startOn > on) return false;
  return cancelledOn === null ? status !== 'cancelled' : cancelledOn > on;
}

/** What an order's recurring lines are worth in a year. Usage and one-off lines are not recurring. */
function annualOrderValue(core: Core, order: Order): Money {
  if (order.change === 'cancellation' || order.billing === 'usage') return zero(order.currency);
  const periods = order.billing === 'monthly' ? 12n : 1n;
  return order.lines
    .filter(({ productCode }) => isRecurring(core, productCode))
    .map(({ unitPrice, quantity }) => scale(unitPrice, BigInt(quantity) * periods, 1n, 'half-even'))
    .reduce(add, zero(order.currency));
}

function isRecurring(core: Core, productCode: string): boolean {
  const { books } = core;
  const prices = books.entities.numbered(productCode).flatMap((stored) => {
    if (stored.kind !== 'product') return [];
    return books.entities.childrenOf(stored.externalId, 'product');
  });
  return (
    prices.length === 0 ||
    prices.some(({ entity }) => entity.price?.interval !== null && entity.price?.usage !== 'metered')
  );
}

function explanationOf(core: Core, contract: ContractRevenue): string | null {
  const orders = core.books.entities.ofContract(contract.contractNumber, 'order');
  for (const order of orders) {
    const [exception] = core.exceptions.exceptions.openOf(order.id);
    if (exception) return `held back by ${exception.code}`;
    const open = core.desk.postings
      .ofSubject(order.id)
      .find(({ state }) => state !== 'POSTED' && state !== 'WITHDRAWN');
    if (open) return `${open.commandType} is ${open.state}`;
  }
  // A change that is signed but starts later is in billing already or in the CRM still.
  return orders.some(({ entity }) => entity.startOn > (contract.order?.entity.startOn ?? ''))
    ? 'a later version is signed'
    : null;
}

function toBreak(contract: ContractRevenue, on: Day, difference: Money): WireBreak {
  const side = (stored: StoredEntity<'order'> | StoredEntity<'subscription'> | null, amount: Money) =>
    stored && {
      connectionId: stored.connectionId,
      externalId: stored.externalId,
      kind: stored.kind,
      reference: contract.contractNumber,
      customer: stored.entity.customerExternalId,
      on,
      amount: wire(amount),
    };
  const period = on.slice(0, 7);
  return {
    key: breakKey({
      period,
      class: 'missing',
      scope,
      left: contract.order ? contract.contractNumber : '',
      right: contract.subscription ? contract.contractNumber : '',
      difference: `${difference.currency} ${difference.minor}`,
    }),
    class: 'missing',
    scope,
    legalEntity: contract.legalEntity,
    period,
    difference: wire(difference),
    left: side(contract.order, contract.crm),
    right: side(contract.subscription, contract.billing),
    message: `Contract ${contract.contractNumber}: ${inWords(contract.crm)} a year in the CRM, ${inWords(contract.billing)} in billing.`,
    evidence: { crmMinor: `${contract.crm.minor}`, billingMinor: `${contract.billing.minor}` },
    decision: null,
  };
}

function scopesOf(
  contracts: readonly ContractRevenue[],
  breaks: readonly WireBreak[],
  explained: Parts['explained'],
): Parts['scopes'] {
  const groups = new Map<string, ContractRevenue[]>();
  for (const contract of contracts) {
    const key = `${contract.legalEntity}\n${contract.currency}`;
    groups.set(key, [...(groups.get(key) ?? []), contract]);
  }
  return [...groups.values()].map((group) => {
    const { legalEntity, currency } = group[0] as ContractRevenue;
    const sum = (of: (contract: ContractRevenue) => Money) => group.map(of).reduce(add, zero(currency));
    const [crm, billing] = [sum((contract) => contract.crm), sum((contract) => contract.billing)];
    const isHere = (part: { legalEntity: string }, money: { currency: string }) =>
      part.legalEntity === legalEntity && money.currency === currency;
    const reasons = explained.filter((part) => isHere(part, part.amount));
    return {
      scope,
      legalEntity,
      currency,
      left: { count: group.filter(({ order }) => order).length, sum: wire(crm) },
      right: { count: group.filter(({ subscription }) => subscription).length, sum: wire(billing) },
      difference: wire({ currency, minor: crm.minor - billing.minor }),
      matched: group.filter((contract) => contract.crm.minor === contract.billing.minor).length,
      explained: {
        count: reasons.length,
        sum: {
          currency,
          minor: reasons.reduce((total, { amount }) => total + BigInt(amount.minor), 0n).toString(),
        },
      },
      breaks: breaks.filter((part) => isHere(part, part.difference)).length,
    };
  });
}

function wire(amount: Money): { currency: string; minor: string } {
  return { currency: amount.currency, minor: amount.minor.toString() };
}
