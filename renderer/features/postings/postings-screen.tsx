import { type ReactNode, useRef } from 'react';
import type { WirePosting } from '#core/contract/postings.ts';
import { useGridSummary } from '#renderer/shell/list/grid-summary.ts';
import { useChosenRows } from '#renderer/shell/list/chosen-rows.ts';
import { focusedRow } from '#renderer/shell/list/focused-row.ts';
import { useLoadedRows } from '#renderer/shell/list/loaded-rows.ts';
import { useSelection } from '#renderer/shell/list/selection.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { useScreen } from '#renderer/shell/chrome/screen.ts';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useGoTo } from '#renderer/shell/scope/navigation.tsx';
import { useScope } from '#renderer/shell/scope/scope.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { DecisionDialog } from './decision-dialog.tsx';
import { PostingDetail } from './posting-detail.tsx';
import { postingsCommands } from './postings-commands.ts';
import { PostingsFooter } from './postings-footer.tsx';
import { PostingsGrid, rowId, usePostingPages } from './postings-grid.tsx';
import { postingsSearch, questionOf } from './postings-search.ts';
import { PostingsToolbar } from './postings-toolbar.tsx';
import { type Decisions, useDecisions } from './use-decisions.ts';

/** What waits for a second person: the list, the document in full, and the decision. */
export default function PostingsScreen(): ReactNode {
  const [search, setSearch] = useScreenSearch(postingsSearch);
  const legalEntity = useScope()?.legalEntity ?? null;
  const grid = useRef<GridHandle>(null);
  const [selection, setSelection] = useSelection(questionOf(search, legalEntity));
  useScreen({ title: 'Held postings', mode: 'triage' });
  const onSummary = useGridSummary();
  const pages = usePostingPages(search, legalEntity);
  const loaded = useLoadedRows(pages.rows, rowId);
  const listed = focusedRow(pages.rows, loaded, search.id);
  const named = useRead(
    api.postings.get,
    { id: search.id ?? '' },
    { enabled: search.id !== undefined && !listed, keepsPrevious: false },
  );
  const focused = listed ?? named.data?.posting;
  const { chosen } = useChosenRows(selection, loaded, rowId);
  const decisions = useDecisions(grid, setSelection);
  const clear = (): void => setSelection(new Set());
  usePostingCommands({
    grid,
    focused,
    items: chosen.length > 0 ? chosen : focused ? [focused] : [],
    clear: selection.size > 0 ? clear : null,
    decisions,
  });
  const place = { search, setSearch, legalEntity };
  const list = (
    <PostingsToolbar {...place}>
      <PostingsGrid
        {...place}
        pages={pages}
        selection={selection}
        onSelection={setSelection}
        onSummary={onSummary}
        onApprove={(row) => decisions.open({ decision: 'approve', items: [row] })}
        grid={grid}
      />
      <PostingsFooter chosen={chosen} decisions={decisions} clear={clear} />
    </PostingsToolbar>
  );
  const shown = search.id ?? focused?.id;
  const detail =
    shown === undefined ? (
      <p className="px-panel py-6 text-muted">Choose a posting to see its document.</p>
    ) : (
      <PostingDetail id={shown} />
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <SplitPane label="Postings and the chosen one" initialShare={60} list={list} detail={detail} />
      {decisions.dialog && <DecisionDialog asked={decisions.dialog} decisions={decisions} />}
    </div>
  );
}

interface CommandFacts {
  readonly grid: { readonly current: GridHandle | null };
  readonly focused: WirePosting | undefined;
  /** The selected ones, else the focused one. */
  readonly items: readonly WirePosting[];
  readonly clear: (() => void) | null;
  readonly decisions: Decisions;
}

function usePostingCommands({ grid, focused, items, clear, decisions }: CommandFacts): void {
  const goTo = useGoTo();
  const { refusalOf } = useSession();
  const nothing = items.length === 0 ? 'Choose a posting first' : undefined;
  /** One that may not be decided says why; of many, the preview says which are skipped. */
  const refusal = (decision: 'approve' | 'reject'): string | undefined => {
    const failures = items.map(({ you }) => you[decision]);
    return nothing ?? (failures.every((one) => one !== null) ? failures[0]?.message : undefined);
  };
  const isRejected = items.length > 0 && items.every(({ state }) => state === 'REJECTED');
  useCommandHandlers(postingsCommands, {
    'postings.approve': {
      run: () => decisions.open({ decision: 'approve', items }),
      refusal: refusal('approve'),
    },
    'postings.reject': {
      run: () => decisions.open({ decision: 'reject', items }),
      refusal: refusal('reject'),
    },
    'postings.retry': {
      run: () => decisions.retry(items),
      refusal:
        nothing ??
        (isRejected ? refusalOf('posting.replay') : 'Only what the ERP refused is put back on hold'),
    },
    'postings.undo': {
      run: () => decisions.undo(),
      refusal: decisions.canUndo ? undefined : 'Nothing of yours is left to take back',
    },
    'postings.trace': {
      run: () => goTo('trace', { id: focused?.id }),
      refusal: focused ? undefined : 'Choose a posting first',
    },
    'postings.next': { run: () => grid.current?.focusNext() },
    'postings.previous': { run: () => grid.current?.focusPrevious() },
    'postings.clearSelection': {
      run: () => clear?.(),
      refusal: clear ? undefined : 'Nothing is selected',
    },
  });
}
