import type { CloseFacts, ScopeFacts, Tally } from './facts.ts';
import { added } from './tally.ts';

/** System conditions that a task can be bound to. Names are stable: templates in the journal use them. */
export const conditionNames = [
  'streams-complete',
  'mappings-covered',
  'period-soft-closed',
  'exceptions-cleared',
  'held-decided',
  'in-flight-settled',
  'reconciliation-current',
  'receivables-tied',
  'cash-tied',
  'recurring-tied',
  'journal-verified',
] as const;

export type ConditionName = (typeof conditionNames)[number];

export interface ConditionAnswer {
  readonly isMet: boolean;
  /** Why not, or what was proved. */
  readonly message: string;
  /** What stands in the way. */
  readonly blockers: Tally;
  /** The screen on which it is cleared. */
  readonly clearedOn:
    | 'exceptions'
    | 'postings'
    | 'mappings'
    | 'reconciliation'
    | 'connections'
    | 'journal'
    | 'close';
}

const nothing: Tally = { count: 0, sums: [] };

/** Whether a condition holds, from counts alone. */
export function judgeCondition(name: ConditionName, facts: CloseFacts): ConditionAnswer {
  switch (name) {
    case 'streams-complete': {
      const count = facts.incompleteStreams;
      return answer(
        'connections',
        { count, sums: [] },
        'Every stream is complete.',
        `${many(count, 'stream')} incomplete.`,
      );
    }
    case 'mappings-covered':
      return counted('mappings', facts.unmapped, 'document', 'without its mapping');
    case 'period-soft-closed':
      return softClosed(facts);
    case 'exceptions-cleared':
      return counted('exceptions', facts.exceptions, 'open exception', 'in the period');
    case 'held-decided':
      return counted('postings', facts.held, 'posting', 'held');
    case 'in-flight-settled': {
      const both = {
        count: facts.inFlight.count + facts.failed.count,
        sums: added(facts.inFlight, facts.failed).sums,
      };
      return counted('postings', both, 'posting', 'on its way, refused or of unknown outcome');
    }
    case 'reconciliation-current':
      return current(facts);
    case 'receivables-tied':
      return tied(facts, 'receivables');
    case 'cash-tied':
      return tied(facts, 'cash');
    case 'recurring-tied':
      return tied(facts, 'recurring-revenue');
    case 'journal-verified':
      return verified(facts);
  }
}

function softClosed({ periodState }: CloseFacts): ConditionAnswer {
  const isMet = periodState === 'soft-close' || periodState === 'locked' || periodState === 'closed';
  return {
    isMet,
    message: isMet
      ? `The period is ${periodState}.`
      : `The period is ${periodState}; put it into soft close.`,
    blockers: nothing,
    clearedOn: 'close',
  };
}

function current({ run }: CloseFacts): ConditionAnswer {
  const open = (message: string, count: number): ConditionAnswer => ({
    isMet: false,
    message,
    blockers: { count, sums: [] },
    clearedOn: 'reconciliation',
  });
  if (!run) return open('The period has not been reconciled.', 0);
  if (run.isUndone) return open(`Run ${run.number} was undone; run again.`, 0);
  if (run.changedSince > 0) {
    return open(
      `${many(run.changedSince, 'document')} changed after run ${run.number}; run again.`,
      run.changedSince,
    );
  }
  return { ...open(`Run ${run.number} has seen every change.`, 0), isMet: true };
}

function tied({ scopes, run }: CloseFacts, scope: string): ConditionAnswer {
  const own = scopes.filter((one) => one.scope === scope);
  const untied = own.filter(({ isTied }) => !isTied);
  const blockers: Tally = {
    count: untied.reduce((count, { openCount }) => count + openCount, 0),
    sums: untied.map(({ currency, openMinor }) => ({ currency, minor: openMinor })),
  };
  const hasRun = run !== null && !run.isUndone;
  const isMet = hasRun && untied.length === 0 && run.ambiguous === 0;
  return {
    isMet,
    message: tiedMessage(hasRun, own, untied, run?.ambiguous ?? 0),
    blockers,
    clearedOn: 'reconciliation',
  };
}

function tiedMessage(
  hasRun: boolean,
  own: readonly ScopeFacts[],
  untied: readonly ScopeFacts[],
  ambiguous: number,
): string {
  if (!hasRun) return 'There is no reconciliation to go by.';
  if (untied.length > 0) {
    const open = untied.reduce((count, { openCount }) => count + openCount, 0);
    return `${many(open, 'break')} open in ${untied.map(({ currency }) => currency).join(', ')}.`;
  }
  if (ambiguous > 0) return `${many(ambiguous, 'match')} ambiguous.`;
  return own.length === 0
    ? 'Nothing to tie out.'
    : `Tied out in ${own.map(({ currency }) => currency).join(', ')}.`;
}

function verified({ proof, run }: CloseFacts): ConditionAnswer {
  const neededSeq = run?.evidenceSeq ?? 0;
  const isMet = proof !== null && proof.problems === 0 && proof.verifiedSeq >= neededSeq;
  const message = !proof
    ? 'The journal has not been verified.'
    : proof.problems > 0
      ? `Verifying found ${many(proof.problems, 'problem')}.`
      : isMet
        ? `Verified up to ${proof.verifiedSeq.toLocaleString('en-US')}.`
        : 'Verified before what the reconciliation rests on changed; verify again.';
  return { isMet, message, blockers: { count: proof?.problems ?? 0, sums: [] }, clearedOn: 'journal' };
}

function counted(
  clearedOn: ConditionAnswer['clearedOn'],
  blockers: Tally,
  what: string,
  how: string,
): ConditionAnswer {
  return answer(clearedOn, blockers, `No ${what} ${how}.`, `${many(blockers.count, what)} ${how}.`);
}

function answer(
  clearedOn: ConditionAnswer['clearedOn'],
  blockers: Tally,
  met: string,
  open: string,
): ConditionAnswer {
  const isMet = blockers.count === 0;
  return { isMet, message: isMet ? met : open, blockers, clearedOn };
}

function many(count: number, what: string): string {
  const plural = what.endsWith('match') ? `${what}es` : `${what}s`;
  return `${count.toLocaleString('en-US')} ${count === 1 ? what : plural}`;
}
