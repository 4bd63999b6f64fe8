import type { Money } from '../domain/money.ts';
import type { SystemRole } from '../domain/refs.ts';

/** One station of a chain from opportunity to ledger. A ghost is a station that should be there and is not. */
export interface Hop {
  readonly id: string;
  readonly kind: string;
  readonly system: SystemRole | 'tieout';
  readonly connectionId: string | null;
  readonly externalId: string | null;
  /** What people call it. */
  readonly label: string;
  readonly state: string;
  readonly on: string | null;
  readonly legalEntity: string | null;
  readonly amount: Money | null;
  readonly tax: Money | null;
  readonly isGhost: boolean;
  /** The hop that this one follows from; null for the start of the chain. */
  readonly fromId: string | null;
  /** How the amount of the hop before becomes the amount of this one. */
  readonly conservation: Conservation | null;
}

/** A hop with its place in time and in the journal. */
export interface TimedHop extends Hop {
  readonly startAt: string;
  readonly endAt: string | null;
  /** `day`: the system says no more than the day. */
  readonly precision: 'day' | 'instant';
  /** Idle time after the hop before; null where they overlap or there is none. */
  readonly waitedMs: number | null;
  readonly entries: { readonly fromSeq: number; readonly toSeq: number; readonly count: number } | null;
  readonly missing: { readonly connectionId: string | null; readonly lastSyncAt: string | null } | null;
  /** More than 1 for a group of like hops. */
  readonly count: number;
}

/** One id of the chain as one system knows it. */
export interface Identifier {
  readonly system: Hop['system'];
  readonly label: string;
  readonly value: string;
  readonly hopId: string;
}

/** in = out + tax + rounding + named differences, exactly. */
export interface Conservation {
  readonly in: Money;
  readonly out: Money;
  readonly tax: Money;
  readonly rounding: Money;
  readonly differences: readonly { readonly name: string; readonly amount: Money }[];
}

/** What keeps a chain from moving on. */
export interface Stuck {
  readonly hopId: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly sinceAt: string | null;
}

export interface Trace {
  readonly query: string;
  /** What the chain is about, in words. */
  readonly title: string;
  readonly customers: readonly string[];
  readonly identifiers: readonly Identifier[];
  readonly hops: readonly TimedHop[];
  /** Hops of the whole chain, those in groups as well. */
  readonly total: number;
  readonly stuck: readonly Stuck[];
  /** Journal position that the trace shows. */
  readonly asOfSeq: number;
}
