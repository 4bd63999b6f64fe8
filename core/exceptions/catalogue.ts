/** Who can fix it. */
export type OwnerRole =
  | 'sales-operations'
  | 'billing-operations'
  | 'controller'
  | 'accounting'
  | 'tax'
  | 'integration-support';

export interface ExceptionKind {
  readonly ownerRole: OwnerRole;
  /** What does not happen while it is open. */
  readonly effect: string;
  /** What to do about it. */
  readonly fix: string;
  /** Whether a posting waits for it; a note is only to be known. */
  readonly blocks: boolean;
}

function kind(ownerRole: OwnerRole, effect: string, fix: string, blocks = true): ExceptionKind {
  return { ownerRole, effect, fix, blocks };
}

/** Every exception code with its owner, effect and fix. Codes are stable: they are never renamed or reused. */
export const exceptionCatalogue = {
  ORDER_NOT_APPROVED: kind(
    'sales-operations',
    'No subscription is created.',
    'Have the order approved in the CRM.',
  ),
  TAX_SETUP_MISSING: kind(
    'tax',
    'No subscription is created.',
    'Complete the tax set-up on the CRM account.',
  ),
  LEGAL_ENTITY_MISSING: kind(
    'sales-operations',
    'Nothing is created or posted.',
    'Set the legal entity on the CRM account.',
  ),
  PRICE_BOOK_EXPIRED: kind(
    'sales-operations',
    'No subscription is created.',
    'Re-quote on a valid price book.',
  ),
  BASE_VERSION_STALE: kind(
    'sales-operations',
    'The amendment is not applied.',
    'Redraw the amendment on the present contract version.',
  ),
  ORDER_TOTAL_DIFFERS: kind(
    'sales-operations',
    'No subscription is created.',
    'Make the order lines add up to the order total.',
  ),
  ONE_OFF_IN_SUBSCRIPTION: kind(
    'sales-operations',
    'No subscription is created.',
    'Put what is sold once on an order of its own; billing invoices it once.',
  ),
  CUSTOMER_UNKNOWN: kind(
    'billing-operations',
    'The document is not posted.',
    'Link the billing customer to its CRM account.',
  ),
  ERP_CUSTOMER_MISSING: kind(
    'accounting',
    'The document is not posted.',
    'Create the customer in the ERP, or map the CRM account to it.',
  ),
  ERP_CUSTOMER_INACTIVE: kind(
    'accounting',
    'The document is not posted.',
    'Reactivate the customer in the ERP, or map to another.',
  ),
  PRODUCT_UNKNOWN: kind(
    'billing-operations',
    'The document is not posted.',
    'Give the billing product its product code.',
  ),
  MAPPING_MISSING: kind(
    'controller',
    'The document is not posted.',
    'Propose the mapping and have a second person approve it.',
  ),
  MAPPING_AMBIGUOUS: kind(
    'controller',
    'The document is not posted.',
    'End-date one of the mappings that overlap.',
  ),
  DOCUMENT_TOTAL_DIFFERS: kind(
    'billing-operations',
    'The document is not posted.',
    'Correct the document in the billing platform.',
  ),
  PERIOD_CLOSED: kind(
    'controller',
    'The document is not posted.',
    'Reopen the period in the ERP, or approve posting to the earliest open one.',
  ),
  POSTING_INVALID: kind(
    'integration-support',
    'The document is not posted.',
    'Correct the mapped values; the message names the field.',
  ),
  ERP_REJECTED: kind('accounting', 'The document is not posted.', 'Fix what the ERP refused, then release.'),
  BILLING_REJECTED: kind(
    'billing-operations',
    'The customer or subscription in billing stays as it was; nothing new is billed.',
    'Correct in the billing platform or on the order what was refused, then release.',
  ),
  CRM_REJECTED: kind(
    'sales-operations',
    'The CRM does not show what billing has; nothing else waits.',
    'Correct in the CRM what was refused, then release.',
  ),
  POSTING_DEAD: kind(
    'integration-support',
    'The document may be missing or doubled in the ERP.',
    'Compare both systems, then link the document or release.',
  ),
  SOURCE_CHANGED_AFTER_POSTING: kind(
    'controller',
    'The ERP still shows the earlier content.',
    'Reverse and post again, or accept the difference.',
  ),
  CREDIT_VOIDED_AFTER_POSTING: kind(
    'controller',
    'The ERP still shows the credit memo.',
    'Void the credit memo in the ERP.',
  ),
  MANUAL_EDIT_IN_ERP: kind(
    'controller',
    'ERP and billing differ.',
    'Accept the edit and correct billing, or undo it in the ERP.',
    false,
  ),
  BILLING_CORRECTION_DUE: kind(
    'billing-operations',
    'Billing, and all that follows from it, says another amount than the ERP.',
    'Correct it in billing by a document of its own, as the message says; this ends by itself then.',
    false,
  ),
  RECORD_QUARANTINED: kind(
    'integration-support',
    'The record is not read.',
    'Compare the record with the expected shape; replay after the fix.',
  ),
  SAME_KEY_DIFFERENT_CONTENT: kind(
    'integration-support',
    'The later content is not applied.',
    'Compare both sides and decide which one is right.',
  ),
  VERSION_GAP: kind(
    'integration-support',
    'Later versions wait.',
    'Fetch the missing version from the source.',
  ),
  ATTRIBUTE_CONFLICT: kind(
    'billing-operations',
    'The owner system’s value is used.',
    'Correct the attribute in the system that is not its owner.',
    false,
  ),
  LIMIT_TRIPPED: kind('controller', 'Postings of the flow wait.', 'Check the volume, then reset the limit.'),
  EVALUATION_FAILED: kind(
    'integration-support',
    'Nothing follows from the record.',
    'Report the message; the record is decided again after the update.',
  ),
  STREAM_INCOMPLETE: kind(
    'integration-support',
    'Records are missing in the journal.',
    'Walk the stream again; compare counts and sums.',
    false,
  ),
  ORDER_MISSING: kind(
    'sales-operations',
    'Nothing is billed for a won deal.',
    'Create and activate the order in the CRM.',
    false,
  ),
  SUBSCRIPTION_MISSING: kind(
    'billing-operations',
    'Nothing is billed.',
    'Create the subscription, or clear what holds the order.',
    false,
  ),
  INVOICE_MISSING: kind(
    'billing-operations',
    'Revenue is not billed.',
    'Check the subscription’s billing schedule.',
    false,
  ),
  ERP_DOCUMENT_MISSING: kind(
    'accounting',
    'Receivables are understated.',
    'Clear what holds the posting, or post it.',
    false,
  ),
  ERP_CASH_MISSING: kind(
    'accounting',
    'Cash is understated and the invoice shows open.',
    'Clear what holds the payment, or post it.',
    false,
  ),
} as const satisfies Readonly<Record<string, ExceptionKind>>;

export type ExceptionCode = keyof typeof exceptionCatalogue;
