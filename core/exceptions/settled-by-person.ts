import { canonicalJson } from '../base/canonical-json.ts';
import type { Money } from '../domain/money.ts';
import { exceptionCatalogue } from './catalogue.ts';
import type { ExceptionDraft } from './draft.ts';

/** What counts of an exception that was raised once. */
export interface SaidBefore {
  readonly code: string;
  readonly causeKey: string;
  readonly state: 'open' | 'resolved' | 'dismissed';
  readonly message: string;
  readonly detail: Readonly<Record<string, string | number | null>>;
  readonly amount: Money | null;
}

/** Whether an exception says exactly what would be raised now. */
export function saysSame(item: SaidBefore, draft: ExceptionDraft): boolean {
  return (
    item.message === draft.message &&
    canonicalJson(item.detail) === canonicalJson(draft.detail ?? {}) &&
    item.amount?.minor === draft.amount?.minor &&
    item.amount?.currency === draft.amount?.currency
  );
}

/**
 * A person's "that is fine" among all exceptions of a subject, oldest first, or null. It stands as long as the facts say
 * the same, and never covers what blocks a posting.
 */
export function settledByPerson<Item extends SaidBefore>(
  itemsOfSubject: () => readonly Item[],
  draft: ExceptionDraft,
): Item | null {
  if (exceptionCatalogue[draft.code].blocks) return null;
  const last = itemsOfSubject().findLast(
    ({ code, causeKey }) => code === draft.code && causeKey === draft.causeKey,
  );
  return last?.state === 'dismissed' && saysSame(last, draft) ? last : null;
}
