import type {
  WireBreak,
  WireBreakRow,
  WireDocument,
  WireGroup,
  WireReconciliation,
  WireRun,
  WireRunDetail,
} from '#core/contract/reconciliation.ts';
import { dayNumber } from '#core/domain/day.ts';
import { ReconciliationLists, type Sums } from '#core/storage/repositories/reconciliation-lists.ts';
import {
  type DocumentRow,
  type GroupRow,
  ReconciliationRows,
} from '#core/storage/repositories/reconciliation-rows.ts';
import {
  type BreakRow,
  type BreakSums,
  type ReconciliationRow,
  ReconciliationRepository,
} from '#core/storage/repositories/reconciliations.ts';
import type { Core } from '../create-core.ts';
import { isLocked } from './match-desk.ts';
import { windowOf } from './sides.ts';
import { thresholdOf, toleranceOf } from './tolerances.ts';

type RunBody = Pick<WireReconciliation, 'scopes' | 'explained' | 'ambiguous' | 'entities'>;

export function bodyOf(row: ReconciliationRow): RunBody {
  return JSON.parse(row.body) as RunBody;
}

/** One run with what the workbench shows above its lists. */
export function runDetail(
  core: Core,
  row: ReconciliationRow | null,
  legalEntity: string | undefined,
): WireRunDetail {
  const asOfSeq = core.journal.head().seq;
  if (!row) {
    return { run: null, scopes: [], explained: [], tabs: [], changedSince: 0, lockedEntities: [], asOfSeq };
  }
  const body = bodyOf(row);
  const isHere = (part: { readonly legalEntity: string }) =>
    legalEntity === undefined || part.legalEntity === legalEntity;
  const entities = [...new Set(body.scopes.map((scope) => scope.legalEntity))];
  return {
    run: wireRun(core, row),
    scopes: scopesOf(core, row).filter(isHere),
    explained: body.explained.filter(isHere),
    tabs: tabsOf(core, row, legalEntity),
    changedSince: changedSince(core, row),
    lockedEntities: entities.filter((entity) => isLocked(core, entity, row.period)).sort(),
    asOfSeq,
  };
}

/** Documents around the period that changed after the run looked. */
export function changedSince(core: Core, row: ReconciliationRow): number {
  const { fromOn, toOn } = windowOf(row.period);
  return new ReconciliationLists(core.store).changedAfter(row.as_of_seq, fromOn, toOn);
}

/**
 * A run's scopes with what is open in them by now and whether that counts as tied: only what is in breaks can be, and only
 * within the threshold. Breaks are kept of the newest run; an earlier one shows what was open when it ran.
 */
export function scopesOf(core: Core, row: ReconciliationRow): WireRunDetail['scopes'] {
  const policy = core.policy.policy();
  const runs = new ReconciliationRepository(core.store);
  const sums = runs.newest(row.period)?.id === row.id ? runs.breakSums(row.period) : null;
  return bodyOf(row).scopes.map((scope) => {
    const { legalEntity, currency } = scope;
    const own = sums
      ? openIn(
          scope,
          sums.find(
            (one) =>
              one.scope === scope.scope && one.legal_entity === legalEntity && one.currency === currency,
          ),
        )
      : openThen(scope);
    const threshold = thresholdOf(policy, { scope: scope.scope, legalEntity, currency });
    const tolerance = toleranceOf(policy, { scope: scope.scope, legalEntity, currency });
    return {
      ...scope,
      breaks: own.count,
      open: { currency, minor: own.minor.toString() },
      unexplained: { currency, minor: own.unexplainedMinor.toString() },
      threshold: { currency, minor: threshold.toString() },
      isTied:
        own.unexplainedMinor === 0n && (own.count === 0 || (threshold > 0n && own.grossMinor <= threshold)),
      tolerance: {
        belowMinor: String(tolerance.belowMinor),
        aboveMinor: String(tolerance.aboveMinor),
        days: tolerance.days,
      },
    };
  });
}

interface OpenInScope {
  readonly count: number;
  readonly minor: bigint;
  readonly grossMinor: bigint;
  readonly unexplainedMinor: bigint;
}

type RunScope = RunBody['scopes'][number];

const notExplained = ({ difference, explained }: RunScope): bigint =>
  BigInt(difference.minor) - BigInt(explained.sum.minor);

function openIn(scope: RunScope, sums: BreakSums | undefined): OpenInScope {
  const [minor, decided] = [BigInt(sums?.open_total ?? 0), BigInt(sums?.decided_total ?? 0)];
  return {
    count: sums?.open_count ?? 0,
    minor,
    grossMinor: BigInt(sums?.open_gross ?? 0),
    unexplainedMinor: notExplained(scope) - decided - minor,
  };
}

