import { type GroupList, type MatchRun, rowState } from './match-run.ts';

/** One match or ambiguity: its rule and its rows. The arrays of `one` are reused from entry to entry. */
export interface MatchEntry {
  readonly rule: string;
  readonly leftRows: Int32Array;
  readonly rightRows: Int32Array;
}

/** All matches in the order of the left rows, so that the report follows the left file whatever the passes did. */
export function* matchEntries(run: MatchRun): Generator<MatchEntry, void> {
  const { pairs, groups } = run;
  const count = run.left.set.count;
  const entryOf = new Int32Array(count).fill(-1);
  for (let at = 0; at < pairs.left.count; at += 1) entryOf[pairs.left.values[at] as number] = at;
  for (let group = 0; group < groups.count; group += 1) {
    const first = groups.leftOf(group).reduce((least, row) => Math.min(least, row), count);
    entryOf[first] = pairs.left.count + group;
  }
  const leftRow = new Int32Array(1);
  const rightRow = new Int32Array(1);
  const ruleOf = run.passes.map((pass) => pass.id);
  const single = { rule: '', leftRows: leftRow, rightRows: rightRow };
  for (let row = 0; row < count; row += 1) {
    const entry = entryOf[row] as number;
    if (entry < 0 || run.left.state[row] !== rowState.matched) continue;
    if (entry >= pairs.left.count) {
      yield groupEntry(run, groups, entry - pairs.left.count);
      continue;
    }
    leftRow[0] = row;
    rightRow[0] = pairs.right.values[entry] as number;
    single.rule = ruleOf[pairs.pass.values[entry] as number] as string;
    yield single;
  }
}

export function* tieEntries(run: MatchRun): Generator<MatchEntry, void> {
  for (let group = 0; group < run.ties.count; group += 1) yield groupEntry(run, run.ties, group);
}

function groupEntry(run: MatchRun, groups: GroupList, group: number): MatchEntry {
  return {
    rule: run.passes[groups.pass.values[group] as number]?.id ?? '',
    leftRows: groups.leftOf(group).slice().sort(),
    rightRows: groups.rightOf(group).slice().sort(),
  };
}

/** How far a match is apart, signed both ways: the tolerance that it used. */
export interface ToleranceUsed {
  /** Left minus right, as every difference that is shown. */
  readonly differenceMinor: number;
  /** From the first left day to the last right day where several are matched; the larger magnitude of the two ends. */
  readonly days: number;
}

export function toleranceUsed(run: MatchRun, entry: MatchEntry): ToleranceUsed {
  const left = run.left.set;
  const right = run.right.set;
  // Nearly every match is a pair, and a report asks for each of a million.
  if (entry.leftRows.length === 1 && entry.rightRows.length === 1) {
    const [leftRow, rightRow] = [entry.leftRows[0] as number, entry.rightRows[0] as number];
    return {
      differenceMinor: (left.amountMinor[leftRow] as number) - (right.amountMinor[rightRow] as number),
      days: (right.day[rightRow] as number) - (left.day[leftRow] as number),
    };
  }
  let differenceMinor = 0;
  let [leftFirst, leftLast, rightFirst, rightLast] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const row of entry.leftRows) {
    differenceMinor += left.amountMinor[row] as number;
    leftFirst = Math.min(leftFirst, left.day[row] as number);
    leftLast = Math.max(leftLast, left.day[row] as number);
  }
  for (const row of entry.rightRows) {
    differenceMinor -= right.amountMinor[row] as number;
    rightFirst = Math.min(rightFirst, right.day[row] as number);
    rightLast = Math.max(rightLast, right.day[row] as number);
  }
  const ahead = rightLast - leftFirst;
  const behind = rightFirst - leftLast;
  return { differenceMinor: differenceMinor + 0, days: Math.abs(ahead) >= Math.abs(behind) ? ahead : behind };
}
