import {
  type DocumentSet,
  DocumentSetBuilder,
  type ReconciliationDocument,
  Vocabulary,
} from './document-set.ts';
import { type GroupList, type MatchRun, type Side, rowState } from './match-run.ts';
import { textAt } from './text-column.ts';

/** What a run decided, by id and in sorted order, so that two runs can be compared. */
export interface Outcome {
  readonly matches: string[];
  readonly ambiguous: string[];
  readonly copies: string[];
  readonly open: string[];
}

export function buildSets(
  left: readonly ReconciliationDocument[],
  right: readonly ReconciliationDocument[],
): { left: DocumentSet; right: DocumentSet } {
  const vocabulary = new Vocabulary();
  const [leftBuilder, rightBuilder] = [
    new DocumentSetBuilder(vocabulary),
    new DocumentSetBuilder(vocabulary),
  ];
  for (const document of left) leftBuilder.add(document);
  for (const document of right) rightBuilder.add(document);
  return { left: leftBuilder.finish(), right: rightBuilder.finish() };
}

export function outcomeOf(run: MatchRun): Outcome {
  const { pairs } = run;
  const outcome: Outcome = {
    matches: groupsOf(run, run.groups),
    ambiguous: groupsOf(run, run.ties),
    copies: [...copiesOf('L', run.left), ...copiesOf('R', run.right)],
    open: [...openOf('L', run.left), ...openOf('R', run.right)],
  };
  for (let at = 0; at < pairs.left.count; at += 1) {
    const rule = run.passes[pairs.pass.values[at] as number]?.id;
    const left = textAt(run.left.set.id, pairs.left.values[at] as number);
    outcome.matches.push(`${rule} ${left} = ${textAt(run.right.set.id, pairs.right.values[at] as number)}`);
  }
  for (const list of Object.values(outcome)) list.sort();
  return outcome;
}

function groupsOf(run: MatchRun, groups: GroupList): string[] {
  const ids = (side: Side, rows: Int32Array): string =>
    Array.from(rows, (row) => textAt(side.set.id, row))
      .sort()
      .join('+');
  return Array.from({ length: groups.count }, (_, at) => {
    const rule = run.passes[groups.pass.values[at] as number]?.id;
    return `${rule} ${ids(run.left, groups.leftOf(at))} = ${ids(run.right, groups.rightOf(at))}`;
  });
}

function copiesOf(name: string, side: Side): string[] {
  const { rows, originals } = side.copies;
  return Array.from(
    { length: rows.count },
    (_, at) =>
      `${name}:${textAt(side.set.id, rows.values[at] as number)} of ${textAt(side.set.id, originals.values[at] as number)}`,
  );
}

function openOf(name: string, side: Side): string[] {
  const open: string[] = [];
  for (let row = 0; row < side.set.count; row += 1) {
    if (side.state[row] === rowState.open) open.push(`${name}:${textAt(side.set.id, row)}`);
  }
  return open;
}
