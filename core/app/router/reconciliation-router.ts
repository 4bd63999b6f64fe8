import {
  acceptInput,
  breakDecidedOutput,
  decideBreakInput,
  decidedOutput,
  getGroupInput,
  getGroupOutput,
  getRunInput,
  getRunOutput,
  listBreaksInput,
  listBreaksOutput,
  listCandidatesInput,
  listCandidatesOutput,
  listDocumentsInput,
  listDocumentsOutput,
  listGroupsInput,
  listGroupsOutput,
  listRunsInput,
  listRunsOutput,
  matchInput,
  reconcileInput,
  reconcileOutput,
  rejectInput,
  undoneOutput,
  undoRunInput,
  unmatchInput,
  weighInput,
  weighOutput,
} from '#core/contract/reconciliation.ts';
import { money } from '#core/domain/money.ts';
import { breakClasses } from '#core/reconciliation/classify-break.ts';
import { ReconciliationLists } from '#core/storage/repositories/reconciliation-lists.ts';
import { ReconciliationRows } from '#core/storage/repositories/reconciliation-rows.ts';
import { ReconciliationRepository } from '#core/storage/repositories/reconciliations.ts';
import type { Core } from '../create-core.ts';
import { watchStarted } from '../close/watch-started.ts';
import { decideBreak } from '../reconcile/break-desk.ts';
import { MatchDesk } from '../reconcile/match-desk.ts';
import { groupNotFound, runNotFound } from '../reconcile/match-failure.ts';
import type { Weighed } from '../reconcile/weigh-match.ts';
import {
  rankCandidate,
  runDetail,
  wireBreakRow,
  wireDocument,
  wireGroup,
  wireRun,
  wireSums,
} from '../reconcile/workbench.ts';
import { failed, valueOf } from './api-error.ts';
import { allowed, router } from './procedure.ts';
import { startReconcile } from './start-jobs.ts';
import { totalsOf } from './wire-totals.ts';

