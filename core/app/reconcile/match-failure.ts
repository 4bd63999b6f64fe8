import type { Failure } from '#core/base/result.ts';
import type { ManualMatchRow } from '#core/storage/repositories/manual-matches.ts';
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

export function documentTaken(reference: string, match: ManualMatchRow | null = null): Failure {
  return {
    code: 'DOCUMENT_TAKEN',
    message: match
      ? `${reference} is matched already: ${match.matched_by} matched it in the reconciliation of ${match.period}.`
      : `${reference} is matched already.`,
    where: match ? `${reference}, ${match.id}` : reference,
    fix: match
      ? `Take that match back in the reconciliation of ${match.period} first.`
      : 'Take that match back first.',
  };
}

export function entitiesApart(entities: readonly string[]): Failure {
  return {
    code: 'MATCH_SIDES_INVALID',
    message: apartMessage(entities),
    where: entities.join(', '),
    fix: 'Move the document to the right entity in its system, or explain the break.',
  };
}

/** A document in another entity's books is a difference in both, whatever the amounts say. */
export function apartMessage(entities: readonly string[]): string {
  return `Documents of ${entities.join(' and ')} are never matched with each other: one booked in the wrong entity is a break of class mapping.`;
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
