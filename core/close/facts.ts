/** Count and sums per currency of minor units, as digits. */
export interface Tally {
  readonly count: number;
  readonly sums: readonly { readonly currency: string; readonly minor: string }[];
}

/** One reconciled scope of the entity in one currency. */
export interface ScopeFacts {
  readonly scope: string;
  readonly currency: string;
  readonly leftCount: number;
  readonly leftMinor: string;
  readonly rightCount: number;
  readonly rightMinor: string;
  readonly differenceMinor: string;
  /** What a person or a rule accounts for. */
  readonly explainedMinor: string;
  readonly openCount: number;
  readonly openMinor: string;
  readonly thresholdMinor: string;
  readonly isTied: boolean;
}

/** What the system knows of one period of one legal entity, at one journal position. Counts come from the lists' own queries. */
export interface CloseFacts {
  readonly legalEntity: string;
  readonly period: string;
  readonly periodState: 'open' | 'soft-close' | 'locked' | 'closed' | 'unknown';
  readonly held: Tally;
  readonly inFlight: Tally;
  readonly failed: Tally;
  readonly exceptions: Tally;
  readonly unmapped: Tally;
  readonly incompleteStreams: number;
  readonly scopes: readonly ScopeFacts[];
  readonly run: {
    readonly id: string;
    readonly number: number;
    readonly isUndone: boolean;
    readonly evidenceHash: string;
    readonly changedSince: number;
    readonly ambiguous: number;
    /** Journal position by which the entity's evidence was so first: runs that find the same leave it. */
    readonly evidenceSeq: number;
  } | null;
  /** What people said of the entity's breaks: how many, and the hash of who said what of which. */
  readonly decisions: { readonly count: number; readonly hash: string };
  /** The newest proof of the journal. */
  readonly proof: { readonly verifiedSeq: number; readonly problems: number } | null;
}
