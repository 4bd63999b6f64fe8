import { assert } from '../base/assert.ts';
import { BalanceVisitor } from './balance-visitor.ts';
import type { DocumentSet } from './document-set.ts';
import { joinByKey, type KeyVisitor } from './key-join.ts';
import { keyColumns, openRows } from './key-plan.ts';
import { MatchRun } from './match-run.ts';
import { PartsVisitor } from './parts-visitor.ts';
import type { MatchPass } from './rules.ts';
import { Tolerance } from './tolerance.ts';
import { WindowVisitor } from './window-visitor.ts';

/**
 * Matches two sets by ordered passes. Pure and deterministic: the same documents in any order of rows give the same
 * matches, compared by id. Both sets were built with one vocabulary, and ids are unique within each.
 */
export function matchSets(left: DocumentSet, right: DocumentSet, passes: readonly MatchPass[]): MatchRun {
  const steps = matchInSteps(left, right, passes);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in short steps, so that the caller can stop or let others run between them. Yields the pass it is in. */
export function* matchInSteps(
  left: DocumentSet,
  right: DocumentSet,
  passes: readonly MatchPass[],
): Generator<number, MatchRun> {
  assert(left.vocabulary === right.vocabulary, 'both sides are built with one vocabulary');
  const run = new MatchRun(left, right, passes);
  for (const [index, pass] of passes.entries()) {
    run.startPass(index);
    yield index;
    for (const _ of runPass(run, pass)) yield index;
  }
  return run;
}

function* runPass(run: MatchRun, pass: MatchPass): Generator<void, void> {
  const tolerance = new Tolerance(pass);
  const isOneToOne = pass.shape === 'one-to-one';
  const settings = {
    keys: pass.keys,
    isExactAmount: isOneToOne && tolerance.isExactAmount,
    isExactDay: tolerance.isExactDay,
  };
  const leftColumns = keyColumns(run.left.set, 'left', settings);
  const rightColumns = keyColumns(run.right.set, 'right', settings);
  if (leftColumns === null || rightColumns === null) return;
  const left = { set: run.left.set, columns: leftColumns, rows: openRows(run.left, leftColumns) };
  const right = { set: run.right.set, columns: rightColumns, rows: openRows(run.right, rightColumns) };
  yield;
  yield* joinByKey(left, right, visitorOf(run, pass, tolerance));
}

function visitorOf(run: MatchRun, pass: MatchPass, tolerance: Tolerance): KeyVisitor {
  switch (pass.shape) {
    case 'one-to-one':
      return new WindowVisitor(run, tolerance, namesOneDocument(pass));
    case 'one-to-many':
      return new PartsVisitor(run, pass, tolerance, run.left, run.right);
    case 'many-to-one':
      return new PartsVisitor(run, pass, tolerance, run.right, run.left);
    case 'many-to-many':
      return new BalanceVisitor(run, pass, tolerance);
  }
}

/** Whether rows of one key are copies of one document whenever their amounts and days are equal. */
function namesOneDocument(pass: MatchPass): boolean {
  return pass.keys.includes('reference') && pass.keys.includes('customer');
}
