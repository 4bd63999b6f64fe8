import type { ReactNode } from 'react';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { mappingsSearch } from './mappings-search.ts';
import { setsAbout } from './target-members.ts';

/** Why the sheet is empty, and the way on: out of the filter, or to the first row. */
export function MappingsEmpty(): ReactNode {
  const [search, setSearch] = useScreenSearch(mappingsSearch);
  const { text, stage, on, awaits } = search;
  const isFiltered = [text, stage, on, awaits].some((value) => value !== undefined);
  if (!isFiltered) {
    return (
      <EmptyState
        kind="nothing"
        title={`No ${setsAbout[search.set].title.toLowerCase()} are mapped.`}
        action={<CommandButton id="mappings.addRow" variant="primary" />}
      >
        Add one, or paste rows from a spreadsheet.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      kind="nothing"
      title="No mapping of this set fits the filter."
      action={
        <button
          type="button"
          className="text-accent"
          onClick={() => setSearch({ text: undefined, stage: undefined, on: undefined, awaits: undefined })}
        >
          Clear filter
        </button>
      }
    />
  );
}
