import type { Ordering } from '../domain/entity.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';

/** What to do with an observation, given what is applied already. */
export type Place =
  | { readonly kind: 'applied' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'parked'; readonly reason: string }
  | { readonly kind: 'superseded'; readonly reason: string }
  | { readonly kind: 'conflict'; readonly reason: string };

type Applied = Pick<StoredEntity, 'ordering' | 'contentHash'>;

/** Decides by the source's own order, never by the time of arrival. */
export function placeInOrder(ordering: Ordering, applied: Applied | null, contentHash: string): Place {
  if (ordering.by === 'sequence') return placeInSequence(ordering.version, applied, contentHash);
  if (applied === null) return { kind: 'applied' };
  if (applied.contentHash === contentHash) return { kind: 'unchanged' };
  if (ordering.by === 'instant' && applied.ordering.by === 'instant' && ordering.at < applied.ordering.at) {
    return {
      kind: 'superseded',
      reason: `changed at ${ordering.at}, but the state of ${applied.ordering.at} is applied`,
    };
  }
  return { kind: 'applied' };
}

function placeInSequence(version: number, applied: Applied | null, contentHash: string): Place {
  const present = applied?.ordering.by === 'sequence' ? applied.ordering.version : 0;
  if (version > present + 1) {
    return { kind: 'parked', reason: `version ${version} came before version ${present + 1}` };
  }
  if (version < present)
    return { kind: 'superseded', reason: `version ${version}, but version ${present} is applied` };
  if (version === present + 1) return { kind: 'applied' };
  return applied?.contentHash === contentHash
    ? { kind: 'unchanged' }
    : { kind: 'conflict', reason: `version ${version} came again with other content` };
}
