import type { Entity } from './entity.ts';

/** Names the fact in a change of an entity, in the past tense: `invoice.issued`, `subscription.cancelled` … */
export function nameChange(previous: Entity | null, next: Entity, isDeleted: boolean): string {
  if (isDeleted) return `${next.kind}.deleted`;
  switch (next.kind) {
    case 'invoice':
      return `invoice.${invoiceChange(previous?.kind === 'invoice' ? previous.status : null, next.status)}`;
    case 'credit-note':
      return previous === null
        ? 'credit-note.issued'
        : next.status === 'void'
          ? 'credit-note.voided'
          : 'credit-note.changed';
    case 'payment':
      return `payment.${statusChange(previous?.kind === 'payment' ? previous.status : null, next.status)}`;
    case 'refund':
      return `refund.${statusChange(previous?.kind === 'refund' ? previous.status : null, next.status)}`;
    case 'subscription':
      if (previous === null) return 'subscription.created';
      return next.status === 'cancelled' &&
        previous.kind === 'subscription' &&
        previous.status !== 'cancelled'
        ? 'subscription.cancelled'
        : 'subscription.amended';
    case 'order':
      return next.status === 'activated' && (previous?.kind !== 'order' || previous.status !== 'activated')
        ? 'order.activated'
        : `order.${previous === null ? 'drafted' : 'changed'}`;
    case 'opportunity':
      return next.isWon && (previous?.kind !== 'opportunity' || !previous.isWon)
        ? 'opportunity.won'
        : `opportunity.${previous === null ? 'recorded' : 'changed'}`;
    case 'accounting-period':
      return previous?.kind === 'accounting-period' && previous.state !== next.state
        ? `accounting-period.${next.state === 'open' ? 'reopened' : next.state}`
        : `accounting-period.${previous === null ? 'recorded' : 'changed'}`;
    case 'ledger-document':
      return previous === null
        ? 'ledger-document.recorded'
        : next.isVoid
          ? 'ledger-document.voided'
          : 'ledger-document.changed';
    default:
      return `${next.kind}.${previous === null ? 'recorded' : 'changed'}`;
  }
}

function invoiceChange(previous: string | null, next: string): string {
  if (next === previous) return 'changed';
  if (next === 'draft') return 'drafted';
  if (next === 'open') return previous === null || previous === 'draft' ? 'issued' : 'reopened';
  if (next === 'paid') return previous === null || previous === 'draft' ? 'issued' : 'settled';
  return next === 'void' ? 'voided' : 'written-off';
}

function statusChange(previous: string | null, next: string): string {
  return next === previous ? 'changed' : next;
}
