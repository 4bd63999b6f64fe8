import type { GridSort } from '#renderer/ui/data-grid/grid-props.ts';
import type { ReconciliationSearch } from './reconciliation-search.ts';
import type { Workbench } from './workbench.ts';

/** What every list of the run is narrowed by. */
export function narrowing({ legalEntity, search }: Workbench) {
  return {
    ...(legalEntity === undefined ? {} : { legalEntity }),
    ...(search.scope === undefined ? {} : { scope: search.scope }),
    ...(search.currency === undefined ? {} : { currency: search.currency }),
    ...(search.text === undefined ? {} : { search: search.text }),
  };
}

/** Whether the address lists less than all of a tab, under the entity. */
export function isNarrowed({ scope, currency, class: kind, text }: ReconciliationSearch): boolean {
  return [scope, currency, kind, text].some((one) => one !== undefined);
}

export const noNarrowing = {
  scope: undefined,
  currency: undefined,
  class: undefined,
  text: undefined,
  // What was open may not be the first of what is listed then.
  id: undefined,
} as const;

/** What documents of either side are narrowed by. */
export function documentsOf(workbench: Workbench) {
  return { withNeighbours: workbench.search.around === true, ...narrowing(workbench) };
}

/** The order in the address as the API takes it; a column that does not sort gives the first order. */
export function orderOf<Key extends string>(search: ReconciliationSearch, keys: readonly [Key, ...Key[]]) {
  const sort = keys.find((key) => key === search.sort) ?? keys[0];
  return { sort, direction: search.direction ?? ('asc' as const) };
}

export function gridSort({ sort, direction }: { sort: string; direction: 'asc' | 'desc' }): GridSort {
  return { columnId: sort, direction: direction === 'asc' ? 'ascending' : 'descending' };
}

export function searchOfSort(sort: GridSort | null): Pick<ReconciliationSearch, 'sort' | 'direction'> {
  return sort === null
    ? { sort: undefined, direction: undefined }
    : { sort: sort.columnId, direction: sort.direction === 'ascending' ? 'asc' : 'desc' };
}
