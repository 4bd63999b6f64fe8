import { type ReactNode, type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import { documentSorts, type WireDocument } from '#core/contract/reconciliation.ts';
import { api } from '#renderer/shell/api/api.ts';
import { usePages } from '#renderer/shell/api/page-reading.ts';
import { useChange, useRead } from '#renderer/shell/api/reading.ts';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useGoTo } from '#renderer/shell/scope/navigation.tsx';
import { useSession } from '#renderer/shell/session/session.ts';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { DataGrid } from '#renderer/ui/data-grid/data-grid.tsx';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { Candidates } from './group-detail.tsx';
import { gridSort, narrowing, orderOf, searchOfSort } from './list-question.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { MatchBar } from './match-bar.tsx';
import { documentColumns } from './reconciliation-columns.tsx';
import { reconciliationCommands } from './reconciliation-commands.ts';
import { useFirstFocus } from './use-first-focus.ts';
import { type Workbench, workbenchRefusal } from './workbench.ts';

type Side = 'left' | 'right';
type Answer = Awaited<ReturnType<typeof api.reconciliation.documents>>;
type Keys = ReadonlySet<string>;

const readPage = ({ rows, totals }: Answer) => ({ rows, total: totals.count });
const rowId = ({ key }: WireDocument): string => key;
const nothingChosen: Keys = new Set();

/** Two bands of documents that nothing matches. What is chosen in both is weighed as it is chosen, and matched with M. */
export function UnmatchedTab({ workbench }: { readonly workbench: Workbench }): ReactNode {
  const { run, search, setSearch } = workbench;
  const [left, setLeft] = useState<Keys>(nothingChosen);
  const [right, setRight] = useState<Keys>(nothingChosen);
  const [focused, setFocused] = useState<WireDocument | null>(null);
  const leftGrid = useRef<GridHandle>(null);
  const rightGrid = useRef<GridHandle>(null);
  const chosen = { runId: run.id, left: [...left].sort(), right: [...right].sort() };
  const { data: weighed } = useRead(api.reconciliation.weigh, chosen, {
    enabled: left.size + right.size > 0,
    keepsPrevious: false,
  });
  const clear = (): void => {
    setLeft(nothingChosen);
    setRight(nothingChosen);
    // The next match starts on the left again.
    requestAnimationFrame(() => leftGrid.current?.focus());
  };
  const matching = useManualMatch(workbench, chosen, weighed, clear);
  const choose = (key: string): void => {
    const toggled = (keys: Keys): Keys =>
      new Set(keys.has(key) ? [...keys].filter((one) => one !== key) : [...keys, key]);
    if (focused?.side === 'left') setRight(toggled);
    else setLeft(toggled);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <ListToolbar workbench={workbench}>
        <Switch
          label="Days around the period"
          isOn={search.around === true}
          onChange={(isOn) => setSearch({ around: isOn || undefined })}
        />
      </ListToolbar>
      <div className="grid min-h-0 flex-1 grid-cols-2 grid-rows-[minmax(0,1fr)_auto] @max-[720px]:grid-cols-1">
        <Band
          side="left"
          title="Billing"
          workbench={workbench}
          chosen={left}
          onChosen={setLeft}
          onFocused={setFocused}
          grid={leftGrid}
        />
        <Band
          side="right"
          title="ERP"
          workbench={workbench}
          chosen={right}
          onChosen={setRight}
          onFocused={setFocused}
          grid={rightGrid}
        />
        <div className="col-span-full">
          <MatchBar
            weighed={weighed}
            left={left.size}
            right={right.size}
            onClear={clear}
            isReadOnly={workbench.isReadOnly}
          />
        </div>
      </div>
      {focused && (
        <div
          className="max-h-56 shrink-0 overflow-y-auto border-t px-panel py-2"
          tabIndex={0}
          role="region"
          aria-label="Counterparts"
        >
          <Candidates document={focused} workbench={workbench} onChoose={choose} />
        </div>
      )}
      {matching.dialog}
    </div>
  );
}

interface BandProps {
  readonly side: Side;
  readonly title: string;
  readonly workbench: Workbench;
  readonly chosen: Keys;
  readonly onChosen: (keys: Keys) => void;
  readonly onFocused: (document: WireDocument | null) => void;
  readonly grid: RefObject<GridHandle | null>;
}