function openThen(scope: RunScope): OpenInScope {
  const minor = notExplained(scope);
  return { count: scope.breaks, minor, grossMinor: minor < 0n ? -minor : minor, unexplainedMinor: 0n };
}

function tabsOf(core: Core, row: ReconciliationRow, legalEntity: string | undefined) {
  const lists = new ReconciliationLists(core.store);
  const groups = (['suggested', 'ambiguous', 'matched'] as const).map((status) => ({
    name: status,
    totals: wireSums(lists.groupTotals({ runId: row.id, status, legalEntity })),
  }));
  const documents = (['left', 'right'] as const).map((side) => ({
    name: `unmatched-${side}`,
    totals: wireSums(lists.documentTotals({ runId: row.id, side, withNeighbours: false, legalEntity })),
  }));
  const breaks = lists.breakTotals({ period: row.period, state: 'open', legalEntity });
  return [...groups, ...documents, { name: 'breaks', totals: wireSums(breaks) }];
}

export function wireRun(core: Core, row: ReconciliationRow): WireRun {
  return {
    id: row.id,
    period: row.period,
    number: row.number,
    state: row.state,
    isTiedOut: row.is_tied_out === 1,
    ranBy: row.ran_by,
    ranAt: row.ran_at,
    asOfSeq: row.as_of_seq,
    evidenceHash: row.evidence_hash,
    undoneBy: row.undone_by,
    hasRows: new ReconciliationRows(core.store).hasRows(row.id),
  };
}

export function wireSums({ count, sums }: Sums) {
  return { count, sums: sums.map((sum) => ({ ...sum })) };
}

export function wireGroup(row: GroupRow): WireGroup {
  const of = (minor: number) => ({ currency: row.currency, minor: String(minor) });
  return {
    number: row.number,
    status: row.status,
    origin: row.origin,
    rule: row.rule,
    matchId: row.match_id,
    scope: row.scope,
    legalEntity: row.legal_entity,
    reference: row.reference,
    customer: row.customer,
    on: row.happened_on,
    left: { count: row.left_count, sum: of(row.left_minor) },
    right: { count: row.right_count, sum: of(row.right_minor) },
    difference: of(row.difference_minor),
    days: row.days,
    explanation: row.explanation,
  };
}

export function wireDocument(row: DocumentRow): WireDocument {
  return {
    key: row.document_key,
    side: row.side,
    status: row.status,
    kind: row.kind,
    connectionId: row.connection_id,
    externalId: row.external_id,
    entityId: row.entity_id,
    scope: row.scope,
    legalEntity: row.legal_entity,
    reference: row.reference,
    customer: row.customer,
    on: row.happened_on,
    isInPeriod: row.in_period === 1,
    amount: { currency: row.currency, minor: String(row.amount_minor) },
    note: row.note,
  };
}

export function wireBreakRow(row: BreakRow): WireBreakRow {
  const body = JSON.parse(row.body) as WireBreak;
  const isDecided = row.state === 'explained' || row.state === 'accepted';
  return {
    ...body,
    id: row.id,
    key: row.break_key,
    state: row.state,
    on: row.happened_on,
    decision: isDecided
      ? {
          how: row.state,
          by: row.decided_by ?? '',
          reason: row.reason ?? '',
        }
      : null,
  };
}

/** How likely a document of the other side is the counterpart, 0 to 100, and why. */
export function rankCandidate(document: DocumentRow, candidate: DocumentRow) {
  const reasons: string[] = [];
  let score = 0;
  const add = (points: number, reason: string): void => {
    score += points;
    reasons.push(reason);
  };
  if (document.reference !== null && document.reference === candidate.reference) add(45, 'same number');
  if (document.amount_minor === candidate.amount_minor) add(25, 'same amount');
  if (document.customer !== null && document.customer === candidate.customer) add(15, 'same customer');
  if (document.kind === candidate.kind) add(5, 'same kind');
  const days = dayNumber(candidate.happened_on) - dayNumber(document.happened_on);
  if (days === 0) add(10, 'same day');
  else if (Math.abs(days) <= 7)
    add(
      10 - Math.abs(days),
      `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'} ${days > 0 ? 'later' : 'earlier'}`,
    );
  if (candidate.status !== 'unmatched') reasons.push(`is ${candidate.status} elsewhere`);
  return { score, reasons, days };
}
