import { present } from '../base/assert.ts';
import { currencyExponent } from '../domain/currency.ts';
import { divideRounded, inWords } from '../domain/money.ts';
import type { Day } from '../domain/day.ts';
import { dayNumber } from '../domain/day.ts';
import type { ReconciliationDocument } from './document-set.ts';

/**
 * Why two systems disagree about a document.
 * - `timing`: the counterpart may still arrive, or arrived later in the same period than the rules allow.
 * - `cut-off`: the two sides have it in different periods.
 * - `mapping`: booked on a customer, entity or currency that is not the mapped one.
 * - `rounding`: apart by no more than rounding.
 * - `fx`: apart by an exchange rate.
 * - `missing`: no counterpart, or only a part of it.
 * - `duplicate`: repeats another document of its own side.
 * - `manual-edit`: the ledger no longer has what was posted.
 */
export const breakClasses = [
  'timing',
  'cut-off',
  'mapping',
  'rounding',
  'fx',
  'missing',
  'duplicate',
  'manual-edit',
] as const;

export type BreakClass = (typeof breakClasses)[number];

/** A document with what only classification looks at. */
export interface BreakDocument extends ReconciliationDocument {
  /** Hash of the document's content in its system, to compare with what was posted. */
  readonly contentHash?: string | null;
  /** The rate at which the document was booked in the entity's own currency, as decimal text. */
  readonly exchangeRate?: string | null;
}

/** What we last posted for a document, as far as it is known. */
export interface PostedFields {
  readonly customer?: string | null;
  readonly entity?: string | null;
  readonly currency?: string;
  readonly amountMinor?: bigint | number;
  readonly day?: Day;
  readonly reference?: string | null;
  readonly contentHash?: string | null;
}

