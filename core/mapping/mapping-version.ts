import { contentId } from '../journal/digest.ts';

/** A mapping row as a posting used it. */
export interface MappingUse {
  readonly mappingId: string;
  readonly version: number;
}

/**
 * One text for the set of mapping rows that made a posting: what an approval binds. It does not depend on the order or
 * the number of uses, and it changes when any row is replaced by another; end-dating a row for later documents leaves it.
 */
export function mappingVersionOf(uses: readonly MappingUse[]): string {
  const parts = new Set(uses.map((use) => `${use.mappingId}@${use.version}`));
  return contentId(...[...parts].sort());
}
