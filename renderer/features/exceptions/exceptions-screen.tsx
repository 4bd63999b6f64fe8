import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { WireException } from '#core/contract/exceptions.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { useKeyboardInGrid } from '#renderer/shell/chrome/keyboard-in-grid.ts';
import { useScreen, useSelectionSummary } from '#renderer/shell/chrome/screen.ts';
import { useScope } from '#renderer/shell/scope/scope.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import type { GridHandle, GridSummary } from '#renderer/ui/data-grid/grid-props.ts';
import type { GridRows } from '#renderer/ui/data-grid/grid-rows.ts';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { CauseList } from './cause-list.tsx';
import { ExceptionDetail } from './exception-detail.tsx';
import { ExceptionsGrid, useExceptionPages } from './exceptions-grid.tsx';
import { exceptionsSearch } from './exceptions-search.ts';
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
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [summary, setSummary] = useState<GridSummary | null>(null);
  useScreen({ title: 'Exceptions', mode: 'triage' });
  useSelectionSummary(useWireSummary(summary));
  const { pages, question } = useExceptionPages(search, legalEntity);
  const known = useKnownRows(pages.rows);
  const focused = known(search.id) ?? pages.rows.at(0);
  const chosen = [...selection].flatMap((id) => known(id) ?? []);
  const triage = useTriage(grid, setSelection);
  useExceptionCommands({
    grid,
    focused,
    items: chosen.length > 0 ? chosen : focused ? [focused] : [],
    question,
    nowAt: pages.first?.nowAt ?? '',
    selection,
    setSelection,
    triage,
    search,
    setSearch,
  });
  // So that initials are answered as fast as they are typed.
  useRead(api.people.list, undefined);
  useKeyboardInGrid(grid, pages.rows.total > 0 && search.view !== 'causes');
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
          onSummary={setSummary}
          onFix={(row) => triage.open({ kind: 'fix', items: [row] })}
          grid={grid}
        />
      )}
      <BulkBar chosen={chosen} selection={selection} triage={triage} clear={() => setSelection(new Set())} />
      <RetryingBand legalEntity={legalEntity} />
    </ExceptionsToolbar>
  );
  const detail = focused ? (
    <ExceptionDetail id={search.id ?? focused.id} />
  ) : (
    <p className="px-panel py-6 text-muted">Choose an exception to see what happened.</p>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <SplitPane label="Exceptions and the chosen one" initialShare={62} list={list} detail={detail} />
      <TriageDialogs triage={triage} />
    </div>
  );
}

/** Rows that were loaded once, by id: a chosen row may be scrolled out of its page. */
function useKnownRows(rows: GridRows<WireException>): (id: string | undefined) => WireException | undefined {
  const byId = useMemo(() => new Map([...rows.loaded()].map((row) => [row.id, row])), [rows]);
  return (id) => (id === undefined ? undefined : byId.get(id));
}

function useWireSummary(summary: GridSummary | null) {
  return useMemo(
    () =>
      summary && {
        count: summary.count,
        sums: summary.sums.map(({ currency, minor }) => ({ currency, minor: minor.toString() })),
      },
    [summary],
  );
}
