import { assert } from '#core/base/assert.ts';
import { canonicalJson } from '#core/base/canonical-json.ts';
import { toInstant } from '#core/base/clock.ts';
import type { WireBreak, WireReconciliation } from '#core/contract/reconciliation.ts';
import { lastDayOf, type Period } from '#core/domain/day.ts';
import { money, type Money } from '#core/domain/money.ts';
import { sha256 } from '#core/journal/digest.ts';
import { EvaluationRepository } from '#core/storage/repositories/evaluations.ts';
import type { Core } from '../create-core.ts';
import { reconcileRecurringRevenue } from './recurring-revenue.ts';
import { type FoundBreak, matchSides } from './match-sides.ts';
import { findWrongItems, refineFinding } from './refine-class.ts';
import {
  billingSide,
  isInPeriod,
  ledgerSide,
  type PeriodWindow,
  type SideDocument,
  windowOf,
} from './sides.ts';

type Explained = WireReconciliation['explained'][number];

/**
 * Ties a period out: billing against the ERP's receivables and cash, per legal entity and currency, and recurring
 * revenue of the CRM against billing. Every unit of a difference is in a break or is explained; the sums are asserted.
 */
export function reconcilePeriod(core: Core, period: Period): WireReconciliation {
  const { books } = core;
  const window = windowOf(period);
  const left = billingSide(books, window);
  const right = ledgerSide(books, window);
  const matched = matchSides(left, right, window);
  const wrongItems = matched.pairs
    .map((pair) => findWrongItems(books, pair))
    .filter((found) => found !== null);
  const inPeriod = [...matched.breaks, ...wrongItems].filter((found) => touches(window, found));
  const explained: Explained[] = [];
  const breaks: WireBreak[] = [];
  const ledger = new ScopeLedger(window, left, right);
  for (const found of inPeriod) {
    const reason = found.right === null && found.left ? onItsWay(core, found.left) : null;
    if (reason !== null && found.left) {
      explained.push({
        scope: found.left.scope,
        legalEntity: found.left.legalEntity,
        amount: wire(found.left.amount),
        reference: found.left.reference ?? found.left.externalId,
        reason,
      });
      ledger.explain(found.left);
    } else {
      breaks.push(toBreak(core, window, found));
      ledger.break(found);
    }
  }
  for (const pair of matched.pairs) if (isInPeriod(window, pair.left.on)) ledger.match(pair.left);
  const recurring = reconcileRecurringRevenue(core, lastDayOf(period));
  const body = {
    period,
    scopes: [...ledger.scopes(), ...recurring.scopes],
    breaks: sortBreaks([...breaks, ...recurring.breaks]),
    explained: [...explained, ...recurring.explained],
    ambiguous: matched.ambiguous.map((tie) => ({
      scope: tie.left[0]?.scope ?? 'receivables',
      left: tie.left.map(({ externalId }) => externalId),
      right: tie.right.map(({ externalId }) => externalId),
    })),
  };
  const evidence = { ...body, left: left.map(fingerprint).sort(), right: right.map(fingerprint).sort() };
  return {
    ...body,
    asOf: toInstant(core.clock.now()),
    asOfSeq: core.journal.head().seq,
    evidenceHash: sha256(canonicalJson(evidence)),
    isTiedOut: body.breaks.length === 0 && body.explained.length === 0 && body.ambiguous.length === 0,
  };
}

function touches(window: PeriodWindow, { left, right }: FoundBreak): boolean {
  return (left !== null && isInPeriod(window, left.on)) || (right !== null && isInPeriod(window, right.on));
}

/** Why a billing document is not in the ERP yet, when that is Tieout's own doing and nothing is wrong with it. */
function onItsWay(core: Core, document: SideDocument): string | null {
  if (core.exceptions.exceptions.openOf(document.entityId).length > 0) return null;
  const state = document.posting?.state;
  if (state === 'HELD') return 'held for approval';
  if (state === 'APPROVED' || state === 'SENDING') return 'on its way to the ERP';
  if (state === 'UNKNOWN') return 'sent; whether it arrived is being looked up';
  if (state === 'SHADOW') return 'its flow is in shadow';
  const waits = new EvaluationRepository(core.store).waitsOf(document.entityId);
  return waits.length > 0 ? 'waits for the document before it' : null;
}

function toBreak(core: Core, window: PeriodWindow, found: FoundBreak): WireBreak {
  const finding = refineFinding(core.books, found);
  const { left, right } = found;
  const main = (left ?? right) as SideDocument;
  const held = left && !right ? core.exceptions.exceptions.openOf(left.entityId)[0] : undefined;
  return {
    class: finding.class,
    scope: main.scope,
    legalEntity: main.legalEntity,
    period: window.period,
    difference: wire(differenceOf(left, right)),
    left: left && sideOf(left),
    right: right && sideOf(right),
    message: held ? `${finding.explanation} Held back by ${held.code}.` : finding.explanation,
    evidence: held
      ? { ...finding.evidence, heldBackBy: held.code, exceptionId: held.id }
      : { ...finding.evidence },
  };
}

