import type { MappingRow } from './mapping-row.ts';

export interface MappingChange {
  readonly before: MappingRow | null;
  readonly after: MappingRow;
  /** Members of the target, dates and flags that differ, as paths. */
  readonly changed: readonly string[];
}

/** Names what `after` says differently; against nothing, all of it is new. */
export function changedMembers(before: MappingRow | undefined, after: MappingRow): string[] {
  if (!before) return ['target', 'validFromOn'];
  const changed: string[] = [];
  const [left, right] = [before.target, after.target] as unknown as Record<string, string>[];
  for (const name of new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})])) {
    if (left?.[name] !== right?.[name]) changed.push(`target.${name}`);
  }
  if (before.validFromOn !== after.validFromOn) changed.push('validFromOn');
  if (before.validToOn !== after.validToOn) changed.push('validToOn');
  return changed;
}
