import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { useScreen } from '#renderer/shell/chrome/screen.ts';
import { useScope } from '#renderer/shell/scope/scope.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import { DecisionDialog, type Asking } from './decision-dialogs.tsx';
import { DifferenceView } from './difference-view.tsx';
import { useDraftPen, useDrafts } from './draft-book.ts';
import { EditorGrid } from './editor-grid.tsx';
import { EditorPane } from './editor-pane.tsx';
import { EditorToolbar } from './editor-toolbar.tsx';
import type { MappingLine } from './mapping-line.ts';
import { mappingsSearch } from './mappings-search.ts';
import { SetList } from './set-list.tsx';
import { useEditRights } from './use-edit-rights.ts';
import { useMappingHandlers } from './use-mapping-handlers.ts';
import { useSheet, useWaitingChange } from './use-sheet.ts';

/** Sets and versions on the left, the sheet in the middle, and on the right what a change would do. */
export default function MappingsScreen(): ReactNode {
  const [search, setSearch] = useScreenSearch(mappingsSearch);
  const isDifference = search.view === 'difference';
  useScreen({ title: 'Mappings', mode: isDifference ? 'triage' : 'edit' });
  const sets = useRead(api.mappings.sets, undefined);
  if (sets.error && !sets.data)
    return (
      <ErrorState
        title="The mappings could not be read"
        failure={sets.error.failure}
        onRetry={() => void sets.refetch()}
      />
    );
  if (!sets.data) return <Skeleton lines={12} />;
  return (
    <div className="grid h-full min-h-0 grid-cols-[208px_minmax(0,1fr)]">
      <SetList
        sets={sets.data}
        chosen={search.set}
        on={search.on}
        onSet={(set) => setSearch({ set, on: undefined, id: undefined, stage: undefined, text: undefined })}
        onVersion={(on) => setSearch({ on })}
      />
      <Editor businessDay={sets.data.businessDay}>
        {isDifference ? <DifferenceView sets={sets.data} /> : null}
      </Editor>
    </div>
  );
}

interface EditorProps {
  readonly businessDay: string;
  /** What stands in place of the sheet, such as the difference of two versions. */
  readonly children: ReactNode;
}

function Editor({ businessDay, children }: EditorProps): ReactNode {
  const [search, setSearch] = useScreenSearch(mappingsSearch);
  const scope = useScope();
  const rights = useEditRights();
  const grid = useRef<GridHandle>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const drafts = useDrafts();
  const { list, stored, lines } = useSheet(drafts);
  const line = lines.find(({ id }) => id === search.id) ?? null;
  const chosen = useMemo(() => stored.filter(({ id }) => selection.has(id)), [stored, selection]);
  const { change, preview, findings } = useWaitingChange(drafts, chosen.length > 0 ? chosen : stored);
  useAskedLine(businessDay);
  // A mapping is mostly missing for the month that is worked on: it begins there unless somebody writes another day.
  const fromOn = scope === null ? businessDay : `${scope.period}-01`;
  useFocusOnNewLine(search.id, lines, grid);
  useMappingHandlers({ line, chosen, drafts, findings, fromOn, rights, ask: setAsking });
  return (
    <div className="flex min-h-0 min-w-0 flex-col">
      <EditorToolbar totals={list.data?.totals.count} drafts={drafts} />
      {children ?? (
        <EditorPane
          grid={
            <EditorGrid
              lines={lines}
              list={list}
              drafts={drafts}
              findings={findings}
              rights={rights}
              fromOn={fromOn}
              selection={selection}
              onSelection={setSelection}
              grid={grid}
            />
          }
          line={line}
          preview={preview}
          change={change}
          onFinding={({ index, mappingId }) =>
            setSearch({ id: index === null ? (mappingId ?? undefined) : drafts[index]?.lineId })
          }
        />
      )}
      {asking && <DecisionDialog asking={asking} onClose={() => setAsking(null)} />}
    </div>
  );
}

/** Adds the line that another screen asked for, once, filled in as far as is known there. */
function useAskedLine(businessDay: string): void {
  const [{ set, newKey, newEntity = '', newOn }, setSearch] = useScreenSearch(mappingsSearch);
  const pen = useDraftPen();
  useEffect(() => {
    if (newKey === undefined) return;
    const written = pen
      .drafts()
      .find(
        ({ type, cells }) => type === set && cells.sourceKey === newKey && cells.legalEntity === newEntity,
      );
    const cells = { sourceKey: newKey, legalEntity: newEntity };
    const id = written?.lineId ?? pen.addLine(set, newOn ?? businessDay, cells);
    setSearch({ newKey: undefined, newEntity: undefined, newOn: undefined, id }, { replace: true });
  }, [set, newKey, newEntity, newOn, businessDay, setSearch, pen]);
}

/** A line that was just added takes the keyboard in its first cell, so that typing goes on there. */
function useFocusOnNewLine(
  id: string | undefined,
  lines: readonly MappingLine[],
  grid: { readonly current: GridHandle | null },
): void {
  const taken = useRef<string | null>(null);
  useEffect(() => {
    const index = lines.findIndex((line) => line.id === id && line.stored === null);
    if (id === undefined || index < 0 || taken.current === id) return;
    taken.current = id;
    grid.current?.focusRow(index, 'sourceKey');
  }, [id, lines, grid]);
}
