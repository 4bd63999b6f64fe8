import { canonicalJson } from '../base/canonical-json.ts';
import { ok, type Result } from '../base/result.ts';
import { add, magnitude, type Money } from '../domain/money.ts';
import { createMappingLookup, type MappingAnswer, type MappingQuery } from './lookup.ts';
import type { MappingRow } from './mapping-row.ts';
import { type SuccessionFailure, withDraftLive } from './succession.ts';

/** A posting and what it asked of the mappings when it was made. */
export interface PostingQueries {
  readonly postingId: string;
  readonly state: string;
  readonly amount: Money;
  readonly queries: readonly MappingQuery[];
}

export interface AnswerChange {
  readonly query: MappingQuery;
  readonly before: MappingAnswer;
  readonly after: MappingAnswer;
  /** Whether the document would say something else; a new row with the same target only voids approvals. */
  readonly changesTarget: boolean;
}

export interface StruckPosting {
  readonly postingId: string;
  readonly state: string;
  readonly amount: Money;
  readonly changes: readonly AnswerChange[];
}

export interface BlastRadius {
  readonly postings: readonly StruckPosting[];
  /** Magnitudes of the struck postings per state and currency. */
  readonly totals: readonly { readonly state: string; readonly count: number; readonly amount: Money }[];
}

/** Which of these postings would be mapped otherwise if the drafts went live together. */
export function blastRadius(
  rows: readonly MappingRow[],
  drafts: readonly MappingRow[],
  postings: readonly PostingQueries[],
): Result<BlastRadius, SuccessionFailure> {
  let proposed = rows;
  for (const draft of [...drafts].sort((left, right) => (left.validFromOn < right.validFromOn ? -1 : 1))) {
    const after = withDraftLive(proposed, draft, '');
    if (!after.ok) return after;
    proposed = after.value;
  }
  const [present, future] = [createMappingLookup(rows), createMappingLookup(proposed)];
  const struck: StruckPosting[] = [];
  for (const { queries, ...posting } of postings) {
    const changes: AnswerChange[] = [];
    for (const query of queries) {
      const [before, after] = [present.resolve(query), future.resolve(query)];
      if (canonicalJson(before) === canonicalJson(after)) continue;
      changes.push({ query, before, after, changesTarget: targetText(before) !== targetText(after) });
    }
    if (changes.length > 0) struck.push({ ...posting, changes });
  }
  return ok({ postings: struck, totals: totalsOf(struck) });
}

function targetText(answer: MappingAnswer): string {
  return answer.kind === 'found' ? canonicalJson({ ...answer.target }) : answer.kind;
}

function totalsOf(postings: readonly StruckPosting[]): BlastRadius['totals'] {
  const totals = new Map<string, { state: string; count: number; amount: Money }>();
  for (const { state, amount } of postings) {
    const key = `${state}\n${amount.currency}`;
    const total = totals.get(key);
    if (!total) totals.set(key, { state, count: 1, amount: magnitude(amount) });
    else {
      total.count += 1;
      total.amount = add(total.amount, magnitude(amount));
    }
  }
  return [...totals].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, total]) => total);
}
