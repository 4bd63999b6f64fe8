import type { WireHop, WireTrace } from '#core/contract/trace.ts';

/** A hop in its place in the tree. */
export interface WaterfallRow {
  readonly hop: WireHop;
  readonly depth: number;
  readonly isStuck: boolean;
  readonly isFailure: boolean;
}

/** States in which a hop went wrong, of whatever system. */
const failedStates = new Set([
  'REJECTED',
  'DEAD',
  'UNKNOWN',
  'missing',
  'uncollectible',
  'failed',
  'past_due',
]);

function stuckIds(trace: WireTrace): ReadonlySet<string> {
  return new Set(trace.stuck.map(({ hopId }) => hopId));
}

/** The chain as a tree, each hop under the one that it follows from, earlier branches first. */
export function treeOf(trace: WireTrace): readonly WaterfallRow[] {
  const stuck = stuckIds(trace);
  const known = new Set(trace.hops.map(({ id }) => id));
  const children = new Map<string | null, WireHop[]>();
  for (const hop of trace.hops) {
    const parent = hop.fromId !== null && known.has(hop.fromId) ? hop.fromId : null;
    children.set(parent, [...(children.get(parent) ?? []), hop]);
  }
  const rows: WaterfallRow[] = [];
  const visit = (parent: string | null, depth: number): void => {
    const here = (children.get(parent) ?? []).toSorted((one, other) =>
      one.startAt < other.startAt ? -1 : 1,
    );
    for (const hop of here) {
      const isStuck = stuck.has(hop.id);
      rows.push({ hop, depth, isStuck, isFailure: isStuck || hop.isGhost || failedStates.has(hop.state) });
      visit(hop.id, depth + 1);
    }
  };
  visit(null, 0);
  return rows;
}

/** Failures with the hops that lead to them, so that what is left still hangs together. */
export function failuresOf(rows: readonly WaterfallRow[]): readonly WaterfallRow[] {
  const kept = new Set<WaterfallRow>();
  const path: WaterfallRow[] = [];
  for (const row of rows) {
    path.length = row.depth;
    path.push(row);
    if (row.isFailure) for (const step of path) kept.add(step);
  }
  return rows.filter((row) => kept.has(row));
}

/** A stretch of time on the axis; idle ones are drawn short. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly isIdle: boolean;
  /** Of the axis, 0 to 1. */
  readonly from: number;
  readonly to: number;
}

export interface TimeScale {
  readonly stretches: readonly Stretch[];
  /** Where an instant lies, 0 to 1. */
  readonly at: (atMs: number) => number;
}

/** Shorter gaps are no idle time worth folding. */
const idleLeastMs = 2 * 3_600_000;
/** The share of the axis that a folded gap takes. */
const foldedShare = 0.03;

export function spanMs(hop: WireHop): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = Date.parse(hop.startAt);
  return { fromMs, toMs: hop.endAt === null ? fromMs : Date.parse(hop.endAt) };
}

/**
 * The axis of a trace. With idle time folded, busy stretches share the axis by the logarithm of their length (a posting of a
 * second and a day of a contract are both to be seen) and gaps shrink to a mark; unfolded it is time as it passed.
 */
export function timeScale(hops: readonly WireHop[], isFolded: boolean): TimeScale {
  const busy = busyOf(hops);
  const [first, last] = [busy[0], busy.at(-1)];
  if (!first || !last) return { stretches: [], at: () => 0 };
  if (!isFolded) {
    const [fromMs, toMs] = [first.fromMs, Math.max(last.toMs, first.fromMs + 1)];
    const at = (ms: number) => clamp((ms - fromMs) / (toMs - fromMs));
    return { stretches: [{ fromMs, toMs, isIdle: false, from: 0, to: 1 }], at };
  }
  const parts = busy.flatMap((stretch, index) => {
    const next = busy[index + 1];
    return next
      ? [
          { ...stretch, isIdle: false },
          { fromMs: stretch.toMs, toMs: next.fromMs, isIdle: true },
        ]
      : [{ ...stretch, isIdle: false }];
  });
  const gaps = parts.filter(({ isIdle }) => isIdle).length;
  const share = Math.min(foldedShare, gaps === 0 ? 0 : 0.4 / gaps);
  const weightOf = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
    Math.log2(2 + (toMs - fromMs) / 60_000);
  const weights = parts.filter(({ isIdle }) => !isIdle).reduce((sum, part) => sum + weightOf(part), 0);
  const room = 1 - gaps * share;
  let from = 0;
  const stretches = parts.map((part): Stretch => {
    const width = part.isIdle ? share : (weightOf(part) / weights) * room;
    const stretch = { ...part, from, to: from + width };
    from += width;
    return stretch;
  });
  return { stretches, at: (ms) => placeIn(stretches, ms) };
}

function placeIn(stretches: readonly Stretch[], atMs: number): number {
  const stretch = stretches.find(({ toMs }) => atMs <= toMs) ?? stretches.at(-1);
  if (!stretch) return 0;
  const lengthMs = stretch.toMs - stretch.fromMs;
  const share = lengthMs === 0 ? 0 : clamp((atMs - stretch.fromMs) / lengthMs);
  return stretch.from + share * (stretch.to - stretch.from);
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** When anything happened, as stretches that do not meet. Ghosts take no time of their own. */
function busyOf(hops: readonly WireHop[]): { fromMs: number; toMs: number }[] {
  const spans = hops
    .map((hop) => (hop.isGhost ? { fromMs: spanMs(hop).toMs, toMs: spanMs(hop).toMs } : spanMs(hop)))
    .sort((one, other) => one.fromMs - other.fromMs);
  const merged: { fromMs: number; toMs: number }[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.fromMs - last.toMs < idleLeastMs) last.toMs = Math.max(last.toMs, span.toMs);
    else merged.push({ ...span });
  }
  return merged;
}
