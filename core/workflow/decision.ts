import type { EntityKind } from '../domain/entity.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import type { ExpectationDraft } from '../expectation/draft.ts';
import type { WantedPosting } from '../sync/commands/posting-desk.ts';

/** A posting that the present facts ask for; with `adopt`, the document is in the ERP already. */
export interface Wanted {
  readonly posting: WantedPosting;
  readonly adopt: string | null;
  /** Ids of fallback mappings that were used, to be counted. */
  readonly fallbackMappingIds: readonly string[];
}

/**
 * All that follows from the present facts about one subject. Applying the same decision twice changes nothing, so
 * every evaluation may be repeated at any time.
 */
export interface Decision {
  readonly wanted: readonly Wanted[];
  readonly exceptions: readonly ExceptionDraft[];
  readonly expectations: readonly ExpectationDraft[];
  /** Keys of what the subject waits for; it is evaluated again when one of them moves. */
  readonly waitsFor: readonly string[];
  /** Why postings of the subject that were not sent and are not wanted now are taken back; null: they stay as they are. */
  readonly withdrawal: Withdrawal | null;
}

export interface Withdrawal {
  readonly reason: string;
  /** False while a gate is shut: what was refused already stays refused, so that it is not asked anew when the gate opens. */
  readonly isForGood: boolean;
}

export const nothingToDo: Decision = {
  wanted: [],
  exceptions: [],
  expectations: [],
  waitsFor: [],
  withdrawal: null,
};

export function entityKey(connectionId: string, kind: string, externalId: string): string {
  return `entity:${connectionId}/${kind}/${externalId}`;
}

export function subjectKey(subjectId: string): string {
  return `subject:${subjectId}`;
}

/** The record that a key is about, or null for one that is about several, as a contract is. */
export function subjectOfKey(
  key: string,
):
  | { readonly id: string }
  | { readonly connectionId: string; readonly kind: EntityKind; readonly externalId: string }
  | null {
  if (key.startsWith('subject:')) return { id: key.slice('subject:'.length) };
  const [, connectionId, kind, externalId] = /^entity:([^/]+)\/([^/]+)\/(.+)$/s.exec(key) ?? [];
  if (connectionId === undefined || kind === undefined || externalId === undefined) return null;
  return { connectionId, kind: kind as EntityKind, externalId };
}
