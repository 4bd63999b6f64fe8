import type { Invoice } from '../domain/billing.ts';
import { type Money, negate, sum } from '../domain/money.ts';
import { periodValue } from '../domain/recurring-value.ts';
import type { AnyStoredEntity, StoredEntity } from '../storage/repositories/entities.ts';
import type { Posting } from '../storage/repositories/postings.ts';
import { summarise } from '../domain/entity-summary.ts';
import { conserve } from './conservation.ts';
import type { Conservation } from './hop.ts';

/**
 * How the amount of a hop follows from that of the hop before it; null where one of them has no amount or moved none. `siblings`
 * are all that follow from the same hop.
 */
export function conservationOf(
  parent: AnyStoredEntity,
  stored: AnyStoredEntity,
  siblings: readonly AnyStoredEntity[],
): Conservation | null {
  switch (stored.kind) {
    case 'order':
      return reckoned(summarise(parent.entity).amount, stored.entity.total, 'changed in the order');
    case 'subscription':
      return reckoned(
        summarise(parent.entity).amount,
        periodValue(stored.entity),
        'not in each period',
        'more than ordered',
      );
    case 'invoice':
      return parent.kind === 'subscription' ? ofInvoice(parent, stored) : null;
    case 'credit-note':
    case 'payment':
      return parent.kind === 'invoice' ? ofSettlement(parent, stored, siblings) : null;
    case 'refund':
      return parent.kind === 'payment' ? ofRefund(parent, stored, siblings) : null;
    case 'ledger-document':
      return reckoned(summarise(parent.entity).amount, stored.entity.total, 'changed in the ERP');
    default:
      return null;
  }
}

/** What a document becomes in the command that posts it; null for what goes back to the CRM, which moves no amount. */
export function conservationOfPosting(subject: AnyStoredEntity, posting: Posting): Conservation | null {
  if (posting.flow === 'crm-write-back') return null;
  return reckoned(summarise(subject.entity).amount, posting.amount, 'not in the posting');
}

function reckoned(
  input: Money | null,
  out: Money | null,
  rest: string,
  excess: string = rest,
): Conservation | null {
  return input === null || out === null ? null : conserve({ in: input, out, rest, excess, isReckoned: true });
}

/** One period of the subscription as it is now becomes an invoice: tax comes on top, and what else is charged with it. */
function ofInvoice(
  { entity: subscription }: StoredEntity<'subscription'>,
  { entity: invoice }: StoredEntity<'invoice'>,
): Conservation | null {
  const input = periodValue(subscription);
  if (input === null || input.currency !== invoice.total.currency) return null;
  const licensed = new Set(
    subscription.items.filter(({ usage }) => usage === 'licensed').map((item) => item.productExternalId),
  );
  const partOf = ({ isProration, productExternalId }: Invoice['lines'][number]) =>
    isProration ? 'proration' : licensed.has(productExternalId ?? '') ? 'period' : 'charged beside it';
  const parts = Map.groupBy(invoice.lines, partOf);
  const added = (['proration', 'charged beside it'] as const).map((name) => ({
    name,
    amount: negate(
      sum(
        (parts.get(name) ?? []).map(({ amount }) => amount),
        input.currency,
      ),
    ),
  }));
  return conserve({
    in: input,
    out: invoice.total,
    tax: negate(invoice.tax),
    differences: added,
    rest: parts.has('period') ? 'not as the subscription is now' : 'period not in this invoice',
    isReckoned: true,
  });
}

/** One of several that settle an invoice. All of them together are named, so that what stays open is what billing says. */
function ofSettlement(
  { entity: invoice }: StoredEntity<'invoice'>,
  stored: StoredEntity<'credit-note'> | StoredEntity<'payment'>,
  siblings: readonly AnyStoredEntity[],
): Conservation | null {
  if (!isSettling(stored)) return null;
  const settling = siblings
    .filter((one) => one.kind === 'credit-note' || one.kind === 'payment')
    .filter(isSettling);
  const { currency } = invoice.total;
  if (settling.some((one) => amountOf(one).currency !== currency)) return null;
  const others = settling.filter(({ id }) => id !== stored.id);
  const sumOf = (kind: 'credit-note' | 'payment'): Money =>
    sum(others.filter((one) => one.kind === kind).map(amountOf), currency);
  const refunded = sum(
    settling.flatMap((one) => (one.kind === 'payment' ? [one.entity.refunded] : [])),
    currency,
  );
  const out = amountOf(stored);
  return conserve({
    in: invoice.total,
    out,
    differences: [
      { name: 'credited', amount: sumOf('credit-note') },
      { name: 'paid otherwise', amount: sumOf('payment') },
      { name: 'refunded', amount: negate(refunded) },
    ],
    rest: 'left open',
    excess: 'beyond what was due',
    isReckoned: false,
  });
}

/** What a payment gives back. */
function ofRefund(
  { entity: payment }: StoredEntity<'payment'>,
  stored: StoredEntity<'refund'>,
  siblings: readonly AnyStoredEntity[],
): Conservation | null {
  if (!isPaidBack(stored)) return null;
  const others = siblings
    .filter((one) => one.kind === 'refund')
    .filter((one) => one.id !== stored.id && isPaidBack(one));
  const { currency } = payment.amount;
  if (others.some(({ entity }) => entity.amount.currency !== currency)) return null;
  return conserve({
    in: payment.amount,
    out: stored.entity.amount,
    differences: [
      {
        name: 'refunded otherwise',
        amount: sum(
          others.map(({ entity }) => entity.amount),
          currency,
        ),
      },
    ],
    rest: 'kept',
    isReckoned: false,
  });
}

/** A failed payment and a void credit note settle nothing. */
function isSettling(stored: StoredEntity<'credit-note'> | StoredEntity<'payment'>): boolean {
  if (stored.isDeleted) return false;
  return stored.kind === 'payment' ? stored.entity.status === 'succeeded' : stored.entity.status === 'issued';
}

function isPaidBack({ entity: { status }, isDeleted }: StoredEntity<'refund'>): boolean {
  return !isDeleted && status !== 'failed' && status !== 'cancelled';
}

function amountOf({ entity }: StoredEntity<'credit-note'> | StoredEntity<'payment'>): Money {
  return entity.kind === 'payment' ? entity.amount : entity.total;
}