/** An exact rate: one minor unit of the first currency is `numerator / denominator` minor units of the second. */
export interface MinorUnitRate {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export interface BreakContext {
  readonly period: { readonly firstDay: Day; readonly lastDay: Day } | null;
  readonly roundingMinor: number;
  /** Days within which a counterpart may still arrive before the period ends. */
  readonly timingDays: number;
  rateOf?(fromCurrency: string, toCurrency: string, day: Day): MinorUnitRate | null;
  /** The rate (decimal text) at which the right document should be booked. */
  expectedExchangeRate?(right: BreakDocument): string | null;
  /** The right side's customer or entity for a left one; null where nothing is mapped. */
  mappedCustomer?(leftCustomer: string): string | null;
  mappedEntity?(leftEntity: string): string | null;
  posted?(left: BreakDocument | null, right: BreakDocument | null): PostedFields | null;
}

/** One or two documents that do not agree. `repeats` is the document of the same side that a lone document repeats. */
export interface BreakCase {
  readonly left: BreakDocument | null;
  readonly right: BreakDocument | null;
  readonly repeats?: ReconciliationDocument | null;
}

export type Evidence = Readonly<Record<string, string>>;

export interface BreakFinding {
  readonly class: BreakClass;
  /** One sentence for the person who resolves it. */
  readonly explanation: string;
  /** The compared values, by name. Amounts are minor units. */
  readonly evidence: Evidence;
}

/** The class of a break, or null where two documents agree in everything that the context lets one compare. */
export function classifyBreak(found: BreakCase, context: BreakContext): BreakFinding | null {
  const { left, right, repeats } = found;
  const only = left ?? right;
  if (only === null) return null;
  if (repeats) return duplicate(only, repeats);
  if (left === null || right === null)
    return classifyAlone(only, left === null ? 'right' : 'left', found, context);
  return (
    manualEdit(left, right, context) ??
    currencyBreak(left, right, context) ??
    mappingBreak(left, right, context) ??
    amountBreak(left, right, context) ??
    rateBreak(right, context) ??
    dayBreak(left, right, context)
  );
}

function duplicate(only: BreakDocument, repeats: ReconciliationDocument): BreakFinding {
  return {
    class: 'duplicate',
    explanation: `${only.id} repeats ${repeats.id}: the same reference, customer, currency and amount.`,
    evidence: {
      id: only.id,
      repeats: repeats.id,
      reference: only.reference ?? '',
      amountMinor: String(only.amountMinor),
    },
  };
}

function classifyAlone(
  only: BreakDocument,
  side: 'left' | 'right',
  found: BreakCase,
  context: BreakContext,
): BreakFinding {
  const other = side === 'left' ? 'right' : 'left';
  const evidence = { id: only.id, day: only.day, amountMinor: String(only.amountMinor), missingOn: other };
  const posted = context.posted?.(found.left, found.right) ?? null;
  if (posted !== null && side === 'left') {
    const explanation = `${only.id} was posted and its document is no longer there.`;
    return { class: 'missing', explanation, evidence: { ...evidence, wasPosted: 'yes' } };
  }
  const { period, timingDays } = context;
  if (period !== null && (only.day < period.firstDay || only.day > period.lastDay)) {
    const explanation = `${only.id} of ${only.day} lies outside ${period.firstDay} to ${period.lastDay} and has no counterpart in it.`;
    return {
      class: 'cut-off',
      explanation,
      evidence: { ...evidence, periodFrom: period.firstDay, periodTo: period.lastDay },
    };
  }
  if (period !== null && timingDays > 0 && dayNumber(period.lastDay) - dayNumber(only.day) < timingDays) {
    const explanation = `${only.id} of ${only.day} is within ${timingDays} days of the period's end; its counterpart may still arrive.`;
    return {
      class: 'timing',
      explanation,
      evidence: { ...evidence, periodTo: period.lastDay, timingDays: String(timingDays) },
    };
  }
  return { class: 'missing', explanation: `${only.id} has no counterpart on the ${other} side.`, evidence };
}

function manualEdit(left: BreakDocument, right: BreakDocument, context: BreakContext): BreakFinding | null {
  const posted = context.posted?.(left, right) ?? null;
  if (posted === null) return null;
  const evidence: Record<string, string> = { id: right.id };
  const fields = [
    'customer',
    'entity',
    'currency',
    'amountMinor',
    'day',
    'reference',
    'contentHash',
  ] as const;
  const changed = fields.filter((field) => {
    const [was, is] = [posted[field], right[field]];
    return was !== undefined && was !== null && is !== undefined && String(was) !== String(is ?? '');
  });
  if (changed.length === 0) return null;
  for (const field of changed) {
    evidence[`${field}Posted`] = String(posted[field]);
    evidence[`${field}Found`] = String(right[field] ?? '');
  }
  const names = changed.join(', ');
  return {
    class: 'manual-edit',
    explanation: `${right.id} was changed after it was posted: ${names}.`,
    evidence,
  };
}

function currencyBreak(
  left: BreakDocument,
  right: BreakDocument,
  context: BreakContext,
): BreakFinding | null {
  if (left.currency === right.currency) return null;
  const evidence = {
    leftCurrency: left.currency,
    rightCurrency: right.currency,
    leftMinor: String(left.amountMinor),
    rightMinor: String(right.amountMinor),
  };
  if (isSameFigure(left, right)) {
    const explanation = `The same figure is in ${left.currency} on the left and in ${right.currency} on the right.`;
    return { class: 'mapping', explanation, evidence: { ...evidence, field: 'currency' } };
  }
  const rate = context.rateOf?.(left.currency, right.currency, left.day) ?? null;
  const base = `${left.id} in ${left.currency} is ${right.id} in ${right.currency}`;
  if (rate === null) return { class: 'fx', explanation: `${base}; no rate is known.`, evidence };
  const product = BigInt(left.amountMinor) * rate.numerator;
  const converted = divideRounded(product, rate.denominator, 'half-even');
  const residual = BigInt(right.amountMinor) - converted;
  return {
    class: 'fx',
    explanation: `${base}; at the day's rate ${residual === 0n ? 'it agrees' : `${inWords({ minor: residual, currency: right.currency })} remain`}.`,
    evidence: { ...evidence, convertedMinor: String(converted), residualMinor: String(residual) },
  };
}

/** 5,000 yen and 5,000.00 dollars are the same figure, though not the same number of minor units. */
function isSameFigure(left: BreakDocument, right: BreakDocument): boolean {
  const leftDigits = present(currencyExponent(left.currency), 'an ISO 4217 currency');
  const rightDigits = present(currencyExponent(right.currency), 'an ISO 4217 currency');
  return (
    BigInt(left.amountMinor) * 10n ** BigInt(rightDigits) ===
    BigInt(right.amountMinor) * 10n ** BigInt(leftDigits)
  );
}

function mappingBreak(left: BreakDocument, right: BreakDocument, context: BreakContext): BreakFinding | null {
  const expected = [
    {
      field: 'customer',
      mapped: left.customer ? context.mappedCustomer?.(left.customer) : null,
      is: right.customer,
    },
    { field: 'entity', mapped: left.entity ? context.mappedEntity?.(left.entity) : null, is: right.entity },
  ];
  const wrong = expected.find(
    ({ mapped, is }) => mapped !== null && mapped !== undefined && mapped !== (is ?? ''),
  );
  if (wrong === undefined) return null;
  const evidence = { field: wrong.field, expected: String(wrong.mapped), found: wrong.is ?? '' };
  const explanation = `${right.id} has ${wrong.field} "${evidence.found}" where the mapping says "${evidence.expected}".`;
  return { class: 'mapping', explanation, evidence };
}

function amountBreak(left: BreakDocument, right: BreakDocument, context: BreakContext): BreakFinding | null {
  const difference = BigInt(left.amountMinor) - BigInt(right.amountMinor);
  if (difference === 0n) return null;
  const magnitude = difference < 0n ? -difference : difference;
  const evidence = {
    leftMinor: String(left.amountMinor),
    rightMinor: String(right.amountMinor),
    differenceMinor: String(difference),
  };
  if (magnitude <= BigInt(context.roundingMinor)) {
    const explanation = `${left.id} and ${right.id} differ by ${inWords({ minor: difference, currency: left.currency })}, which is rounding.`;
    return { class: 'rounding', explanation, evidence };
  }
  const isLeftLarger = BigInt(left.amountMinor) > BigInt(right.amountMinor);
  const short = isLeftLarger ? 'right' : 'left';
  const explanation = `${inWords({ minor: magnitude, currency: left.currency })} of ${left.id} and ${right.id} are missing on the ${short} side.`;
  return { class: 'missing', explanation, evidence: { ...evidence, missingOn: short } };
}

function rateBreak(right: BreakDocument, context: BreakContext): BreakFinding | null {
  const expected = context.expectedExchangeRate?.(right) ?? null;
  const booked = right.exchangeRate ?? null;
  if (expected === null || booked === null || sameDecimal(expected, booked)) return null;
  const explanation = `${right.id} was booked at the rate ${booked} where ${expected} is expected.`;
  return { class: 'fx', explanation, evidence: { expectedRate: expected, bookedRate: booked } };
}

function sameDecimal(a: string, b: string): boolean {
  const plain = (text: string): string =>
    (text.includes('.') ? text.replace(/\.?0+$/, '') : text).replace(/^\+?0*(?=\d)/, '');
  return plain(a) === plain(b);
}

function dayBreak(left: BreakDocument, right: BreakDocument, context: BreakContext): BreakFinding | null {
  if (left.day === right.day) return null;
  const days = dayNumber(right.day) - dayNumber(left.day);
  const evidence = { leftDay: left.day, rightDay: right.day, days: String(days) };
  if (periodOf(left.day, context) !== periodOf(right.day, context)) {
    const explanation = `${left.id} of ${left.day} is in another period than ${right.id} of ${right.day}.`;
    return { class: 'cut-off', explanation, evidence };
  }
  const explanation = `${right.id} is dated ${Math.abs(days)} days ${days < 0 ? 'before' : 'after'} ${left.id}.`;
  return { class: 'timing', explanation, evidence };
}

/** Which side of the period's bounds a day is on; calendar months where no period is given. */
function periodOf(day: Day, context: BreakContext): string {
  const { period } = context;
  if (period === null) return day.slice(0, 7);
  if (day < period.firstDay) return 'before';
  return day > period.lastDay ? 'after' : 'in';
}
