import type { DocumentSet } from './document-set.ts';
import { joinByKey, type KeyVisitor } from './key-join.ts';
import { keyColumns, openRows } from './key-plan.ts';
import { IntList, type MatchRun, type RowSlice, type Side, rowState } from './match-run.ts';
import { type MatchKey, type MatchPass, textFields } from './rules.ts';
import { compareText, foldText, isBlank } from './text-column.ts';

/** What belongs to the rows that no pass matched. */
export interface BreakRows {
  /** The open row of the other side that is about the same document, or -1. */
  readonly counterpartOfLeft: Int32Array;
  /** The row of the same side that an open row or a copy repeats, or -1. */
  readonly repeatedByLeft: Int32Array;
  readonly repeatedByRight: Int32Array;
  readonly hasCounterpartRight: Uint8Array;
}

const none = -1;

/**
 * Finds what became of the rows that did not match: the row of their own side that they repeat, and the row of the other
 * side that shares an identifying text, or customer, currency and amount, but is outside the tolerances. Only one against
 * one is related; where several could be meant the rows stay alone.
 */
export function* relateBreaks(run: MatchRun): Generator<void, BreakRows> {
  const related: BreakRows = {
    counterpartOfLeft: new Int32Array(run.left.set.count).fill(none),
    repeatedByLeft: repeatedBy(run.left),
    repeatedByRight: repeatedBy(run.right),
    hasCounterpartRight: new Uint8Array(run.right.set.count),
  };
  for (const settings of relations(run.passes)) {
    yield;
    yield* relate(run, related, settings);
  }
  return related;
}

interface RelationSettings {
  readonly keys: readonly MatchKey[];
  readonly isExactAmount: boolean;
  readonly acrossCurrencies: boolean;
}

/** Each identifying text that a pass uses, in the order of the passes, across currencies; then equal amounts. */
function relations(passes: readonly MatchPass[]): RelationSettings[] {
  const isText = (key: MatchKey): boolean =>
    typeof key !== 'string' || (textFields as readonly string[]).includes(key);
  const texts = passes.flatMap((pass) => pass.keys.filter(isText));
  const distinct = new Map(texts.map((key) => [JSON.stringify(key), key]));
  return [
    ...[...distinct.values()].map((key) => ({ keys: [key], isExactAmount: false, acrossCurrencies: true })),
    { keys: ['customer'], isExactAmount: true, acrossCurrencies: false },
  ];
}

function* relate(run: MatchRun, related: BreakRows, settings: RelationSettings): Generator<void, void> {
  const left = keyColumns(run.left.set, 'left', { ...settings, isExactDay: false });
  const right = keyColumns(run.right.set, 'right', { ...settings, isExactDay: false });
  if (left === null || right === null) return;
  const isAloneLeft = (row: number): boolean =>
    related.counterpartOfLeft[row] === none && related.repeatedByLeft[row] === none;
  const isAloneRight = (row: number): boolean =>
    related.hasCounterpartRight[row] === 0 && related.repeatedByRight[row] === none;
  const visitor: KeyVisitor = {
    needsValues: false,
    one: (leftRow, rightRow) => {
      related.counterpartOfLeft[leftRow] = rightRow;
      related.hasCounterpartRight[rightRow] = 1;
    },
    several: () => {},
  };
  const leftRows = openRows(run.left, left).filter(isAloneLeft);
  const rightRows = openRows(run.right, right).filter(isAloneRight);
  yield* joinByKey(
    { set: run.left.set, rows: leftRows, columns: left },
    { set: run.right.set, rows: rightRows, columns: right },
    visitor,
  );
}

/** For copies the row they were told from; for open rows the row of their side with the same content, matched or not. */
function repeatedBy(side: Side): Int32Array {
  const { set, copies } = side;
  const repeated = new Int32Array(set.count).fill(none);
  for (let at = 0; at < copies.rows.count; at += 1) {
    repeated[copies.rows.values[at] as number] = copies.originals.values[at] as number;
  }
  const columns = keyColumns(set, 'left', {
    keys: ['reference', 'customer'],
    isExactAmount: true,
    isExactDay: false,
  });
  if (columns === null) return repeated;
  const open = openRows(side, columns);
  const alike = rowsWithReferenceOf(set, open);
  const steps = joinByKey(
    { set, rows: open, columns },
    { set, rows: alike, columns },
    new RepeatVisitor(side, repeated),
  );
  while (steps.next().done !== true);
  return repeated;
}

/** Every row whose reference may be one of those of `rows`: a filter by hash, so that few rows have to be compared. */
function rowsWithReferenceOf(set: DocumentSet, rows: Int32Array): Int32Array {
  const bits = 1 << 22;
  const seen = new Uint8Array(bits / 8);
  const bitOf = (row: number): number => {
    const hash = foldText(0, set.reference, row);
    return (hash ^ (hash >>> 10)) & (bits - 1);
  };
  for (const row of rows) {
    const bit = bitOf(row);
    seen[bit >> 3] = (seen[bit >> 3] as number) | (1 << (bit & 7));
  }
  const found = new IntList();
  for (let row = 0; row < set.count; row += 1) {
    if (set.customer[row] === none || isBlank(set.reference, row)) continue;
    const bit = bitOf(row);
    if (((seen[bit >> 3] as number) & (1 << (bit & 7))) !== 0) found.push(row);
  }
  return found.values.slice(0, found.count);
}

/** The open rows of a key repeat its matched row, or else the one of lowest id among themselves. */
class RepeatVisitor implements KeyVisitor {
  readonly needsValues = false;
  readonly #side: Side;
  readonly #repeated: Int32Array;

  constructor(side: Side, repeated: Int32Array) {
    this.#side = side;
    this.#repeated = repeated;
  }

  /** A row that is only like itself. */
  one(): void {}

  several(open: RowSlice, all: RowSlice): void {
    const { id } = this.#side.set;
    let first = none;
    for (let at = 0; at < all.count; at += 1) {
      const row = all.rows[at] as number;
      if (this.#side.state[row] === rowState.copy) continue;
      if (first === none || this.#isBefore(row, first, id)) first = row;
    }
    for (let at = 0; at < open.count; at += 1) {
      const row = open.rows[at] as number;
      if (row !== first) this.#repeated[row] = first;
    }
  }

  #isBefore(row: number, other: number, id: DocumentSet['id']): boolean {
    const [isOpen, isOtherOpen] = [this.#isOpen(row), this.#isOpen(other)];
    if (isOpen !== isOtherOpen) return isOtherOpen;
    return compareText(id, row, id, other) < 0;
  }

  #isOpen(row: number): boolean {
    return this.#side.state[row] === rowState.open;
  }
}
