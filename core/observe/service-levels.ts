/** A service level: from what until what, how long it may take, and for how many. */
export interface ServiceLevel {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly measure: 'posting' | 'held' | 'queued' | 'exception';
  /** Of the measure, only these; null: all. */
  readonly kinds: readonly string[] | null;
  readonly targetMs: number;
  readonly objectivePercent: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What finance and integration agreed on. Every figure is read from the journal, none is an estimate. */
export const serviceLevels = [
  {
    id: 'quote-to-activation',
    title: 'Quote to activation',
    about: 'From the signed order being seen until billing confirms its subscription.',
    measure: 'posting',
    kinds: ['subscription.create', 'subscription.amend', 'subscription.cancel', 'billing-customer.create'],
    targetMs: day,
    objectivePercent: 95,
  },
  {
    id: 'invoice-to-post',
    title: 'Invoice to post',
    about: 'From the invoice being seen until the ERP confirms its document.',
    measure: 'posting',
    kinds: ['invoice.post'],
    targetMs: 4 * hour,
    objectivePercent: 95,
  },
  {
    id: 'payment-delay',
    title: 'Payment delay',
    about: 'From a payment or refund being seen until the ERP confirms it.',
    measure: 'posting',
    kinds: ['payment.post', 'refund.post'],
    targetMs: 4 * hour,
    objectivePercent: 95,
  },
  {
    id: 'credit-to-post',
    title: 'Credit to post',
    about: 'From a credit note being seen until the ERP confirms its credit memo.',
    measure: 'posting',
    kinds: ['credit-memo.post'],
    targetMs: day,
    objectivePercent: 95,
  },
  {
    id: 'hold-decision',
    title: 'Hold to decision',
    about: 'How long a held posting waits for a person.',
    measure: 'held',
    kinds: null,
    targetMs: day,
    objectivePercent: 90,
  },
  {
    id: 'exception-resolution',
    title: 'Exception resolution',
    about: 'From an exception being raised until it is resolved or dismissed.',
    measure: 'exception',
    kinds: null,
    targetMs: 2 * day,
    objectivePercent: 90,
  },
  {
    id: 'queue-time',
    title: 'Approved to confirmed',
    about: 'From the approval until the vendor confirms: sending, waiting and looking up.',
    measure: 'queued',
    kinds: null,
    targetMs: hour,
    objectivePercent: 99,
  },
] as const satisfies readonly ServiceLevel[];

export type ServiceLevelId = (typeof serviceLevels)[number]['id'];

/** Of what ended and what is overdue, the share within target in tenths of a percent; null when there is nothing. */
export function attainedPermille(ended: number, late: number, overdue: number): number | null {
  const judged = ended + overdue;
  return judged === 0 ? null : Math.floor(((ended - late) * 1000) / judged);
}
