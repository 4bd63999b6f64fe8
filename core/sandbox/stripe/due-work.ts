import type { StripeState } from './state.ts';
import { advanceDraft, cycleSubscription } from './subscription-changes.ts';
import type { UsageBook } from './usage.ts';

/** Finalises, as of the instant each was due, the drafts whose waiting time is over. */
export function advanceDueDrafts(state: StripeState): number {
  const now = Math.floor(state.clock.now() / 1000);
  const due = [...state.advancingDrafts].filter(([, at]) => at <= now).sort(([, a], [, b]) => a - b);
  for (const [id, at] of due) state.during({ atMs: at * 1000 }, () => advanceDraft(state, id));
  return due.length;
}

/** Moves every subscription over the period boundaries that have passed, oldest boundary first. */
export function cycleDueSubscriptions(state: StripeState, usage: UsageBook): number {
  const now = Math.floor(state.clock.now() / 1000);
  let cycled = 0;
  for (;;) {
    const due = [...state.tables.subscription.values()]
      .filter(
        (row) => row.status !== 'canceled' && row.status !== 'incomplete' && row.currentPeriodEnd <= now,
      )
      .sort((a, b) => a.currentPeriodEnd - b.currentPeriodEnd || a.sequence - b.sequence);
    if (due.length === 0) return cycled;
    for (const row of due) {
      state.during({ atMs: row.currentPeriodEnd * 1000 }, () => cycleSubscription(state, usage, row.id));
      cycled += 1;
    }
    advanceDueDrafts(state);
  }
}
