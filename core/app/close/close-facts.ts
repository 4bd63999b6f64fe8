import type { CloseFacts, ScopeFacts, Tally } from '#core/close/facts.ts';
import { added } from '#core/close/tally.ts';
import { toInstant } from '#core/base/clock.ts';
import { lastDayOf } from '#core/domain/day.ts';
import { sha256 } from '#core/journal/digest.ts';
import { ExceptionList } from '#core/storage/repositories/exception-list.ts';
import { CloseRepository } from '#core/storage/repositories/close.ts';
import type { PostingStandpoint } from '#core/storage/repositories/posting-list.ts';
import { ReconciliationLists } from '#core/storage/repositories/reconciliation-lists.ts';
import {
  type ReconciliationRow,
  ReconciliationRepository,
} from '#core/storage/repositories/reconciliations.ts';
import type { PostingState } from '#core/storage/schema/control.ts';
import type { Core } from '../create-core.ts';
import { postingStandpoint } from '../router/may-decide.ts';
import { bodyOf, changedSince, scopesOf } from '../reconcile/workbench.ts';

/** What the system knows of a period of an entity now: counts by the queries of the lists themselves. */
export function closeFacts(core: Core, legalEntity: string, period: string): CloseFacts {
  const close = new CloseRepository(core.store);
  const row = new ReconciliationRepository(core.store).newest(period);
  const place = { legalEntity, period };
  const proof = close.proof();
  const standpoint = postingStandpoint(core, '');
  return {
    legalEntity,
    period,
    periodState: core.policy.periodState(legalEntity, lastDayOf(period)),
    held: postingTally(core, place, standpoint, ['HELD']),
    inFlight: postingTally(core, place, standpoint, ['APPROVED', 'SENDING', 'UNKNOWN', 'REVERSING']),
    failed: postingTally(core, place, standpoint, ['REJECTED', 'DEAD']),
    exceptions: exceptionTally(core, place),
    unmapped: added(
      exceptionTally(core, { ...place, code: 'MAPPING_MISSING' }),
      exceptionTally(core, { ...place, code: 'MAPPING_AMBIGUOUS' }),
    ),
    incompleteStreams: exceptionTally(core, { code: 'STREAM_INCOMPLETE' }).count,
    scopes: row ? scopeFacts(core, row, legalEntity) : [],
    run: row ? runFacts(core, row, legalEntity) : null,
    decisions: decisionsOf(core, place),
    proof: proof && { verifiedSeq: proof.verified_seq, problems: proof.problems },
  };
}

/** The legal entities whose books the workspace keeps: those that stand for a subsidiary of the ERP. */
export function closingEntities(core: Core): readonly string[] {
  const live = core.mapping.rows().filter(({ type, state }) => type === 'subsidiary' && state === 'live');
  return [...new Set(live.map(({ sourceKey }) => sourceKey))].filter((code) => code !== '*').sort();
}

function runFacts(core: Core, row: ReconciliationRow, legalEntity: string): NonNullable<CloseFacts['run']> {
  const own = bodyOf(row).entities.find((entity) => entity.legalEntity === legalEntity);
  const filter = { runId: row.id, status: 'ambiguous', legalEntity } as const;
  return {
    id: row.id,
    number: row.number,
    isUndone: row.state === 'undone',
    evidenceHash: own?.evidenceHash ?? row.evidence_hash,
    changedSince: changedSince(core, row),
    ambiguous: new ReconciliationLists(core.store).groupTotals(filter).count,
    evidenceSeq: own?.asOfSeq ?? row.as_of_seq,
  };
}

function decisionsOf(
  core: Core,
  { period, legalEntity }: { readonly period: string; readonly legalEntity: string },
): CloseFacts['decisions'] {
  const decided = new ReconciliationLists(core.store).decisionsOn(period, legalEntity);
  return { count: decided.length, hash: sha256(JSON.stringify(decided)) };
}

function scopeFacts(core: Core, row: ReconciliationRow, legalEntity: string): ScopeFacts[] {
  return scopesOf(core, row)
    .filter((scope) => scope.legalEntity === legalEntity)
    .map((scope) => ({
      scope: scope.scope,
      currency: scope.currency,
      leftCount: scope.left.count,
      leftMinor: scope.left.sum.minor,
      rightCount: scope.right.count,
      rightMinor: scope.right.sum.minor,
      differenceMinor: scope.difference.minor,
      explainedMinor: scope.explained.sum.minor,
      openCount: scope.breaks,
      openMinor: scope.open.minor,
      thresholdMinor: scope.threshold.minor,
      isTied: scope.isTied,
    }))
    .sort((one, other) => (`${one.scope} ${one.currency}` < `${other.scope} ${other.currency}` ? -1 : 1));
}

function exceptionTally(
  core: Core,
  filter: { readonly legalEntity?: string; readonly period?: string; readonly code?: string },
): Tally {
  const standpoint = {
    person: '',
    nowAt: toInstant(core.clock.now()),
    thresholds: core.policy.policy().holdThresholds,
  };
  const sums = new ExceptionList(core.store).totals({ queue: 'unresolved', ...filter }, standpoint);
  return {
    count: sums.reduce((count, one) => count + one.count, 0),
    sums: sums.flatMap(({ currency, sum }) => (currency === null ? [] : { currency, minor: sum.toString() })),
  };
}

/** Postings of the period in any of these states, by the query that lists them. */
function postingTally(
  core: Core,
  place: { readonly legalEntity: string; readonly period: string },
  standpoint: PostingStandpoint,
  states: readonly PostingState[],
): Tally {
  return states
    .map((state): Tally => {
      const sums = core.desk.list.totals({ queue: 'all', state, ...place }, standpoint);
      return {
        count: sums.reduce((count, one) => count + one.count, 0),
        sums: sums.flatMap(({ currency, sum }) =>
          currency === null ? [] : { currency, minor: sum.toString() },
        ),
      };
    })
    .reduce(added);
}
