import { type ReactNode, useRef } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { useGridSummary } from '#renderer/shell/list/grid-summary.ts';
import { useChosenRows } from '#renderer/shell/list/chosen-rows.ts';
import { focusedRow } from '#renderer/shell/list/focused-row.ts';
import { useLoadedRows } from '#renderer/shell/list/loaded-rows.ts';
import { useSelection } from '#renderer/shell/list/selection.ts';
import { useScreen } from '#renderer/shell/chrome/screen.ts';
import { useScope } from '#renderer/shell/scope/scope.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { CauseList } from './cause-list.tsx';
import { ExceptionDetail } from './exception-detail.tsx';
import { ExceptionsGrid, rowId, useExceptionPages } from './exceptions-grid.tsx';
import { exceptionsSearch, questionOf } from './exceptions-search.ts';
import { ExceptionsToolbar } from './exceptions-toolbar.tsx';
import { RetryingBand } from './retrying-band.tsx';
import { TriageDialogs } from './triage-dialogs.tsx';
import { useExceptionCommands } from './use-exception-commands.ts';
import { useTriage } from './use-triage.ts';

/** What finance has to resolve: queues, the triage grid, and one exception in full. */
export default function ExceptionsScreen(): ReactNode {
  const [search, setSearch] = useScreenSearch(exceptionsSearch);
  const legalEntity = useScope()?.legalEntity ?? null;
  const grid = useRef<GridHandle>(null);
  const [selection, setSelection] = useSelection(questionOf(search, legalEntity));
  useScreen({ title: 'Exceptions', mode: 'triage' });
  const onSummary = useGridSummary();
  const { pages, question } = useExceptionPages(search, legalEntity);
  const loaded = useLoadedRows(pages.rows, rowId);
  const listed = focusedRow(pages.rows, loaded, search.id);
  const named = useRead(
    api.exceptions.get,
    { id: search.id ?? '' },
    { enabled: search.id !== undefined && !listed, keepsPrevious: false },
  );
  const focused = listed ?? named.data?.exception;
  const { chosen, remember } = useChosenRows(selection, loaded, rowId);
  const triage = useTriage(grid, setSelection);
  useExceptionCommands({
    grid,
    focused,
    items: chosen.length > 0 ? chosen : focused ? [focused] : [],
    question,
    selection,
    setSelection,
    remember,
    triage,
    search,
    setSearch,
  });
  // So that initials are answered as fast as they are typed.
  useRead(api.people.list, undefined);
  const place = { search, setSearch, legalEntity };
  const list = (
    <ExceptionsToolbar {...place}>
      {search.view === 'causes' ? (
        <CauseList {...place} />
      ) : (
        <ExceptionsGrid
          {...place}
          pages={pages}
          selection={selection}
          onSelection={setSelection}
          onSummary={onSummary}
          grid={grid}
        />
      )}
      <BulkBar chosen={chosen} triage={triage} clear={() => setSelection(new Set())} />
      <RetryingBand legalEntity={legalEntity} />
    </ExceptionsToolbar>
  );
  const shown = search.id ?? focused?.id;
  const detail =
    shown === undefined ? (
      <p className="px-panel py-6 text-muted">Choose an exception to see what happened.</p>
    ) : (
      <ExceptionDetail id={shown} />
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <SplitPane label="Exceptions and the chosen one" initialShare={62} list={list} detail={detail} />
      <TriageDialogs triage={triage} />
    </div>
  );
}
