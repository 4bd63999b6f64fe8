import type { ReactNode } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { SavedViews } from '#renderer/shell/chrome/saved-views.tsx';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import type { SetSearch } from '#renderer/shell/scope/screen-search.ts';
import { ArrowGroup } from '#renderer/ui/arrow-group.tsx';
import { FilterField } from '#renderer/ui/filter-field.tsx';
import { FilterChip } from '#renderer/ui/chip.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Tabs } from '#renderer/ui/tabs.tsx';
import { codeWords } from './code-words.ts';
import { type ExceptionsSearch, questionOf } from './exceptions-search.ts';

interface ToolbarProps {
  readonly search: ExceptionsSearch;
  readonly setSearch: SetSearch<ExceptionsSearch>;
  readonly legalEntity: string | null;
  readonly children: ReactNode;
}

const queues = [
  ['open', 'Open'],
  ['mine', 'Mine'],
  ['snoozed', 'Snoozed'],
  ['resolved', 'Resolved'],
  ['dismissed', 'Dismissed'],
] as const;

type Queue = (typeof queues)[number][0];

/** Queues with their counts, one chip for each kind of trouble, and the filter: all from the query of the list. */
export function ExceptionsToolbar({ search, setSearch, legalEntity, children }: ToolbarProps): ReactNode {
  const { state = 'open', code } = search;
  const { data: counts } = useRead(api.exceptions.counts, questionOf(search, legalEntity));
  const codes = counts?.codes ?? [];
  return (
    <Tabs<Queue>
      label="Queues"
      value={state === 'unresolved' ? 'open' : state}
      onChange={(next) => setSearch({ state: next === 'open' ? undefined : next, id: undefined })}
      tabs={queues.map(([value, label]) => ({ value, label, count: counts?.queues[value] }))}
    >
      <div className="flex min-h-0 flex-1 flex-col">
        <ArrowGroup label="What is shown">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-panel py-1.5">
            <FilterField
              placeholder="Filter by message, object or cause"
              text={search.text ?? ''}
              onText={(text) => setSearch({ text, id: undefined }, { replace: true })}
            />
            <Select
              label="Severity"
              isLabelHidden
              value={search.severity ?? 'any'}
              onChange={(next) => setSearch({ severity: next === 'any' ? undefined : next, id: undefined })}
              options={severityOptions}
              className="w-36"
            />
            <SavedViews screen="exceptions" search={search} />
            <span className="flex-1" />
            <CommandButton id="exceptions.groupByCause" variant="quiet">
              {search.view === 'causes' ? 'Show each' : 'Group by cause'}
            </CommandButton>
          </div>
          {codes.length > 0 && (
            <div
              role="group"
              aria-label="Kinds of trouble"
              className="flex flex-wrap items-center gap-1.5 border-b px-panel py-1.5"
            >
              {codes.map((one) => (
                <FilterChip
                  key={one.code}
                  label={codeWords(one.code)}
                  count={one.count}
                  isOn={one.code === code}
                  onToggle={() =>
                    setSearch({ code: one.code === code ? undefined : one.code, id: undefined })
                  }
                />
              ))}
              {search.causeKey !== undefined && (
                <FilterChip
                  label={`Cause ${search.causeKey}`}
                  isOn
                  onToggle={() => setSearch({ causeKey: undefined, id: undefined })}
                />
              )}
            </div>
          )}
        </ArrowGroup>
        {children}
      </div>
    </Tabs>
  );
}

const severityOptions = [
  { value: 'any', label: 'Any severity' },
  { value: 'critical', label: 'Critical' },
  { value: 'high', label: 'High' },
  { value: 'medium', label: 'Medium' },
  { value: 'low', label: 'Low' },
] as const;