export const reconciliationRouter = router({
  /**
   * Billing against the ERP and CRM against billing for one period, from what the journal holds now. The result is
   * journalled; the same evidence again is no new fact.
   */
  run: allowed('reconciliation.run')
    .input(reconcileInput)
    .output(reconcileOutput)
    .mutation(({ ctx, input }) => startReconcile(ctx, input.period).ended),

  runs: allowed('workspace.read')
    .input(listRunsInput)
    .output(listRunsOutput)
    .query(({ ctx: { core }, input: { period, offset, limit } }) => {
      const found = new ReconciliationRepository(core.store).list(period ?? null, { offset, limit });
      return { rows: found.rows.map((row) => wireRun(core, row)), total: found.total, asOfSeq: seqOf(core) };
    }),

  /** The newest run of a period, or any run by its id. */
  get: allowed('workspace.read')
    .input(getRunInput)
    .output(getRunOutput)
    .query(({ ctx: { core }, input: { period, runId, legalEntity } }) => {
      const runs = new ReconciliationRepository(core.store);
      if (runId === undefined) {
        return runDetail(core, period === undefined ? null : runs.newest(period), legalEntity);
      }
      const row = runs.get(runId);
      if (!row) throw failed(runNotFound(runId));
      return runDetail(core, row, legalEntity);
    }),

  groups: allowed('workspace.read')
    .input(listGroupsInput)
    .output(listGroupsOutput)
    .query(({ ctx: { core }, input }) => {
      const { sort, direction, offset, limit, ...filter } = input;
      const lists = new ReconciliationLists(core.store);
      return {
        rows: lists.groups(filter, sort, direction, { offset, limit }).map(wireGroup),
        totals: wireSums(lists.groupTotals(filter)),
        asOfSeq: seqOf(core),
      };
    }),

  group: allowed('workspace.read')
    .input(getGroupInput)
    .output(getGroupOutput)
    .query(({ ctx: { core }, input: { runId, number } }) => {
      const rows = new ReconciliationRows(core.store);
      const group = rows.group(runId, number);
      if (!group) throw failed(groupNotFound(runId, number));
      const documents = rows.documentsOf(runId, number).map(wireDocument);
      return {
        group: wireGroup(group),
        left: documents.filter(({ side }) => side === 'left'),
        right: documents.filter(({ side }) => side === 'right'),
        asOfSeq: seqOf(core),
      };
    }),

  documents: allowed('workspace.read')
    .input(listDocumentsInput)
    .output(listDocumentsOutput)
    .query(({ ctx: { core }, input }) => {
      const { sort, direction, offset, limit, ...filter } = input;
      const lists = new ReconciliationLists(core.store);
      return {
        rows: lists.documents(filter, sort, direction, { offset, limit }).map(wireDocument),
        totals: wireSums(lists.documentTotals(filter)),
        asOfSeq: seqOf(core),
      };
    }),

  /** Documents of the other side that may be the counterpart, likeliest first, with the reasons. */
  candidates: allowed('workspace.read')
    .input(listCandidatesInput)
    .output(listCandidatesOutput)
    .query(({ ctx: { core }, input: { runId, key, limit } }) => {
      const rows = new ReconciliationRows(core.store);
      const document = rows.document(runId, 'left', key) ?? rows.document(runId, 'right', key);
      if (!document) throw failed(groupNotFound(runId, key));
      const sign = document.side === 'left' ? 1 : -1;
      const candidates = new ReconciliationLists(core.store)
        .candidatesFor(document, 50)
        .map((candidate) => ({
          document: wireDocument(candidate),
          ...rankCandidate(document, candidate),
          difference: {
            currency: document.currency,
            minor: String(sign * (document.amount_minor - candidate.amount_minor)),
          },
        }))
        .sort((one, other) => other.score - one.score || (one.document.key < other.document.key ? -1 : 1));
      return { candidates: candidates.slice(0, limit), asOfSeq: seqOf(core) };
    }),

  weigh: allowed('workspace.read')
    .input(weighInput)
    .output(weighOutput)
    .query(({ ctx: { core }, input: { runId, left, right } }) =>
      wireWeighed(valueOf(new MatchDesk(core).weigh(runId, { left, right }))),
    ),

  breaks: allowed('workspace.read')
    .input(listBreaksInput)
    .output(listBreaksOutput)
    .query(({ ctx: { core }, input }) => {
      const { sort, direction, offset, limit, ...filter } = input;
      const lists = new ReconciliationLists(core.store);
      const classes = breakClasses.map((name) => ({
        class: name,
        totals: wireSums(lists.breakTotals({ ...filter, class: name })),
      }));
      return {
        rows: lists.breaks(filter, sort, direction, { offset, limit }).map(wireBreakRow),
        totals: wireSums(lists.breakTotals(filter)),
        classes: classes.filter(({ totals }) => totals.count > 0),
        asOfSeq: seqOf(core),
      };
    }),

  accept: allowed('reconciliation.match')
    .input(acceptInput)
    .output(decidedOutput)
    .mutation(({ ctx: { core, actor }, input: { runId, numbers, reason } }) => {
      const matchIds = valueOf(new MatchDesk(core).accept(runId, numbers, actor, reason));
      return { matchIds: [...matchIds], asOfSeq: watched(core) };
    }),

  reject: allowed('reconciliation.match')
    .input(rejectInput)
    .output(decidedOutput)
    .mutation(({ ctx: { core, actor }, input: { runId, numbers, reason } }) => {
      const matchIds = valueOf(new MatchDesk(core).reject(runId, numbers, actor, reason));
      return { matchIds: [...matchIds], asOfSeq: watched(core) };
    }),

  match: allowed('reconciliation.match')
    .input(matchInput)
    .output(decidedOutput)
    .mutation(({ ctx: { core, actor }, input: { runId, left, right, reason } }) => {
      const id = valueOf(new MatchDesk(core).match(runId, { left, right }, actor, reason));
      return { matchIds: [id], asOfSeq: watched(core) };
    }),

  unmatch: allowed('reconciliation.match')
    .input(unmatchInput)
    .output(decidedOutput)
    .mutation(({ ctx: { core, actor }, input: { runId, number, reason } }) => {
      const id = valueOf(new MatchDesk(core).unmatch(runId, number, actor, reason));
      return { matchIds: [id], asOfSeq: watched(core) };
    }),

  undoRun: allowed('reconciliation.undo-run')
    .input(undoRunInput)
    .output(undoneOutput)
    .mutation(({ ctx: { core, actor }, input: { runId, reason } }) => ({
      matches: valueOf(new MatchDesk(core).undoRun(runId, actor, reason)),
      asOfSeq: watched(core),
    })),

  /** The right depends on what is said: explaining is more people's than accepting. */
  decideBreak: allowed('workspace.read')
    .input(decideBreakInput)
    .output(breakDecidedOutput)
    .mutation(({ ctx: { core, actor }, input: { period, key, how, reason } }) => ({
      key,
      state: valueOf(decideBreak(core, { period, key }, how, actor, reason)),
      asOfSeq: watched(core),
    })),
});

/** Where the journal stands once closes have looked at what was decided. */
function watched(core: Core): number {
  watchStarted(core, null);
  return seqOf(core);
}

function seqOf(core: Core): number {
  return core.journal.head().seq;
}

function wireWeighed(weighed: Weighed) {
  const { left, right, differenceMinor, currency, tolerance, isAllowed, message } = weighed;
  const totals = (rows: Weighed['left']) =>
    totalsOf(rows.map((row) => money(row.amount_minor, row.currency)));
  return {
    left: totals(left),
    right: totals(right),
    difference:
      differenceMinor === null || currency === null ? null : { currency, minor: differenceMinor.toString() },
    tolerance: tolerance && {
      belowMinor: String(tolerance.belowMinor),
      aboveMinor: String(tolerance.aboveMinor),
      days: tolerance.days,
    },
    isAllowed,
    isWriteOff: isAllowed && differenceMinor !== 0n,
    message,
  };
}
