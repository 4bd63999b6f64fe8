import type { WireRun, WireRunDetail } from '#core/contract/reconciliation.ts';
import type { SetSearch } from '#renderer/shell/scope/screen-search.ts';
import type { ReconciliationSearch } from './reconciliation-search.ts';
import type { Decisions } from './use-decisions.ts';

/** What every part of the screen works on. */
export interface Workbench {
  readonly run: WireRun;
  readonly detail: WireRunDetail;
  readonly legalEntity: string | undefined;
  readonly decisions: Decisions;
  /** The period is closed, the run is not the newest, or it is a sealed pack: for looking at. */
  readonly isReadOnly: boolean;
  readonly search: ReconciliationSearch;
  readonly setSearch: SetSearch<ReconciliationSearch>;
}

/** How many rows a tab of the run has, under the entity and without a filter. */
export function countOfTab({ detail }: Workbench, name: WireRunDetail['tabs'][number]['name']): number {
  return detail.tabs.find((tab) => tab.name === name)?.totals.count ?? 0;
}

/** Why nothing can be changed here now. */
export function workbenchRefusal({ run, isReadOnly, detail }: Workbench): string | undefined {
  if (run.state === 'superseded') return 'Only the newest run can be worked on';
  if (!isReadOnly) return undefined;
  const locked = detail.lockedEntities.join(', ');
  return locked === '' ? 'A sealed pack is read, not changed' : `The period is closed for ${locked}`;
}
