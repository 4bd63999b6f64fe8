import { sha256 } from '#core/journal/digest.ts';
import type { ManualMatchRepository, ManualMatchRow } from '#core/storage/repositories/manual-matches.ts';
import { fingerprint, type SideDocument } from './sides.ts';

/** One document of a match as it was when a person matched it. */
export interface SealedSide {
  readonly key: string;
  readonly fingerprint: string;
}

export interface SealedSides {
  readonly left: readonly SealedSide[];
  readonly right: readonly SealedSide[];
}

export interface PeopleMatch {
  readonly row: ManualMatchRow;
  readonly left: readonly SideDocument[];
  readonly right: readonly SideDocument[];
}

export interface AppliedMatches {
  readonly matches: readonly PeopleMatch[];
  /** Matches whose documents changed or are gone, with what happened. */
  readonly voided: readonly { readonly row: ManualMatchRow; readonly cause: string }[];
  readonly left: readonly SideDocument[];
  readonly right: readonly SideDocument[];
}

/**
 * Takes the documents that people matched out of the two sides. A match holds while every document of it is as it was; one
 * whose document changed is void, and its documents are matched by the rules again.
 */
export function applyPeopleMatches(
  rows: readonly ManualMatchRow[],
  left: readonly SideDocument[],
  right: readonly SideDocument[],
  period: string,
): AppliedMatches {
  const sides = { left: byKey(left), right: byKey(right) };
  const taken = new Set<SideDocument>();
  const matches: PeopleMatch[] = [];
  const voided: { row: ManualMatchRow; cause: string }[] = [];
  for (const row of rows) {
    const sealed = JSON.parse(row.sides) as SealedSides;
    const found = { left: pick(sealed.left, sides.left), right: pick(sealed.right, sides.right) };
    const missing = [...found.left, ...found.right].find(({ document }) => document === null);
    const changed = [...found.left, ...found.right].find(
      ({ document, side }) => document !== null && fingerprint(document) !== side.fingerprint,
    );
    const cause = changed
      ? `${changed.side.key} changed after it was matched.`
      : missing
        ? `${missing.side.key} is not there any more.`
        : null;
    if (cause !== null) {
      // A neighbouring period sees only a part of what another one matched: that says nothing about the match.
      if (row.period === period || changed) voided.push({ row, cause });
      continue;
    }
    const match = {
      row,
      left: found.left.flatMap(({ document }) => document ?? []),
      right: found.right.flatMap(({ document }) => document ?? []),
    };
    for (const document of [...match.left, ...match.right]) taken.add(document);
    matches.push(match);
  }
  const isFree = (document: SideDocument) => !taken.has(document);
  return { matches, voided, left: left.filter(isFree), right: right.filter(isFree) };
}

function byKey(documents: readonly SideDocument[]): ReadonlyMap<string, SideDocument> {
  return new Map(documents.map((document) => [document.key, document]));
}

function pick(sealed: readonly SealedSide[], documents: ReadonlyMap<string, SideDocument>) {
  return sealed.map((side) => ({ side, document: documents.get(side.key) ?? null }));
}

/** Names a suggestion: the same documents with the same content, whatever rule finds them. */
export function suggestionKey(left: readonly SealedSide[], right: readonly SealedSide[]): string {
  const texts = (side: readonly SealedSide[]) => side.map(({ fingerprint: text }) => text).sort();
  return sha256(JSON.stringify([texts(left), texts(right)]));
}

function sealOf(documents: readonly SideDocument[]): SealedSide[] {
  return documents.map((document) => ({ key: document.key, fingerprint: fingerprint(document) }));
}

/** Whether a person turned down exactly this. */
export function isTurnedDown(
  matches: ManualMatchRepository,
  found: { readonly left: readonly SideDocument[]; readonly right: readonly SideDocument[] },
): boolean {
  return matches.isRejected(suggestionKey(sealOf(found.left), sealOf(found.right)));
}
