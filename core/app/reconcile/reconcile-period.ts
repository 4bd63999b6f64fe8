import { toInstant } from '#core/base/clock.ts';
import type { WireReconciliation } from '#core/contract/reconciliation.ts';
import { lastDayOf, type Period } from '#core/domain/day.ts';
import { ManualMatchRepository, type ManualMatchRow } from '#core/storage/repositories/manual-matches.ts';
import { ReconciliationRepository } from '#core/storage/repositories/reconciliations.ts';
import type { Core } from '../create-core.ts';
import { reconcileRecurringRevenue } from './recurring-revenue.ts';
import {
  type FoundBreak,
  type MatchedPair,
  matchSides,
  type SidesMatched,
  type TiedDocuments,
} from './match-sides.ts';
import { applyPeopleMatches, isTurnedDown, type PeopleMatch } from './people-matches.ts';
import { findWrongItems } from './refine-class.ts';
import { evidenceHashesOf } from './run-evidence.ts';
import { ScopeLedger } from './scope-ledger.ts';
import {
  billingSide,
  isInPeriod,
  ledgerSide,
  legalEntityBySubsidiary,
  type PeriodWindow,
  piecesOf,
  type SideDocument,
  windowOf,
} from './sides.ts';
import { suggestMatches } from './suggest-matches.ts';
import { onItsWay, toBreak, wireMoney } from './wire-break.ts';

type Explained = WireReconciliation['explained'][number];

/** Where a reconciliation is: what it is doing, and how far where that can be told. */
export interface ReconcileStep {
  readonly stage: string;
  readonly done: number;
  readonly of: number | null;
}

/** A period's reconciliation with what the workbench shows of it. */
export interface PeriodReconciliation {
  readonly wire: WireReconciliation;
  readonly window: PeriodWindow;
  readonly left: readonly SideDocument[];
  readonly right: readonly SideDocument[];
  readonly pairs: readonly MatchedPair[];
  readonly people: readonly PeopleMatch[];
  readonly suggested: readonly TiedDocuments[];
  readonly ambiguous: readonly TiedDocuments[];
  /** Why a document stands alone, by its key. */
  readonly notes: ReadonlyMap<string, string>;
  readonly voided: readonly { readonly row: ManualMatchRow; readonly cause: string }[];
  /** The rules that suggest were not all run. */
  readonly isStopped: boolean;
}

/**
 * Ties a period out: billing against the ERP's receivables and cash, per legal entity and currency, and recurring
 * revenue of the CRM against billing. Every unit of a difference is in a break or is explained; the sums are asserted.
 */
export function reconcilePeriod(core: Core, period: Period): WireReconciliation {
  const steps = reconcileInSteps(core, period, () => false);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value.wire;
  }
}

/**
 * The same in short steps, so that the caller can show where it is and stop it. `isStopping` is asked before the rules that
 * only suggest: what the exact rules found is whole by then and is kept.
 */
export function* reconcileInSteps(
  core: Core,
  period: Period,
  isStopping: () => boolean,
): Generator<ReconcileStep, PeriodReconciliation> {
  const { books } = core;
  const window = windowOf(period);
  const asOfSeq = core.journal.head().seq;
  const { left, right } = yield* readSides(core, window);
  const matches = new ManualMatchRepository(core.store);
  const applied = applyPeopleMatches(matches.live(), left, right, period);
  const rules = matchSides(applied.left, applied.right, window);
  let rule = rules.next();
  for (; !rule.done; rule = rules.next()) yield { stage: `rule ${rule.value}`, done: 0, of: null };
  const matched = withoutTakenBack(matches, rule.value);
  const wrongItems = matched.pairs
    .map((pair) => findWrongItems(books, pair))
    .filter((found) => found !== null);
  const inPeriod = [...matched.breaks, ...wrongItems].filter((found) => touches(window, found));
  const ledger = new ScopeLedger(window, left, right);
  const judged = judgeBreaks(core, window, inPeriod, ledger);
  for (const pair of matched.pairs) if (isInPeriod(window, pair.left.on)) ledger.match(pair.left);
  const settled = settlePeople(applied.matches, ledger);
  const loose = looseOf(matched, applied.left, applied.right);
  const tolerant = yield* suggest(core, loose, isStopping);
  const recurring = reconcileRecurringRevenue(core, lastDayOf(period));
  const breaks = sortBreaks([...judged.breaks, ...withDecisions(core, recurring.breaks)]);
  const explained = [...judged.explained, ...settled, ...recurring.explained];
  const scopes = [...ledger.scopes(), ...recurring.scopes];
  const body = { period, scopes, breaks, explained, ambiguous: matched.ambiguous.map(wireTie) };
  const { pairs } = matched;
  const hashes = evidenceHashesOf(
    { body, window, left, right, pairs, contracts: recurring.contracts },
    asOfSeq,
  );
  return {
    wire: {
      ...body,
      asOf: toInstant(core.clock.now()),
      asOfSeq,
      ...hashes,
      isTiedOut:
        breaks.every(({ decision }) => decision !== null) &&
        explained.every(({ matchId }) => matchId !== null) &&
        body.ambiguous.length === 0,
    },
    window,
    left,
    right,
    pairs,
    people: applied.matches,
    suggested: tolerant.suggested.filter((found) => !isTurnedDown(matches, found)),
    ambiguous: [...matched.ambiguous, ...tolerant.ambiguous],
    notes: judged.notes,
    voided: applied.voided,
    isStopped: tolerant.isStopped,
  };
}

