import { present } from '../base/assert.ts';
import { type BreakContext, type BreakFinding, classifyBreak } from './classify-break.ts';
import { documentAt } from './document-set.ts';
import { type MatchRun, rowState } from './match-run.ts';
import type { BreakRows } from './relate-breaks.ts';

/** A break as it is reported: the rows it is about (-1 for none) and what was found. */
export interface ReportedBreak {
  readonly leftRow: number;
  readonly rightRow: number;
  readonly finding: BreakFinding;
}

/** All breaks of a run, left rows in their order and then the right rows that have no left one. */
export function* breaksOf(
  run: MatchRun,
  related: BreakRows,
  context: BreakContext,
): Generator<ReportedBreak, void> {
  const { left, right } = run;
  for (let row = 0; row < left.set.count; row += 1) {
    const state = left.state[row];
    if (state !== rowState.open && state !== rowState.copy) continue;
    const counterpart = related.counterpartOfLeft[row] as number;
    const repeats = related.repeatedByLeft[row] as number;
    yield {
      leftRow: row,
      rightRow: counterpart,
      finding: findingOf(
        {
          left: documentAt(left.set, row),
          right: counterpart < 0 ? null : documentAt(right.set, counterpart),
          repeats: repeats < 0 ? null : documentAt(left.set, repeats),
        },
        context,
      ),
    };
  }
  for (let row = 0; row < right.set.count; row += 1) {
    const state = right.state[row];
    if (state !== rowState.open && state !== rowState.copy) continue;
    if (related.hasCounterpartRight[row] !== 0) continue;
    const repeats = related.repeatedByRight[row] as number;
    yield {
      leftRow: -1,
      rightRow: row,
      finding: findingOf(
        {
          left: null,
          right: documentAt(right.set, row),
          repeats: repeats < 0 ? null : documentAt(right.set, repeats),
        },
        context,
      ),
    };
  }
}

/** Two related rows that no pass matched differ in something the passes look at, even where the context does not. */
function findingOf(found: Parameters<typeof classifyBreak>[0], context: BreakContext): BreakFinding {
  const finding = classifyBreak(found, context);
  if (finding !== null) return finding;
  const left = present(found.left, 'a lone document always has a class');
  const right = present(found.right, 'a lone document always has a class');
  const field =
    left.customer !== right.customer ? 'customer' : left.entity !== right.entity ? 'entity' : 'key';
  return {
    class: 'mapping',
    explanation: `${left.id} and ${right.id} agree in amount and day but not in the fields that the passes compare.`,
    evidence: {
      field,
      left: left[field as 'customer'] ?? '',
      right: right[field as 'customer'] ?? '',
    },
  };
}
