import type { ReactNode } from 'react';
import { mappingStageSchema } from '#core/contract/mappings.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { SavedViews } from '#renderer/shell/chrome/saved-views.tsx';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { ArrowGroup } from '#renderer/ui/arrow-group.tsx';
import { FilterChip } from '#renderer/ui/chip.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { statusOf } from '#renderer/ui/status-catalogue.ts';
import { TextField } from '#renderer/ui/text-field.tsx';
import type { Draft } from './mapping-line.ts';
import { mappingsSearch } from './mappings-search.ts';
import { setsAbout } from './target-members.ts';

interface ToolbarProps {
  readonly totals: number | undefined;
  readonly drafts: readonly Draft[];
}

/** Which rows are shown, and what can be done with them. */
export function EditorToolbar({ totals, drafts }: ToolbarProps): ReactNode {
  const [search] = useScreenSearch(mappingsSearch);
  const format = useFormat();
  return (
    <ArrowGroup
      label="Rows and actions"
      className="flex flex-wrap items-center gap-2 border-b px-panel py-1.5"
    >
      <h1 className="mr-1 text-base font-semibold">{setsAbout[search.set].title}</h1>
      <span className="text-muted tabular-nums">{totals === undefined ? '' : format.count(totals)}</span>
      {search.view !== 'difference' && <Filters />}
      <div className="ml-auto flex flex-wrap items-center gap-1">
        <SavedViews screen="mappings" search={search} />
        <CommandButton id="mappings.showDifference" variant="quiet">
          {search.view === 'difference' ? 'Back to the sheet' : 'Compare'}
        </CommandButton>
        <CommandButton id="mappings.test" variant="quiet">
          Test
        </CommandButton>
        <CommandButton id="mappings.addRow">Add</CommandButton>
        {drafts.length > 0 && (
          <>
            <CommandButton id="mappings.discard" variant="quiet">
              Discard
            </CommandButton>
            <CommandButton id="mappings.propose" variant="primary">
              Propose {format.count(drafts.length)}…
            </CommandButton>
          </>
        )}
      </div>
    </ArrowGroup>
  );
}

/** Which rows of the sheet are shown. */
function Filters(): ReactNode {
  const [search, setSearch] = useScreenSearch(mappingsSearch);
  return (
    <>
      <div className="w-52">
        <TextField
          label="Filter mappings"
          isLabelHidden
          placeholder="Filter"
          data-filter
          value={search.text ?? ''}
          onChange={(text) => setSearch({ text: text === '' ? undefined : text }, { replace: true })}
        />
      </div>
      {mappingStageSchema.options.map((stage) => (
        <FilterChip
          key={stage}
          label={statusOf('mapping', stage).word}
          isOn={search.stage === stage}
          onToggle={() => setSearch({ stage: search.stage === stage ? undefined : stage })}
        />
      ))}
      <FilterChip
        label="For me to decide"
        isOn={search.awaits === true}
        onToggle={() => setSearch({ awaits: search.awaits === true ? undefined : true })}
      />
    </>
  );
}
