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
  /** Matches whose documents changed, are gone or belong to an older match, with what happened. */
  readonly voided: readonly { readonly row: ManualMatchRow; readonly cause: string }[];
  readonly left: readonly SideDocument[];
  readonly right: readonly SideDocument[];
}

/**
 * Takes the documents that people matched out of the two sides. A match holds while every document of it is as it was; one
 * whose document changed is void, and its documents are matched by the rules again. A document is in one match: the older one
 * keeps it, a younger one is void.
 */
export function applyPeopleMatches(
  rows: readonly ManualMatchRow[],
  left: readonly SideDocument[],
  right: readonly SideDocument[],
  period: string,
): AppliedMatches {
  const sides = { left: byKey(left), right: byKey(right) };
  const taken = new Set<SideDocument>();
  const held = new HeldDocuments([]);
  const matches: PeopleMatch[] = [];
  const voided: { row: ManualMatchRow; cause: string }[] = [];
  for (const row of rows) {
    const sealed = JSON.parse(row.sides) as SealedSides;
    const found = { left: pick(sealed.left, sides.left), right: pick(sealed.right, sides.right) };
    const keys = sealedKeys(sealed);
    const trouble = troubleOf([...found.left, ...found.right], held.holderOf(keys));
    // A neighbouring period sees only a part of what another one matched: that says nothing about the match.
    const isElsewhere = trouble?.isMissing === true && row.period !== period;
    if (!trouble || isElsewhere) held.add(keys, row);
    if (trouble) {
      if (!isElsewhere) voided.push({ row, cause: trouble.cause });
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

interface PickedSide {
  readonly side: SealedSide;
  readonly document: SideDocument | null;
}

function pick(
  sealed: readonly SealedSide[],
  documents: ReadonlyMap<string, SideDocument>,
): readonly PickedSide[] {
  return sealed.map((side) => ({ side, document: documents.get(side.key) ?? null }));
}

/** Why a match does not hold, if so. */
function troubleOf(
  picked: readonly PickedSide[],
  holder: HeldDocument | null,
): { readonly cause: string; readonly isMissing: boolean } | null {
  const changed = picked.find(
    ({ document, side }) => document !== null && fingerprint(document) !== side.fingerprint,
  );
  if (changed) return { cause: `${changed.side.key} changed after it was matched.`, isMissing: false };
  if (holder) {
    const { key, match } = holder;
    const cause = `${key} was matched before, by ${match.matched_by} in the reconciliation of ${match.period} (${match.id}).`;
    return { cause, isMissing: false };
  }
  const missing = picked.find(({ document }) => document === null);
  return missing ? { cause: `${missing.side.key} is not there any more.`, isMissing: true } : null;
}

/** The documents of a match, each named with its side. */
export function sealedKeys({ left, right }: SealedSides): string[] {
  return [...left.map(({ key }) => `left ${key}`), ...right.map(({ key }) => `right ${key}`)];
}

interface HeldDocument {
  readonly key: string;
  readonly match: ManualMatchRow;
}

/** Which match of a person has a document. Matches of every period count: a document is in one at most. */
export class HeldDocuments {
  readonly #matches = new Map<string, ManualMatchRow>();

  constructor(rows: readonly ManualMatchRow[]) {
    for (const row of rows) this.add(sealedKeys(JSON.parse(row.sides) as SealedSides), row);
  }

  add(keys: readonly string[], match: ManualMatchRow): void {
    for (const key of keys) if (!this.#matches.has(key)) this.#matches.set(key, match);
  }

  /** The first of these documents that a match has, with the match. */
  holderOf(keys: readonly string[]): HeldDocument | null {
    for (const key of keys) {
      const match = this.#matches.get(key);
      if (match) return { key, match };
    }
    return null;
  }
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
