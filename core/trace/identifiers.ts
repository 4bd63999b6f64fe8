import type { Hop, Identifier } from './hop.ts';

/** The ids under which the systems know the chain, in the order of the chain, each once. */
export function identifiersOf(hops: readonly Hop[]): readonly Identifier[] {
  const found = new Map<string, Identifier>();
  for (const { id, kind, system, externalId, isGhost } of hops) {
    if (externalId === null || isGhost) continue;
    const label = kind === 'posting' ? 'external id' : kind.replaceAll('-', ' ');
    found.set(`${system}\n${externalId}`, { system, label, value: externalId, hopId: id });
    if (found.size === shownMax) break;
  }
  return [...found.values()];
}

/** More chips than this are no header. */
const shownMax = 24;