function differenceOf(left: SideDocument | null, right: SideDocument | null): Money {
  const main = (left ?? right) as SideDocument;
  if (left && right) {
    const isSame = left.amount.currency === right.amount.currency;
    return isSame ? money(left.amount.minor - right.amount.minor, left.amount.currency) : left.amount;
  }
  return left ? left.amount : money(-main.amount.minor, main.amount.currency);
}

function sideOf(document: SideDocument): NonNullable<WireBreak['left']> {
  return {
    connectionId: document.connectionId,
    externalId: document.externalId,
    kind: document.kind,
    reference: document.reference,
    customer: document.customer,
    on: document.on,
    amount: wire(document.amount),
  };
}

function sortBreaks(breaks: readonly WireBreak[]): WireBreak[] {
  const key = (found: WireBreak) =>
    [
      found.scope,
      found.class,
      found.legalEntity,
      found.left?.externalId ?? '',
      found.right?.externalId ?? '',
    ].join('\n');
  return [...breaks].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function fingerprint(document: SideDocument): string {
  const { kind, connectionId, externalId, on, amount, customer, subsidiary } = document;
  return [kind, connectionId, externalId, on, amount.currency, amount.minor, customer, subsidiary].join('|');
}

function wire(amount: Money): { currency: string; minor: string } {
  return { currency: amount.currency, minor: amount.minor.toString() };
}

interface ScopeSums {
  readonly scope: string;
  readonly legalEntity: string;
  readonly currency: string;
  leftCount: number;
  leftMinor: bigint;
  rightCount: number;
  rightMinor: bigint;
  matched: number;
  explainedCount: number;
  explainedMinor: bigint;
  breaks: number;
  /** What the breaks add to the left and to the right sum. */
  breakMinor: bigint;
}

/** Sums per scope, legal entity and currency, and the proof that breaks and explanations account for the difference. */
class ScopeLedger {
  readonly #window: PeriodWindow;
  readonly #sums = new Map<string, ScopeSums>();

  constructor(window: PeriodWindow, left: readonly SideDocument[], right: readonly SideDocument[]) {
    this.#window = window;
    for (const document of left) {
      if (!isInPeriod(window, document.on)) continue;
      const sums = this.#of(document);
      sums.leftCount += 1;
      sums.leftMinor += document.amount.minor;
    }
    for (const document of right) {
      if (!isInPeriod(window, document.on)) continue;
      const sums = this.#of(document);
      sums.rightCount += 1;
      sums.rightMinor += document.amount.minor;
    }
  }

  match(left: SideDocument): void {
    this.#of(left).matched += 1;
  }

  explain(left: SideDocument): void {
    const sums = this.#of(left);
    sums.explainedCount += 1;
    sums.explainedMinor += left.amount.minor;
  }

  break({ left, right }: FoundBreak): void {
    this.#of((left ?? right) as SideDocument).breaks += 1;
    if (left && isInPeriod(this.#window, left.on)) this.#of(left).breakMinor += left.amount.minor;
    if (right && isInPeriod(this.#window, right.on)) this.#of(right).breakMinor -= right.amount.minor;
  }

  scopes(): WireReconciliation['scopes'] {
    return [...this.#sums.values()]
      .sort((one, other) => (this.#key(one) < this.#key(other) ? -1 : 1))
      .map((sums) => {
        const difference = sums.leftMinor - sums.rightMinor;
        assert(
          difference === sums.breakMinor + sums.explainedMinor,
          `${sums.scope} ${sums.legalEntity} ${sums.currency}: a difference of ${difference} is not what breaks (${sums.breakMinor}) and explanations (${sums.explainedMinor}) add up to`,
        );
        const of = (minor: bigint) => ({ currency: sums.currency, minor: minor.toString() });
        return {
          scope: sums.scope,
          legalEntity: sums.legalEntity,
          currency: sums.currency,
          left: { count: sums.leftCount, sum: of(sums.leftMinor) },
          right: { count: sums.rightCount, sum: of(sums.rightMinor) },
          difference: of(difference),
          matched: sums.matched,
          explained: { count: sums.explainedCount, sum: of(sums.explainedMinor) },
          breaks: sums.breaks,
        };
      });
  }

  #key(sums: Pick<ScopeSums, 'scope' | 'legalEntity' | 'currency'>): string {
    return `${sums.scope}\n${sums.legalEntity}\n${sums.currency}`;
  }

  #of(document: SideDocument): ScopeSums {
    const id = {
      scope: document.scope,
      legalEntity: document.legalEntity,
      currency: document.amount.currency,
    };
    const key = this.#key(id);
    let sums = this.#sums.get(key);
    if (!sums) {
      const zero = {
        leftCount: 0,
        leftMinor: 0n,
        rightCount: 0,
        rightMinor: 0n,
        matched: 0,
        explainedCount: 0,
      };
      sums = { ...id, ...zero, explainedMinor: 0n, breaks: 0, breakMinor: 0n };
      this.#sums.set(key, sums);
    }
    return sums;
  }
}
