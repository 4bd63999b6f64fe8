import type { Failure } from '#core/base/result.ts';
import type { ReconciliationRow } from '#core/storage/repositories/reconciliations.ts';

export function runNotFound(id: string): Failure {
  return {
    code: 'RUN_NOT_FOUND',
    message: `There is no reconciliation run ${id}.`,
    where: id,
    fix: 'List the runs of the period and use one of their ids.',
  };
}

export function runNotCurrent({ id, number, state }: ReconciliationRow): Failure {
  return {
    code: 'RUN_NOT_CURRENT',
    message: `Run ${number} is ${state === 'current' ? 'without its rows' : state}; only the newest run of a period can be worked on.`,
    where: id,
    fix: 'Run the reconciliation again and work on its result.',
  };
}

export function groupNotFound(runId: string, what: number | string): Failure {
  return {
    code: 'MATCH_NOT_FOUND',
    message: `The run has no ${typeof what === 'number' ? `line ${what}` : `document ${what}`}.`,
    where: runId,
    fix: 'Somebody may have decided it meanwhile; list again.',
  };
}

export function documentTaken(reference: string): Failure {
  return {
    code: 'DOCUMENT_TAKEN',
    message: `${reference} is matched already.`,
    where: reference,
    fix: 'Take that match back first.',
  };
}

export function notWithinTolerance(message: string): Failure {
  return {
    code: 'MATCH_NOT_WITHIN_TOLERANCE',
    message,
    where: 'difference',
    fix: 'Choose documents whose sums agree, or explain the break instead.',
  };
}

export function entityLocked(legalEntity: string, period: string): Failure {
  return {
    code: 'PERIOD_CLOSED',
    message: `Period ${period} of ${legalEntity} is closed: its matches can be looked at, not changed.`,
    where: `${legalEntity} ${period}`,
    fix: 'Have the period reopened by two people first.',
  };
}

export function breakNotFound(key: string): Failure {
  return {
    code: 'BREAK_NOT_FOUND',
    message: `The newest run has no break ${key}.`,
    where: key,
    fix: 'List the breaks of the period and use one of their keys.',
  };
}

export function breakSettled(key: string): Failure {
  return {
    code: 'BREAK_SETTLED',
    message: 'A match settles this break; there is nothing left to explain.',
    where: key,
    fix: 'Take the match back to open the break again.',
  };
}
