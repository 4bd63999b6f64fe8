import type { WireBreak } from '#core/contract/reconciliation.ts';
import { money, type Money } from '#core/domain/money.ts';
import { contentId } from '#core/journal/digest.ts';
import { EvaluationRepository } from '#core/storage/repositories/evaluations.ts';
import type { Core } from '../create-core.ts';
import type { FoundBreak } from './match-sides.ts';
import { refineFinding } from './refine-class.ts';
import { differencesOf, type ScopeDifference } from './scope-ledger.ts';
import type { PeriodWindow, SideDocument } from './sides.ts';

/** Why a billing document is not in the ERP yet, when that is Tieout's own doing and nothing is wrong with it. */
export function onItsWay(core: Core, document: SideDocument): string | null {
  if (core.exceptions.exceptions.openOf(document.entityId).length > 0) return null;
  const state = document.posting?.state;
  if (state === 'HELD') return 'held for approval';
  if (state === 'APPROVED' || state === 'SENDING') return 'on its way to the ERP';
  if (state === 'UNKNOWN') return 'sent; whether it arrived is being looked up';
  if (state === 'SHADOW') return 'its flow is in shadow';
  const waits = new EvaluationRepository(core.store).waitsOf(document.entityId);
  return waits.length > 0 ? 'waits for the document before it' : null;
}

export function toBreak(core: Core, window: PeriodWindow, found: FoundBreak): WireBreak {
  const finding = refineFinding(core.books, found);
  const { left, right } = found;
  const main = (left ?? right) as SideDocument;
  const held = left && !right ? core.exceptions.exceptions.openOf(left.entityId)[0] : undefined;
  const difference = differenceOf(left, right);
  const parts = differencesOf(window, left ? [left] : [], right ? [right] : []);
  const isPlain = isOnlyOwn(parts, main, difference);
  return {
    key: breakKey({
      period: window.period,
      class: finding.class,
      scope: main.scope,
      left: left?.key ?? '',
      right: right?.key ?? '',
      difference: [
        `${difference.currency} ${difference.minor}`,
        ...(isPlain ? [] : parts.map(partText)),
      ].join(),
    }),
    class: finding.class,
    scope: main.scope,
    legalEntity: main.legalEntity,
    period: window.period,
    difference: wireMoney(difference),
    ...(isPlain ? {} : { contributions: parts.map(contributionOf) }),
    left: left && sideOf(left),
    right: right && sideOf(right),
    message: held ? `${finding.explanation} Held back by ${held.code}.` : finding.explanation,
    evidence: held
      ? { ...finding.evidence, heldBackBy: held.code, exceptionId: held.id }
      : { ...finding.evidence },
    decision: null,
  };
}

/** The name of a break: while its documents, its class and its difference stay, what was said of it stays. */
export function breakKey(parts: {
  readonly period: string;
  readonly class: string;
  readonly scope: string;
  readonly left: string;
  readonly right: string;
  readonly difference: string;
}): string {
  const { period, scope, left, right, difference } = parts;
  return `brk_${contentId(period, parts.class, scope, left, right, difference)}`;
}

function differenceOf(left: SideDocument | null, right: SideDocument | null): Money {
  const main = (left ?? right) as SideDocument;
  if (left && right) {
    const isSame = left.amount.currency === right.amount.currency;
    return isSame ? money(left.amount.minor - right.amount.minor, left.amount.currency) : left.amount;
  }
  return left ? left.amount : money(-main.amount.minor, main.amount.currency);
}

/** The difference between its documents is all that the break adds, to its own scope and to no other. */
function isOnlyOwn(parts: readonly ScopeDifference[], main: SideDocument, difference: Money): boolean {
  const [only, ...others] = parts;
  return (
    only !== undefined &&
    others.length === 0 &&
    only.legalEntity === main.legalEntity &&
    only.scope === main.scope &&
    only.currency === difference.currency &&
    only.minor === difference.minor
  );
}

function partText({ scope, legalEntity, currency, minor }: ScopeDifference): string {
  return `${scope} ${legalEntity} ${currency} ${minor}`;
}

function contributionOf({ scope, legalEntity, currency, minor }: ScopeDifference) {
  return { scope, legalEntity, amount: { currency, minor: minor.toString() } };
}

function sideOf(document: SideDocument): NonNullable<WireBreak['left']> {
  return {
    connectionId: document.connectionId,
    externalId: document.externalId,
    kind: document.kind,
    reference: document.reference,
    customer: document.customer,
    on: document.on,
    amount: wireMoney(document.amount),
  };
}

export function wireMoney(amount: Money): { currency: string; minor: string } {
  return { currency: amount.currency, minor: amount.minor.toString() };
}
