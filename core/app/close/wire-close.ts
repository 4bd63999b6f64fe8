import type { WireClose, WireCloseTask } from '#core/contract/close.ts';
import type { ChecklistTask } from '#core/close/checklist.ts';
import type { CloseStanding } from '#core/close/close-desk.ts';
import type { Figure, FigureDelta } from '#core/close/evidence.ts';
import type { CloseFacts, Tally } from '#core/close/facts.ts';
import { dayOfEpochMs } from '#core/domain/day.ts';
import type { SignOffRow } from '#core/storage/repositories/close.ts';
import { PolicyRepository } from '#core/storage/repositories/policy.ts';
import { ReconciliationLists } from '#core/storage/repositories/reconciliation-lists.ts';
import type { Core } from '../create-core.ts';
import { closeFacts } from './close-facts.ts';

/** A close as the interface shows it. */
export function wireClose(core: Core, legalEntity: string, period: string): WireClose {
  const standing = core.closes.standing(closeFacts(core, legalEntity, period));
  const { facts, tasks, evidence, evidenceHash, signOff } = standing;
  const control = new PolicyRepository(core.store)
    .periods()
    .find((row) => row.legal_entity === legalEntity && row.period === period);
  const { seq, hash } = core.journal.head();
  const today = dayOfEpochMs(core.clock.now());
  return {
    legalEntity,
    period,
    periodState: facts.periodState,
    control: control?.state ?? 'open',
    reopenRequestedBy: control?.reopen_requested_by ?? null,
    templateVersion: core.closes.template().version,
    tasks: tasks.map((task) => wireTask(task, today)),
    progress: {
      done: tasks.filter(({ isDone }) => isDone).length,
      of: tasks.length,
      amounts: amountsOf(facts),
    },
    evidence: evidence.map((figure) => wireFigure(figure)),
    evidenceHash,
    journal: { seq, hash },
    signOff: signOff && wireSignOff(signOff),
    locks: locksOf(core, standing),
    asOfSeq: seq,
  };
}

function wireTask(task: ChecklistTask, today: string): WireCloseTask {
  const { template, record, condition, state, isDone, dueOn, waitsFor } = task;
  return {
    id: template.id,
    area: template.area,
    title: template.title,
    guide: template.guide,
    state,
    isDone,
    dueOn,
    isOverdue: !isDone && dueOn < today,
    waitsFor: [...waitsFor],
    preparer: record.preparer,
    reviewer: record.reviewer,
    preparedBy: condition ? null : record.preparedBy,
    preparedAt: condition ? null : record.preparedAt,
    reviewedBy: record.reviewedBy,
    reviewedAt: record.reviewedAt,
    cause: state === 'open' ? record.cause : null,
    condition: condition && {
      name: template.condition ?? '',
      isMet: condition.isMet,
      message: condition.message,
      blockers: wireTally(condition.blockers),
      clearedOn: condition.clearedOn,
    },
    notes: record.notes.map((note) => ({ ...note })),
    evidence: record.evidence.map((one) => ({ ...one })),
  };
}

export function wireTally({ count, sums }: Tally) {
  return { count, sums: sums.map((sum) => ({ ...sum })) };
}

function wireFigure(figure: Figure) {
  return { ...figure, amount: figure.amount && { ...figure.amount } };
}

function wireSignOff(row: SignOffRow): NonNullable<WireClose['signOff']> {
  return {
    state: row.state,
    evidenceHash: row.evidence_hash,
    preparedBy: row.prepared_by,
    preparedAt: row.prepared_at,
    signedBy: row.signed_by,
    signedAt: row.signed_at,
    suspendedAt: row.suspended_at,
    cause: row.cause,
    delta: (JSON.parse(row.delta) as FigureDelta[]).map((one) => ({
      ...one,
      before: one.before && wireFigure(one.before),
      after: one.after && wireFigure(one.after),
    })),
  };
}

/** What was billed and received per currency, and how much of it no open break concerns. */
function amountsOf(facts: CloseFacts): WireClose['progress']['amounts'] {
  const byCurrency = new Map<string, { total: bigint; open: bigint }>();
  for (const scope of facts.scopes) {
    if (scope.scope === 'recurring-revenue') continue;
    const sums = byCurrency.get(scope.currency) ?? { total: 0n, open: 0n };
    byCurrency.set(scope.currency, {
      total: sums.total + magnitude(scope.leftMinor),
      open: sums.open + magnitude(scope.openMinor),
    });
  }
  return [...byCurrency]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, { total, open }]) => ({
      currency,
      settled: { currency, minor: (total > open ? total - open : 0n).toString() },
      total: { currency, minor: total.toString() },
    }));
}

function magnitude(digits: string): bigint {
  const minor = BigInt(digits);
  return minor < 0n ? -minor : minor;
}

function locksOf(core: Core, { facts, tasks }: CloseStanding): WireClose['locks'] {
  const { legalEntity, period, run } = facts;
  const lists = new ReconciliationLists(core.store);
  const matched = run ? lists.groupTotals({ runId: run.id, status: 'matched', legalEntity }).count : 0;
  const waiting = facts.held.count + facts.inFlight.count + facts.failed.count;
  return [
    {
      what: 'Postings of the period',
      count: waiting,
      note: 'What is held or on its way is not sent into the period any more; later documents follow the closed-period rule.',
    },
    { what: 'Matches', count: matched, note: 'No match is made, taken back or undone.' },
    {
      what: 'Breaks',
      count: lists.breakTotals({ period, state: 'any', legalEntity }).count,
      note: 'No break is explained or accepted.',
    },
    { what: 'Checklist tasks', count: tasks.length, note: 'No task is prepared, reviewed or reopened.' },
  ];
}
