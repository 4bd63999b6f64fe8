import type { BillingLine } from '../domain/billing.ts';
import type { PostingLine } from '../domain/command.ts';
import { type Day, periodOf } from '../domain/day.ts';
import type { Money } from '../domain/money.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import type { Books, KnownCustomer } from './books.ts';
import { entityKey } from './decision.ts';
import { MappingTrail } from './mapped.ts';
import type { Flow } from './ports.ts';

/** A billing document on its way to the ERP. */
export interface LedgerSource {
  readonly flow: Flow;
  readonly connectionId: string;
  readonly label: string;
  readonly customerExternalId: string | null;
  readonly legalEntity: string | null;
  readonly on: Day;
  readonly amount: Money;
}

/** What every ERP document needs besides its lines, resolved; null where a gap was noted. */
export interface LedgerTarget {
  readonly trail: MappingTrail;
  readonly exceptions: readonly ExceptionDraft[];
  readonly waitsFor: readonly string[];
  readonly customer: KnownCustomer | null;
  readonly legalEntity: string;
  readonly postedOn: Day;
  readonly period: string;
  readonly subsidiaryId: string | null;
  readonly customerId: string | null;
  readonly currencyId: string | null;
  /** Why the document is not posted on its own day, where it is not. */
  readonly movedFromOn: Day | null;
}

/** Runs the gate that all ERP documents share: legal entity, customer, period, subsidiary, currency. */
export function resolveTarget(books: Books, source: LedgerSource): LedgerTarget {
  const customer =
    source.customerExternalId === null
      ? null
      : books.customerOf(source.connectionId, source.customerExternalId);
  const legalEntity = source.legalEntity ?? customer?.row.legal_entity ?? '';
  const placed = placeInPeriod(books, source, legalEntity);
  const period = periodOf(placed.postedOn);
  const trail = new MappingTrail(books.mapping, {
    legalEntity,
    period,
    on: placed.postedOn,
    amount: source.amount,
    label: source.label,
  });
  const raise = (draft: Pick<ExceptionDraft, 'code' | 'causeKey' | 'message'>): ExceptionDraft => ({
    ...draft,
    legalEntity: legalEntity || null,
    period,
    amount: source.amount,
  });
  const exceptions: ExceptionDraft[] = [];
  if (legalEntity === '') {
    const causeKey = `legal-entity:${source.customerExternalId ?? source.label}`;
    exceptions.push(
      raise({
        code: 'LEGAL_ENTITY_MISSING',
        causeKey,
        message: `${source.label} belongs to no legal entity.`,
      }),
    );
  }
  if (placed.isBlocked) {
    exceptions.push(
      raise({
        code: 'PERIOD_CLOSED',
        causeKey: `period:${legalEntity}:${periodOf(source.on)}`,
        message: `${source.label} is dated ${source.on}, and that period is closed in ${legalEntity}.`,
      }),
    );
  }
  const erpCustomerId = findErpCustomer(books, source, customer, trail);
  if (!erpCustomerId.ok) exceptions.push(raise(erpCustomerId.draft));
  return {
    trail,
    exceptions,
    waitsFor:
      customer || source.customerExternalId === null
        ? []
        : [entityKey(source.connectionId, 'customer', source.customerExternalId)],
    customer,
    legalEntity,
    postedOn: placed.postedOn,
    period,
    subsidiaryId: trail.require('subsidiary', legalEntity, 'subsidiaryId'),
    customerId: erpCustomerId.ok ? erpCustomerId.id : null,
    currencyId: trail.require('currency', source.amount.currency, 'currencyId'),
    movedFromOn: placed.postedOn === source.on ? null : source.on,
  };
}

function placeInPeriod(
  books: Books,
  source: LedgerSource,
  legalEntity: string,
): { postedOn: Day; isBlocked: boolean } {
  if (books.policy.periodState(legalEntity, source.on) !== 'closed')
    return { postedOn: source.on, isBlocked: false };
  if (books.policy.closedPeriodRule(source.flow) === 'hold') return { postedOn: source.on, isBlocked: true };
  const openOn = books.policy.earliestOpenDay(legalEntity, source.on);
  return openOn === null ? { postedOn: source.on, isBlocked: true } : { postedOn: openOn, isBlocked: false };
}

