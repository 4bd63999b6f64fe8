import { unreachable } from '../base/assert.ts';
import type { Day } from './day.ts';
import type { Entity, EntityOf } from './entity.ts';
import type { Money } from './money.ts';

/** The few facts of an entity that lists, joins and sums need; everything else stays in its body. */
export interface EntitySummary {
  readonly legalEntity: string | null;
  readonly customerExternalId: string | null;
  /** The record that this one belongs to in its own system: an invoice's subscription, a payment's invoice … */
  readonly parentExternalId: string | null;
  readonly number: string | null;
  readonly contractNumber: string | null;
  readonly status: string | null;
  readonly amount: Money | null;
  readonly open: Money | null;
  /** The document's own day. */
  readonly happenedOn: Day | null;
}

const nothing: EntitySummary = {
  legalEntity: null,
  customerExternalId: null,
  parentExternalId: null,
  number: null,
  contractNumber: null,
  status: null,
  amount: null,
  open: null,
  happenedOn: null,
};

export function summarise(entity: Entity): EntitySummary {
  switch (entity.kind) {
    case 'customer':
      return { ...nothing, legalEntity: entity.legalEntity, status: entity.isActive ? 'active' : 'inactive' };
    case 'product':
      return { ...nothing, number: entity.code, parentExternalId: entity.price?.productExternalId ?? null };
    case 'price-book':
      return { ...nothing, number: entity.name, status: entity.isActive ? 'active' : 'inactive' };
    case 'opportunity':
      return {
        ...nothing,
        legalEntity: entity.legalEntity,
        customerExternalId: entity.customerExternalId,
        number: entity.name,
        contractNumber: entity.contractNumber,
        status: entity.stage,
        amount: entity.amount,
        happenedOn: entity.closedOn,
      };
    case 'order':
      return {
        ...nothing,
        customerExternalId: entity.customerExternalId,
        parentExternalId: entity.opportunityExternalId,
        number: entity.number,
        contractNumber: entity.contractNumber,
        status: entity.status,
        amount: entity.total,
        happenedOn: entity.startOn,
      };
    case 'subscription':
      return {
        ...nothing,
        legalEntity: entity.legalEntity,
        customerExternalId: entity.customerExternalId,
        parentExternalId: entity.orderExternalId,
        contractNumber: entity.contractNumber,
        status: entity.status,
        happenedOn: entity.startOn,
      };
    default:
      return summariseDocument(entity);
  }
}

type DocumentKind = 'usage-summary' | 'invoice' | 'credit-note' | 'payment' | 'refund' | LedgerKind;
type LedgerKind = 'ledger-document' | 'accounting-period' | 'subsidiary' | 'ledger-reference';

function summariseDocument(entity: EntityOf<DocumentKind>): EntitySummary {
  switch (entity.kind) {
    case 'usage-summary':
      return { ...nothing, parentExternalId: entity.subscriptionExternalId, happenedOn: entity.endOn };
    case 'invoice':
      return {
        ...nothing,
        legalEntity: entity.legalEntity,
        customerExternalId: entity.customerExternalId,
        parentExternalId: entity.subscriptionExternalId,
        number: entity.number,
        status: entity.status,
        amount: entity.total,
        open: entity.remaining,
        happenedOn: entity.issuedOn,
      };
    case 'credit-note':
      return {
        ...nothing,
        customerExternalId: entity.customerExternalId,
        parentExternalId: entity.invoiceExternalId,
        number: entity.number,
        status: entity.status,
        amount: entity.total,
        happenedOn: entity.issuedOn,
      };
    case 'payment':
      return {
        ...nothing,
        customerExternalId: entity.customerExternalId,
        parentExternalId: entity.invoiceExternalId,
        status: entity.status,
        amount: entity.amount,
        happenedOn: entity.receivedOn,
      };
    case 'refund':
      return {
        ...nothing,
        parentExternalId: entity.paymentExternalId,
        status: entity.status,
        amount: entity.amount,
        happenedOn: entity.refundedOn,
      };
    default:
      return summariseLedger(entity);
  }
}

function summariseLedger(entity: EntityOf<LedgerKind>): EntitySummary {
  switch (entity.kind) {
    case 'ledger-document':
      return {
        ...nothing,
        customerExternalId: entity.customerExternalId,
        parentExternalId: entity.externalKey,
        number: entity.reference,
        status: entity.isVoid ? `${entity.type}/void` : entity.type,
        amount: entity.total,
        open: entity.open,
        happenedOn: entity.postedOn,
      };
    case 'accounting-period':
      return { ...nothing, number: entity.name, status: entity.state, happenedOn: entity.startOn };
    case 'subsidiary':
      return { ...nothing, number: entity.name };
    case 'ledger-reference':
      return {
        ...nothing,
        number: entity.code,
        status: entity.isActive ? 'active' : 'inactive',
        parentExternalId: null,
      };
    default:
      return unreachable(entity);
  }
}