function Band({ side, title, workbench, chosen, onChosen, onFocused, grid }: BandProps): ReactNode {
  const { run, search, setSearch } = workbench;
  const order = orderOf(search, documentSorts);
  const asked = JSON.stringify({
    runId: run.id,
    side,
    withNeighbours: search.around === true,
    ...narrowing(workbench),
    ...order,
  });
  const question = useMemo(() => JSON.parse(asked) as { runId: string; side: Side } & typeof order, [asked]);
  const pages = usePages(api.reconciliation.documents, question, readPage);
  const { rows } = pages;
  useFirstFocus(grid, side === 'left' && rows.total > 0);
  const onFocusChange = useCallback(
    (_id: string | null, index: number) => onFocused(rows.at(index) ?? null),
    [onFocused, rows],
  );
  const format = useFormat();
  return (
    <section
      className={`flex min-h-0 min-w-0 flex-col ${side === 'left' ? 'border-r' : ''}`}
      aria-label={title}
    >
      <h3 className="flex justify-between border-b bg-sunken px-panel py-1 text-sm">
        <span className="font-medium">{title}</span>
        <span className="text-muted">{format.count(rows.total)} unmatched</span>
      </h3>
      <DataGrid
        label={`${title}, unmatched`}
        mode="triage"
        className="min-h-40 flex-1"
        columns={documentColumns}
        rows={rows}
        rowId={rowId}
        onWindow={pages.onWindow}
        sort={gridSort(order)}
        onSort={(sort) => setSearch(searchOfSort(sort))}
        selection={chosen}
        onSelectionChange={onChosen}
        onFocusChange={onFocusChange}
        totals={{ amount: pages.first?.totals.sums ?? [] }}
        emptyState={<EmptyState kind="done" title={`Every document of ${title} is matched or suggested`} />}
        isLoading={pages.isLoading}
        isRefreshing={pages.isFetching && !pages.isLoading}
        ref={grid}
      />
    </section>
  );
}

type Weighed = Awaited<ReturnType<typeof api.reconciliation.weigh>>;
interface Chosen {
  readonly runId: string;
  readonly left: string[];
  readonly right: string[];
}

/** Matches what is chosen: at once where the sides agree, after a reason where a difference is written off. */
function useManualMatch(
  workbench: Workbench,
  chosen: Chosen,
  weighed: Weighed | undefined,
  clear: () => void,
) {
  const session = useSession();
  const toast = useToast();
  const format = useFormat();
  const goTo = useGoTo();
  const [isAsking, setAsking] = useState(false);
  const matching = useChange(api.reconciliation.match, {
    onDone: () => {
      setAsking(false);
      clear();
      toast.show({ title: 'Matched' });
    },
    onRefused: ({ failure }) =>
      toast.show({ tone: 'negative', title: failure.message, description: failure.fix }),
  });
  const refusal = workbenchRefusal(workbench) ?? session.refusalOf('reconciliation.match');
  const notNow =
    chosen.left.length === 0 || chosen.right.length === 0
      ? 'Choose documents on both sides'
      : weighed && !weighed.isAllowed
        ? weighed.message
        : undefined;
  const match = (reason: string): void => matching.mutate({ ...chosen, reason });
  const isWriteOff = weighed?.isWriteOff === true;
  useCommandHandlers(reconciliationCommands, {
    'reconciliation.match': {
      run: () => (isWriteOff ? setAsking(true) : match('')),
      refusal: refusal ?? notNow,
    },
    'reconciliation.writeOff': {
      run: () => setAsking(true),
      refusal: refusal ?? notNow ?? (isWriteOff ? undefined : 'There is no difference'),
    },
    'reconciliation.trace': {
      run: () => goTo('trace', { id: chosen.left[0] ?? chosen.right[0] }),
      refusal: chosen.left.length + chosen.right.length === 0 ? 'Choose a document first' : undefined,
    },
  });
  const difference = weighed?.difference ? format.money(weighed.difference) : '';
  const dialog = (
    <ConfirmDialog
      isOpen={isAsking}
      onOpenChange={setAsking}
      title={`Match and write off ${difference}`}
      description="The difference is within tolerance. It is kept as explained, never posted."
      confirmLabel="Match"
      isBusy={matching.isPending}
      onConfirm={() => match(`${difference} written off within tolerance`)}
    />
  );
  return { dialog };
}
