import type { ExceptionCode } from './catalogue.ts';

/**
 * What the suggested fix of an exception is, as something the cockpit can do.
 * - `release`: the source is corrected elsewhere; decide again, for everything of the cause.
 * - `retry`: the vendor's side is corrected; the same bytes go back on hold for a person to approve.
 * - `accept`: the difference is known and stands; ends with a reason.
 * - The others open where it is fixed: `map` a mapping, `period` the close of a period, `compare` the trace with both
 *   sides, `fetch` the connection's runs, `limit` the hourly limits.
 */
export const fixKinds = ['release', 'retry', 'accept', 'map', 'period', 'compare', 'fetch', 'limit'] as const;

export type FixKind = (typeof fixKinds)[number];

export interface SuggestedFix {
  readonly kind: FixKind;
  /** On the button. */
  readonly title: string;
  /** What happens when it is taken. */
  readonly effect: string;
}

const release: SuggestedFix = {
  kind: 'release',
  title: 'Check again and release',
  effect: 'Decides the record anew on the facts as they are. What still blocks stays, with its reason.',
};
const retry: SuggestedFix = {
  kind: 'retry',
  title: 'Put back on hold',
  effect: 'The same bytes are held again for a person to approve; nothing is sent before that.',
};
const accept: SuggestedFix = {
  kind: 'accept',
  title: 'Accept the difference',
  effect: 'Ends it with a reason. It comes back as soon as the facts say something else.',
};
const map: SuggestedFix = {
  kind: 'map',
  title: 'Open the mapping',
  effect:
    'Opens the mapping with its key filled in. A second person approves it, and what it held up is released.',
};
const period: SuggestedFix = {
  kind: 'period',
  title: 'Open the period',
  effect: 'Opens the close of this period, where two people can reopen it or documents move to an open one.',
};
const compare: SuggestedFix = {
  kind: 'compare',
  title: 'Compare both sides',
  effect: 'Opens the trace with what each system says.',
};
const fetch: SuggestedFix = {
  kind: 'fetch',
  title: 'Open the connection',
  effect: 'Opens the runs of the connection, where the stream can be walked again.',
};
const limit: SuggestedFix = {
  kind: 'limit',
  title: 'Open the limits',
  effect: 'Opens the hourly limits, where a controller resets the one that tripped.',
};

/** Code → suggested fix: closed, so that a new code does not compile without one. */
export const fixOfCode: Readonly<Record<ExceptionCode, SuggestedFix>> = {
  ORDER_NOT_APPROVED: release,
  TAX_SETUP_MISSING: release,
  LEGAL_ENTITY_MISSING: release,
  PRICE_BOOK_EXPIRED: release,
  BASE_VERSION_STALE: release,
  ORDER_TOTAL_DIFFERS: release,
  ONE_OFF_IN_SUBSCRIPTION: release,
  CUSTOMER_UNKNOWN: release,
  ERP_CUSTOMER_MISSING: release,
  ERP_CUSTOMER_INACTIVE: release,
  PRODUCT_UNKNOWN: release,
  MAPPING_MISSING: map,
  MAPPING_AMBIGUOUS: map,
  DOCUMENT_TOTAL_DIFFERS: release,
  PERIOD_CLOSED: period,
  POSTING_INVALID: map,
  ERP_REJECTED: retry,
  BILLING_REJECTED: retry,
  CRM_REJECTED: retry,
  POSTING_DEAD: compare,
  SOURCE_CHANGED_AFTER_POSTING: compare,
  CREDIT_VOIDED_AFTER_POSTING: compare,
  MANUAL_EDIT_IN_ERP: accept,
  BILLING_CORRECTION_DUE: compare,
  RECORD_QUARANTINED: fetch,
  SAME_KEY_DIFFERENT_CONTENT: compare,
  VERSION_GAP: fetch,
  ATTRIBUTE_CONFLICT: accept,
  LIMIT_TRIPPED: limit,
  EVALUATION_FAILED: release,
  STREAM_INCOMPLETE: fetch,
  ORDER_MISSING: release,
  SUBSCRIPTION_MISSING: release,
  INVOICE_MISSING: release,
  ERP_DOCUMENT_MISSING: release,
  ERP_CASH_MISSING: release,
};

/** Kinds that act at once; the others open another screen. */
export function actsAtOnce(kind: FixKind): boolean {
  return kind === 'release' || kind === 'retry' || kind === 'accept';
}
