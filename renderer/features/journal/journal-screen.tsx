import { type ReactNode, useMemo, useRef } from 'react';
import type { WireEntry } from '#core/contract/journal.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useChange } from '#renderer/shell/api/reading.ts';
import { useKeyboardInGrid } from '#renderer/shell/list/keyboard-in-grid.ts';
import { useSettled } from '#renderer/shell/list/settled.ts';
import { useScreen } from '#renderer/shell/chrome/screen.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { shellCommands } from '#renderer/shell/commands/shell-commands.ts';
import { useGoTo } from '#renderer/shell/scope/navigation.tsx';
import { saveText } from '#renderer/shell/files/save-text.ts';
import { useScreenSearch, useSetSearch } from '#renderer/shell/scope/screen-search.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { DataGrid } from '#renderer/ui/data-grid/data-grid.tsx';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { rowsOf } from '#renderer/ui/data-grid/grid-rows.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { EntryDetail } from './entry-detail.tsx';
import { journalColumns } from './journal-columns.tsx';
import { journalCommands } from './journal-commands.ts';
import { JournalFilters } from './journal-filters.tsx';
import { journalEntrySearch, type JournalFilter, journalFilterSearch, noFilter } from './journal-search.ts';
import { type EntryQuestion, useEntries } from './use-entries.ts';
import { useNarrowing } from './use-narrowing.ts';
import { useIsVerifying, Verification } from './verification.tsx';

/** Everything that ever happened, newest first; nothing here can be changed. */
export default function JournalScreen(): ReactNode {
  useScreen({ title: 'Journal', mode: 'triage' });
  const format = useFormat();
  const [search] = useScreenSearch(journalFilterSearch);
  const question = useMemo<EntryQuestion>(() => questionOf(search), [search]);
  const list = useEntries(question);
  const isNarrowed = Object.keys(question).length > 0;
  if (list.error && !list.data)
    return (
      <ErrorState
        title="The journal could not be read"
        failure={list.error.failure}
        onRetry={() => void list.refetch()}
      />
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Panel
        title="Journal"
        aside={`${list.isExact ? '' : 'more than '}${format.count(list.count)} ${isNarrowed ? 'fit' : 'entries'}, newest first`}
        actions={
          <>
            <CommandButton id="shell.export" variant="quiet" />
            <CommandButton id="journal.exportJson" variant="quiet">
              JSON
            </CommandButton>
            <CommandButton id="journal.verify">Verify</CommandButton>
          </>
        }
        isFlush
        className="min-h-0 flex-1"
      >
        <div className="flex h-full min-h-0 flex-col">
          <JournalFilters />
          <Verification />
          <Entries list={list} question={question} />
        </div>
      </Panel>
    </div>
  );
}

interface EntriesProps {
  readonly list: ReturnType<typeof useEntries>;
  readonly question: EntryQuestion;
}

/** The list, the chosen entry, and what can be done with it: the only part of the screen that is drawn again with every move. */
function Entries({ list, question }: EntriesProps): ReactNode {
  const [search, setSearch] = useScreenSearch(journalEntrySearch);
  const narrow = useNarrowing();
  const { entries } = list;
  const rows = useMemo(() => rowsOf(entries), [entries]);
  const grid = useRef<GridHandle>(null);
  useKeyboardInGrid(grid, rows.total > 0);
  const chosen = search.seq ?? entries[0]?.seq ?? null;
  const shown = useSettled(chosen);
  const detail = useMemo(() => (shown === null ? null : <EntryDetail seq={shown} />), [shown]);
  useJournalCommands(
    question,
    entries.find(({ seq }) => seq === chosen),
  );
  return (
    <SplitPane
      label="Entries and the chosen one"
      initialShare={64}
      list={
        <DataGrid
          label="Journal entries"
          mode="triage"
          columns={journalColumns}
          rows={rows}
          rowId={rowId}
          onWindow={list.onWindow}
          focusedId={chosen === null ? null : String(chosen)}
          onFocusChange={(id) => setSearch({ seq: id === null ? undefined : Number(id) }, { replace: true })}
          isLoading={!list.data}
          isRefreshing={list.isFetching}
          emptyState={
            <EmptyState kind="filtered" total={list.head?.seq ?? 0} onClear={() => narrow(noFilter)} />
          }
          className="min-h-0 flex-1"
          ref={grid}
        />
      }
      detail={detail}
    />
  );
}

function rowId({ seq }: WireEntry): string {
  return String(seq);
}

function questionOf({ about, actor, type, area, day }: JournalFilter): EntryQuestion {
  return {
    ...(about === undefined ? {} : { id: about }),
    ...(actor === undefined ? {} : { actor }),
    ...(type === undefined ? {} : { type }),
    ...(area === undefined ? {} : { area }),
    ...(day === undefined ? {} : { day }),
  };
}

function useJournalCommands(question: EntryQuestion, row: WireEntry | undefined): void {
  const session = useSession();
  const toast = useToast();
  const goTo = useGoTo();
  const format = useFormat();
  const setSearch = useSetSearch<JournalFilter>();
  const isVerifying = useIsVerifying();
  const refused = ({ failure }: { readonly failure: { readonly message: string } }): void => {
    toast.show({ tone: 'warning', title: failure.message });
  };
  const start = useChange(api.jobs.start, { onRefused: refused });
  const exporting = useChange(api.journal.export, {
    onDone: (file) => {
      saveText(file.fileName, file.mediaType, file.text);
      toast.show({
        title: `${format.counted(file.entries, 'entry', 'entries')} exported`,
        description: `${file.fileName}, SHA-256 ${file.sha256.slice(0, 16)}…`,
      });
    },
    onRefused: refused,
  });
  const mayExport = session.refusalOf('journal.export');
  const choose = row ? undefined : 'Choose an entry first';
  useCommandHandlers(journalCommands, {
    'journal.verify': {
      run: () => start.mutate({ kind: 'verify' }),
      refusal: session.refusalOf('journal.verify') ?? (isVerifying ? 'It is being verified' : undefined),
    },
    'journal.exportJson': {
      run: () => exporting.mutate({ ...question, format: 'json' }),
      refusal: mayExport,
    },
    'journal.traceEntry': { run: () => goTo('trace', { id: row?.correlationId }), refusal: choose },
    'journal.showLife': { run: () => setSearch({ about: row?.aggregateId }), refusal: choose },
  });
  useCommandHandlers(shellCommands, {
    'shell.export': { run: () => exporting.mutate({ ...question, format: 'csv' }), refusal: mayExport },
  });
}