type ErpCustomer =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly draft: Pick<ExceptionDraft, 'code' | 'causeKey' | 'message'> };

function findErpCustomer(
  books: Books,
  source: LedgerSource,
  customer: KnownCustomer | null,
  trail: MappingTrail,
): ErpCustomer {
  if (customer === null) {
    const causeKey = `customer:${source.connectionId}:${source.customerExternalId ?? 'none'}`;
    const message = `${source.label} is for customer ${source.customerExternalId ?? '(none)'}, whom no system knows.`;
    return { ok: false, draft: { code: 'CUSTOMER_UNKNOWN', causeKey, message } };
  }
  const name = customer.row.legal_name ?? source.customerExternalId ?? '';
  const mapped =
    customer.crmAccountId === null
      ? null
      : trail.optional('customer', customer.crmAccountId, 'erpCustomerId');
  const id = mapped ?? customer.erpCustomerId;
  if (id === null) {
    const causeKey = `erp-customer:${customer.row.id}`;
    return {
      ok: false,
      draft: {
        code: 'ERP_CUSTOMER_MISSING',
        causeKey,
        message: `${source.label}: ${name} is no customer in the ERP.`,
      },
    };
  }
  const erp = books.connectionOf('erp');
  const stored = erp === null ? null : books.entities.find(erp, 'customer', id);
  if (stored?.isDeleted || stored?.entity.isActive === false) {
    const causeKey = `erp-customer:${customer.row.id}`;
    return {
      ok: false,
      draft: {
        code: 'ERP_CUSTOMER_INACTIVE',
        causeKey,
        message: `${source.label}: ${name} (${id}) is inactive in the ERP.`,
      },
    };
  }
  return { ok: true, id };
}

/** Maps billing lines to ledger lines; null when any of them has a gap, which is then in the trail or the exceptions. */
export function mapLines(
  books: Books,
  connectionId: string,
  lines: readonly BillingLine[],
  target: LedgerTarget,
  label: string,
): { readonly lines: readonly PostingLine[] | null; readonly exceptions: readonly ExceptionDraft[] } {
  const exceptions: ExceptionDraft[] = [];
  const mapped = lines.map((line): PostingLine | null => {
    const code = productCodeOf(books, connectionId, line);
    if (code === null) {
      exceptions.push({
        code: 'PRODUCT_UNKNOWN',
        causeKey: `product:${connectionId}:${line.productExternalId ?? 'none'}`,
        legalEntity: target.legalEntity || null,
        period: target.period,
        amount: line.amount,
        message: `${label}: line "${line.description}" is for a product without a code (${line.productExternalId ?? 'none'}).`,
      });
      return null;
    }
    const { trail } = target;
    const itemId = trail.require('item', code, 'itemId');
    const taxCodeId =
      line.taxCode === ''
        ? trail.optional('tax-code', '', 'taxCodeId')
        : trail.require('tax-code', line.taxCode, 'taxCodeId');
    const dimension = (type: 'department' | 'class' | 'location') => trail.optional(type, code, 'id');
    return itemId === null
      ? null
      : {
          itemId,
          description: line.description,
          quantity: line.quantity,
          amount: line.amount,
          taxCodeId,
          tax: line.tax,
          departmentId: dimension('department'),
          classId: dimension('class'),
          locationId: dimension('location'),
        };
  });
  const complete = mapped.filter((line) => line !== null);
  return { lines: complete.length === lines.length ? complete : null, exceptions };
}

function productCodeOf(books: Books, connectionId: string, line: BillingLine): string | null {
  if (line.productExternalId === null) return null;
  const product = books.find(connectionId, 'product', line.productExternalId);
  return product && product.entity.code !== '' ? product.entity.code : null;
}
