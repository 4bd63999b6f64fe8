import type { ReactNode } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { SavedViews } from '#renderer/shell/chrome/saved-views.tsx';
import type { SetSearch } from '#renderer/shell/scope/screen-search.ts';
import { FilterField } from '#renderer/ui/filter-field.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Tabs } from '#renderer/ui/tabs.tsx';
import { filterOf, type PostingsSearch } from './postings-search.ts';

interface ToolbarProps {
  readonly search: PostingsSearch;
  readonly setSearch: SetSearch<PostingsSearch>;
  readonly legalEntity: string | null;
  readonly children: ReactNode;
}

const queues = [
  ['held', 'Held'],
  ['awaiting-me', 'Awaiting me'],
  ['in-grace', 'In grace'],
  ['on-its-way', 'On its way'],
  ['retrying', 'Retrying'],
  ['rejected', 'Rejected'],
  ['posted', 'Posted'],
  ['all', 'All'],
] as const;

type Queue = (typeof queues)[number][0];

/** Queues with their counts and the filter, all from the query of the list. */
export function PostingsToolbar({ search, setSearch, legalEntity, children }: ToolbarProps): ReactNode {
  const { queue = 'held' } = search;
  const { data: counts } = useRead(api.postings.counts, filterOf(search, legalEntity));
  return (
    <Tabs<Queue>
      label="Queues"
      value={queue === 'ended' ? 'all' : queue}
      onChange={(next) => setSearch({ queue: next === 'held' ? undefined : next, id: undefined })}
      tabs={queues.map(([value, label]) => ({ value, label, count: counts?.queues[value] }))}
    >
      <div className="flex min-h-0 flex-1 flex-col">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-panel py-1.5">
          <FilterField
            placeholder="Filter by document or customer"
            text={search.text ?? ''}
            onText={(text) => setSearch({ text, id: undefined }, { replace: true })}
          />
          <Select
            label="Why it is held"
            isLabelHidden
            value={search.holdCode ?? 'any'}
            onChange={(next) => setSearch({ holdCode: next === 'any' ? undefined : next, id: undefined })}
            options={holdOptions}
            className="w-48"
          />
          <SavedViews screen="postings" search={search} />
        </div>
        {children}
      </div>
    </Tabs>
  );
}

const holdOptions = [
  { value: 'any', label: 'Any reason' },
  { value: 'AMOUNT_OVER_THRESHOLD', label: 'Amount over threshold' },
  { value: 'SUM_OVER_THRESHOLD', label: 'Sum over threshold' },
  { value: 'CURRENCY_WITHOUT_THRESHOLD', label: 'Currency without threshold' },
  { value: 'HOLD_RULE', label: 'A rule of the policy' },
  { value: 'FLOW_HOLDS_ALL', label: 'Flow holds all' },
  { value: 'FALLBACK_MAPPING', label: 'Fallback mapping' },
  { value: 'FIRST_OF_KIND', label: 'First of its kind' },
  { value: 'CORRECTS_ACCEPTED_EDIT', label: 'May correct an accepted edit' },
  { value: 'NUMBER_TAKEN_IN_ERP', label: 'Number taken in the ERP' },
  { value: 'PERIOD_SOFT_CLOSED', label: 'Period soft-closed' },
  { value: 'PERIOD_LOCKED', label: 'Period locked' },
  { value: 'PERIOD_CLOSED', label: 'Period closed' },
  { value: 'PERIOD_UNKNOWN', label: 'Period not in the ERP' },
  { value: 'CIRCUIT_OPEN', label: 'Hourly limit' },
] as const;
