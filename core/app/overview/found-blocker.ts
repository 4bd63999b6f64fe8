import type { WireOverview } from '#core/contract/overview.ts';

export type Blocker = WireOverview['blockers'][number];

/** A blocker with the noun that the verdict counts it by; null: its words are whole already. */
export interface FoundBlocker {
  readonly wire: Blocker;
  readonly words: string;
  readonly noun: string | null;
}
