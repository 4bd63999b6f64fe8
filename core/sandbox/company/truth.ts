import type { LegalEntityCode, SampleCurrency } from './legal-entities.ts';

export const BREAK_CLASSES = [
  'timing',
  'cut-off',
  'mapping',
  'rounding',
  'fx',
  'missing',
  'duplicate',
  'manual-edit',
] as const;

/** The classes of DESIGN.md §8. */
export type BreakClass = (typeof BREAK_CLASSES)[number];

export type BreakKind = 'invoice' | 'credit-note' | 'payment' | 'refund';

/** One planted difference between billing and the ERP. Only tests and the control endpoint may read it. */
export interface PlantedBreak {
  readonly class: BreakClass;
  readonly entity: LegalEntityCode;
  /** Currency of the billing document; of the ERP document where billing has none. */
  readonly currency: SampleCurrency;
  /** Month of the billing document; of the ERP document where billing has none. */
  readonly period: string;
  readonly kind: BreakKind;
  /** Key of the document in the generated company. */
  readonly key: string;
  readonly billingId: string | null;
  readonly billingNumber: string | null;
  /** Internal id of the deviating ERP document; null while there is none. */
  readonly erpId: string | null;
  /** Document number in the ERP. */
  readonly erpRef: string | null;
  /**
   * The money at issue in minor units, digits with sign: ERP less billing where amounts differ (rounding, manual
   * edit); otherwise the document's total.
   */
  readonly amountMinor: string;
  readonly billingMinor: string | null;
  readonly erpMinor: string | null;
  /**
   * `legacy`: in the ERP from the start. `after-posting`: a person acts as soon as the document is posted. `held`: a
   * planted exception keeps the document out of the ERP. `forgotten`: dated before the cut-over, so not Tieout's to post.
   */
  readonly origin: 'legacy' | 'after-posting' | 'held' | 'forgotten';
  readonly note: string;
}

export type ExceptionCode =
  | 'TAX_SETUP_MISSING'
  | 'APPROVAL_PENDING'
  | 'PRICE_BOOK_EXPIRED'
  | 'PRODUCT_NOT_IN_BILLING'
  | 'CONTRACT_VERSION_STALE'
  | 'ORDER_MISSING'
  | 'ERP_CUSTOMER_UNKNOWN'
  | 'ERP_ITEM_UNMAPPED'
  | 'PERIOD_CLOSED';

/** One planted workflow exception. */
export interface PlantedException {
  /** A hint: the product's own code may be named otherwise. */
  readonly code: ExceptionCode;
  readonly source: 'crm' | 'billing';
  /** Key of the order, opportunity or invoice in the generated company. */
  readonly key: string;
  /** The vendor's id of that record. */
  readonly sourceId: string;
  readonly entity: LegalEntityCode;
  readonly amountMinor: string;
  readonly currency: SampleCurrency;
}

/** A closed-won, approved order that billing has not carried out yet. */
export interface PendingOrder {
  readonly key: string;
  readonly crmOrderId: string;
  readonly type: string;
  readonly entity: LegalEntityCode;
  readonly amountMinor: string;
  readonly currency: SampleCurrency;
}

export interface SampleTruth {
  readonly seed: number | string;
  readonly months: readonly string[];
  /** From this day on documents are Tieout's to post; earlier ones are the legacy integration's. */
  readonly cutoverOn: string;
  readonly todayMs: number;
  readonly breaks: readonly PlantedBreak[];
  readonly exceptions: readonly PlantedException[];
  readonly pendingOrders: readonly PendingOrder[];
  /** How many documents of the last month there are, and how many the ERP has from the start. */
  readonly documents: Readonly<Record<BreakKind, { readonly billing: number; readonly erp: number }>>;
}

/** A break as the generator plants it, before the vendors have given ids. */
export interface BreakPlan {
  readonly class: BreakClass;
  readonly kind: BreakKind;
  /** The document that deviates; for a document that only the ERP has, its own key. */
  readonly key: string;
  readonly period: string;
  readonly amountMinor: number;
  readonly billingMinor: number | null;
  readonly erpMinor: number | null;
  readonly origin: PlantedBreak['origin'];
  readonly note: string;
}

export interface ExceptionPlan {
  readonly code: ExceptionCode;
  readonly source: 'crm' | 'billing';
  readonly key: string;
  readonly amountMinor: number;
}