/** Matches of rules that a person took back: the rules would make them again, so they wait for another answer. */
function withoutTakenBack(matches: ManualMatchRepository, matched: SidesMatched): SidesMatched {
  const sidesOf = (pair: MatchedPair) => ({ rule: 'taken-back', left: [pair.left], right: [pair.right] });
  const isBack = (pair: MatchedPair) => isTurnedDown(matches, sidesOf(pair));
  if (!matches.hasRejected()) return matched;
  return {
    ...matched,
    pairs: matched.pairs.filter((pair) => !isBack(pair)),
    ambiguous: [...matched.ambiguous, ...matched.pairs.filter(isBack).map(sidesOf)],
  };
}

function* readSides(core: Core, window: PeriodWindow) {
  const { books } = core;
  const left: SideDocument[] = [];
  const right: SideDocument[] = [];
  const subsidiaries = legalEntityBySubsidiary(books, window);
  const pieces = [...piecesOf(window)];
  for (const [index, piece] of pieces.entries()) {
    left.push(...billingSide(books, piece));
    right.push(...ledgerSide(books, piece, subsidiaries));
    yield { stage: 'reading documents', done: index + 1, of: pieces.length };
  }
  return { left, right };
}

function* suggest(
  core: Core,
  loose: { readonly left: readonly SideDocument[]; readonly right: readonly SideDocument[] },
  isStopping: () => boolean,
) {
  const none = { suggested: [], ambiguous: [], isStopped: true } as const;
  if (isStopping()) return none;
  const rules = suggestMatches(loose.left, loose.right, core.policy.policy());
  for (;;) {
    const rule = rules.next();
    if (rule.done) return { ...rule.value, isStopped: false };
    if (isStopping()) return none;
    yield { stage: `rule ${rule.value}`, done: 0, of: null } satisfies ReconcileStep;
  }
}

/** What no exact rule matched or could not decide between. */
function looseOf(
  matched: { readonly pairs: readonly MatchedPair[]; readonly ambiguous: readonly TiedDocuments[] },
  left: readonly SideDocument[],
  right: readonly SideDocument[],
) {
  const taken = new Set<SideDocument>();
  for (const pair of matched.pairs) taken.add(pair.left).add(pair.right);
  for (const tie of matched.ambiguous) for (const one of [...tie.left, ...tie.right]) taken.add(one);
  const isLoose = (document: SideDocument) => !taken.has(document);
  return { left: left.filter(isLoose), right: right.filter(isLoose) };
}

/** Every break of the period is either explained by Tieout's own doing or a finding, decided by a person or open. */
function judgeBreaks(core: Core, window: PeriodWindow, inPeriod: readonly FoundBreak[], ledger: ScopeLedger) {
  const explained: Explained[] = [];
  const breaks: WireReconciliation['breaks'] = [];
  const notes = new Map<string, string>();
  for (const found of inPeriod) {
    const reason = found.right === null && found.left ? onItsWay(core, found.left) : null;
    if (reason !== null && found.left) {
      explained.push({
        scope: found.left.scope,
        legalEntity: found.left.legalEntity,
        amount: wireMoney(found.left.amount),
        reference: found.left.reference ?? found.left.externalId,
        reason,
        matchId: null,
      });
      notes.set(`left ${found.left.key}`, reason);
      ledger.explain(found.left);
      continue;
    }
    const finding = toBreak(core, window, found);
    breaks.push(finding);
    if (found.left) notes.set(`left ${found.left.key}`, finding.class);
    if (found.right) notes.set(`right ${found.right.key}`, finding.class);
    ledger.break(found);
  }
  return { explained, breaks: withDecisions(core, breaks), notes };
}

/** What people said of the same breaks before. */
function withDecisions(core: Core, breaks: WireReconciliation['breaks']): WireReconciliation['breaks'] {
  const reconciliations = new ReconciliationRepository(core.store);
  return breaks.map((found) => {
    const said = reconciliations.decisionOf(found.key);
    if (!said || said.state === 'open') return found;
    return { ...found, decision: { how: said.state, by: said.decided_by, reason: said.reason } };
  });
}

function settlePeople(matches: readonly PeopleMatch[], ledger: ScopeLedger): Explained[] {
  return matches.flatMap(({ row, left, right }) =>
    ledger.settle(left, right).map(({ scope, legalEntity, currency, minor }) => ({
      scope,
      legalEntity,
      amount: { currency, minor: minor.toString() },
      reference: left[0]?.reference ?? right[0]?.reference ?? row.id,
      reason: `matched by ${row.matched_by}${row.reason === '' ? '' : `: ${row.reason}`}`,
      matchId: row.id,
    })),
  );
}

function touches(window: PeriodWindow, { left, right }: FoundBreak): boolean {
  return (left !== null && isInPeriod(window, left.on)) || (right !== null && isInPeriod(window, right.on));
}

function wireTie(tie: TiedDocuments): WireReconciliation['ambiguous'][number] {
  return {
    scope: tie.left[0]?.scope ?? 'receivables',
    left: tie.left.map(({ externalId }) => externalId),
    right: tie.right.map(({ externalId }) => externalId),
  };
}

function sortBreaks(breaks: WireReconciliation['breaks']): WireReconciliation['breaks'] {
  const key = (found: WireReconciliation['breaks'][number]) =>
    [
      found.scope,
      found.class,
      found.legalEntity,
      found.left?.externalId ?? '',
      found.right?.externalId ?? '',
    ].join('\n');
  return [...breaks].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
