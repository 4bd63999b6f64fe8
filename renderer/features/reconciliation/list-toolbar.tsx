import type { ReactNode } from 'react';
import { SavedViews } from '#renderer/shell/chrome/saved-views.tsx';
import { ArrowGroup } from '#renderer/ui/arrow-group.tsx';
import { FilterChip } from '#renderer/ui/chip.tsx';
import { FilterField } from '#renderer/ui/filter-field.tsx';
import { scopeWords } from './words.ts';
import type { Workbench } from './workbench.ts';

/** Filter, scope and saved views over a list of the run. */
export function ListToolbar({
  workbench,
  children,
}: {
  readonly workbench: Workbench;
  readonly children?: ReactNode;
}): ReactNode {
  const { search, setSearch, detail } = workbench;
  const scopes = [...new Set(detail.scopes.map(({ scope }) => scope))];
  const shown = search.tab === 'breaks' ? scopes : scopes.filter((scope) => scope !== 'recurring-revenue');
  return (
    <ArrowGroup
      label="What is listed"
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-panel py-1.5"
    >
      <FilterField
        placeholder="Filter by number, customer or id"
        text={search.text ?? ''}
        onText={(text) => setSearch({ text, id: undefined }, { replace: true })}
      />
      <div role="group" aria-label="Scope" className="flex flex-wrap items-center gap-1.5">
        {shown.map((scope) => (
          <FilterChip
            key={scope}
            label={scopeWords(scope)}
            isOn={search.scope === scope}
            onToggle={() => setSearch({ scope: search.scope === scope ? undefined : scope, id: undefined })}
          />
        ))}
        {search.currency !== undefined && (
          <FilterChip
            label={search.currency}
            isOn
            onToggle={() => setSearch({ currency: undefined, id: undefined })}
          />
        )}
      </div>
      <SavedViews screen="reconciliation" search={search} />
      <span className="flex-1" />
      {children}
    </ArrowGroup>
  );
}
