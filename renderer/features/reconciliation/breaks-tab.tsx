import { type ReactNode, useMemo, useRef } from 'react';
import { breakSorts, type WireBreakRow } from '#core/contract/reconciliation.ts';
import { api } from '#renderer/shell/api/api.ts';
import { usePages } from '#renderer/shell/api/page-reading.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useGoTo } from '#renderer/shell/scope/navigation.tsx';
import { useSession } from '#renderer/shell/session/session.ts';
import { FilterChip } from '#renderer/ui/chip.tsx';
import { focusedRow } from '#renderer/shell/list/focused-row.ts';
import { useLoadedRows } from '#renderer/shell/list/loaded-rows.ts';
import { PagedGrid } from '#renderer/shell/list/paged-grid.tsx';
import { useSuccessor } from '#renderer/shell/list/successor.ts';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { statusOf } from '#renderer/ui/status-catalogue.ts';
import { BreakDetail } from './break-detail.tsx';
import { EmptyList } from './empty-list.tsx';
import { gridSort, narrowing, orderOf, searchOfSort } from './list-question.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { breakColumns } from './reconciliation-columns.tsx';
import { reconciliationCommands } from './reconciliation-commands.ts';
import { type Workbench, workbenchRefusal } from './workbench.ts';

type Answer = Awaited<ReturnType<typeof api.reconciliation.breaks>>;

const readPage = ({ rows, totals }: Answer) => ({ rows, total: totals.count });
const rowId = ({ key }: WireBreakRow): string => key;

/** What the run found to differ, by class; each is explained, accepted with a reason, or open. */
export function BreaksTab({ workbench }: { readonly workbench: Workbench }): ReactNode {
  const { run, search, setSearch } = workbench;
  const grid = useRef<GridHandle>(null);
  const order = orderOf(search, breakSorts);
  const asked = JSON.stringify({
    period: run.period,
    state: search.state ?? 'open',
    ...narrowing(workbench),
    ...(search.class === undefined ? {} : { class: search.class }),
    ...order,
  });
  const question = useMemo(
    () => JSON.parse(asked) as { period: string; state: 'open' | 'decided' | 'any' } & typeof order,
    [asked],
  );
  const pages = usePages(api.reconciliation.breaks, question, readPage);
  const loaded = useLoadedRows(pages.rows, rowId);
  const focused = focusedRow(pages.rows, loaded, search.id);
  useSuccessor(pages.rows, rowId, workbench);
  useBreakCommands(workbench, focused);
  return (
    <SplitPane
      label="Breaks and the chosen one"
      initialShare={62}
      list={
        <>
          <ListToolbar workbench={workbench}>
            <StateChips workbench={workbench} />
          </ListToolbar>
          <Classes workbench={workbench} classes={pages.first?.classes ?? []} />
          <PagedGrid
            label="Breaks"
            unread="The breaks could not be read"
            pages={pages}
            place={{ search, setSearch }}
            columns={breakColumns}
            rowId={rowId}
            sort={gridSort(order)}
            onSort={(sort) => setSearch(searchOfSort(sort))}
            totals={{ amount: pages.first?.totals.sums ?? [] }}
            emptyState={<NoBreaks workbench={workbench} />}
            grid={grid}
          />
        </>
      }
      detail={
        focused ? (
          <BreakDetail found={focused} isReadOnly={workbench.isReadOnly} />
        ) : (
          <p className="px-panel py-6 text-muted">Choose a break to see both sides.</p>
        )
      }
    />
  );
}

function NoBreaks({ workbench }: { readonly workbench: Workbench }): ReactNode {
  const { run, legalEntity, search } = workbench;
  const { data } = useRead(api.reconciliation.breaks, {
    period: run.period,
    state: search.state ?? 'open',
    ...(legalEntity === undefined ? {} : { legalEntity }),
    limit: 1,
  });
  if (!data) return null;
  return (
    <EmptyList workbench={workbench} total={data.totals.count}>
      <EmptyState kind="done" title="No break here" />
    </EmptyList>
  );
}

const states = [
  ['open', 'Open'],
  ['decided', 'Decided'],
  ['any', 'All'],
] as const;

function StateChips({ workbench }: { readonly workbench: Workbench }): ReactNode {
  const { search, setSearch } = workbench;
  const shown = search.state ?? 'open';
  return (
    <div role="group" aria-label="State" className="flex items-center gap-1.5">
      {states.map(([value, label]) => (
        <FilterChip
          key={value}
          label={label}
          isOn={shown === value}
          onToggle={() => setSearch({ state: value, id: undefined })}
        />
      ))}
    </div>
  );
}

function Classes({
  workbench,
  classes,
}: {
  readonly workbench: Workbench;
  readonly classes: Answer['classes'];
}): ReactNode {
  const { search, setSearch } = workbench;
  if (classes.length === 0) return null;
  return (
    <div
      role="group"
      aria-label="Class"
      className="flex flex-wrap items-center gap-1.5 border-b px-panel py-1.5"
    >
      {classes.map((one) => (
        <FilterChip
          key={one.class}
          label={statusOf('break', one.class).word}
          count={one.totals.count}
          isOn={search.class === one.class}
          onToggle={() =>
            setSearch({ class: search.class === one.class ? undefined : one.class, id: undefined })
          }
        />
      ))}
    </div>
  );
}

function useBreakCommands(workbench: Workbench, focused: WireBreakRow | undefined): void {
  const { decisions } = workbench;
  const session = useSession();
  const goTo = useGoTo();
  const general =
    workbenchRefusal(workbench) ??
    (focused ? (focused.state === 'matched' ? 'A match settles it' : undefined) : 'Choose a break first');
  const ask = (kind: 'explain' | 'accept' | 'reopen') => (): void => {
    if (focused) decisions.open({ kind, found: focused });
  };
  const isDecided = focused?.state === 'explained' || focused?.state === 'accepted';
  useCommandHandlers(reconciliationCommands, {
    'reconciliation.explain': {
      run: ask('explain'),
      refusal: session.refusalOf('break.explain') ?? general,
    },
    'reconciliation.acceptBreak': {
      run: ask('accept'),
      refusal: session.refusalOf('break.accept') ?? general,
    },
    'reconciliation.reopenBreak': {
      run: ask('reopen'),
      refusal: session.refusalOf('break.explain') ?? general ?? (isDecided ? undefined : 'It is open'),
    },
    'reconciliation.trace': {
      run: () => goTo('trace', { id: focused?.left?.externalId ?? focused?.right?.externalId }),
      refusal: focused ? undefined : 'Choose a break first',
    },
  });
}
