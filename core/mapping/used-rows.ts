import type { MappingRow } from './mapping-row.ts';

/** What the hold rules ask of the rows that a posting was made with. */
export interface UsedRows {
  /** The products that they translate. */
  readonly productCodes: readonly string[];
  readonly fallbackMappingIds: readonly string[];
}

export function usedRows(rows: readonly MappingRow[], ids: readonly string[]): UsedRows {
  const wanted = new Set(ids);
  const used = rows.filter(({ id }) => wanted.has(id));
  return {
    productCodes: used.filter(({ type }) => type === 'item').map(({ sourceKey }) => sourceKey),
    fallbackMappingIds: used.filter(({ isFallback }) => isFallback).map(({ id }) => id),
  };
}
