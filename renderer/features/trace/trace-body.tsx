import { CircleAlert, CircleCheck } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useCallback, useMemo } from 'react';
import type { WireTrace } from '#core/contract/trace.ts';
import { announce } from '#renderer/shell/chrome/screen.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { ArrowGroup } from '#renderer/ui/arrow-group.tsx';
import { FilterChip } from '#renderer/ui/chip.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { Tabs } from '#renderer/ui/tabs.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { HopPane } from './hop-pane.tsx';
import { hopState, hopTitle, systemLook } from './hop-look.ts';
import { MiniMap } from './mini-map.tsx';
import { traceCommands } from './trace-commands.ts';
import { traceSearch } from './trace-search.ts';
import { failuresOf, timeScale, treeOf, type WaterfallRow } from './waterfall.ts';
import { WaterfallList } from './waterfall-list.tsx';

const TraceGraph = lazy(() => import('./trace-graph.tsx').then((module) => ({ default: module.TraceGraph })));

/** Header, mini-map, waterfall or graph, and the chosen hop. */
export function TraceBody({ trace }: { readonly trace: WireTrace }): ReactNode {
  const [search, setSearch] = useScreenSearch(traceSearch);
  const format = useFormat();
  const all = useMemo(() => treeOf(trace), [trace]);
  const failures = useMemo(() => all.filter(({ isFailure }) => isFailure), [all]);
  const rows = useMemo(() => (search.failures === true ? failuresOf(all) : all), [all, search.failures]);
  const scale = useMemo(() => timeScale(trace.hops, search.idle !== true), [trace, search.idle]);
  const chosen =
    all.find(({ hop }) => hop.id === search.hop) ?? failures[0] ?? startOf(all, trace) ?? all[0] ?? null;
  const choose = useCallback((hop: string) => setSearch({ hop }, { replace: true }), [setSearch]);
  useTraceHandlers(rows, failures, chosen);
  return (
    <>
      <TraceHeader trace={trace} failures={failures.length} />
      <MiniMap rows={all} scale={scale} chosen={chosen?.hop.id ?? null} />
      <SplitPane
        label="Chain and hop"
        initialShare={68}
        list={
          <Tabs
            label="How the chain is drawn"
            value={search.tab ?? 'waterfall'}
            onChange={(tab) => setSearch({ tab })}
            tabs={[
              { value: 'waterfall', label: 'Waterfall', count: trace.total },
              { value: 'graph', label: 'Graph' },
            ]}
            aside={
              <ArrowGroup label="What is drawn" className="flex items-center gap-1">
                <FilterChip
                  label="Failures only"
                  count={failures.length}
                  isOn={search.failures === true}
                  onToggle={() => setSearch({ failures: search.failures === true ? undefined : true })}
                />
                <FilterChip
                  label="Fold idle time"
                  isOn={search.idle !== true}
                  onToggle={() => setSearch({ idle: search.idle === true ? undefined : true })}
                />
                <CommandButton id="trace.nextFailure" variant="quiet" />
              </ArrowGroup>
            }
          >
            {search.tab === 'graph' ? (
              <Suspense fallback={<Skeleton lines={6} />}>
                <TraceGraph rows={rows} chosen={chosen?.hop.id ?? null} onChoose={choose} />
              </Suspense>
            ) : rows.length === 0 ? (
              <p className="px-panel py-3 text-muted" role="status">
                No failure in {format.count(all.length)} hops.
              </p>
            ) : (
              <WaterfallList rows={rows} scale={scale} chosen={chosen?.hop.id ?? null} onChoose={choose} />
            )}
          </Tabs>
        }
        detail={<HopPane row={chosen} trace={trace} />}
      />
    </>
  );
}

/** The hop that was asked for by its own id. */
function startOf(rows: readonly WaterfallRow[], { query }: WireTrace): WaterfallRow | undefined {
  return rows.find(
    ({ hop }) => hop.id === query || hop.externalId === query || hop.label.endsWith(` ${query}`),
  );
}

function useTraceHandlers(
  rows: readonly WaterfallRow[],
  failures: readonly WaterfallRow[],
  chosen: WaterfallRow | null,
): void {
  const [search, setSearch] = useScreenSearch(traceSearch);
  useCommandHandlers(traceCommands, {
    'trace.showFailures': {
      run: () => setSearch({ failures: search.failures === true ? undefined : true }),
    },
    'trace.nextFailure': {
      run: () => {
        const order = rows.filter(({ isFailure }) => isFailure);
        const next = order[order.findIndex(({ hop }) => hop.id === chosen?.hop.id) + 1] ?? order[0];
        if (!next) return;
        setSearch({ hop: next.hop.id }, { replace: true });
        announce(`${hopTitle(next.hop)}, ${hopState(next.hop)}`);
      },
      refusal: failures.length === 0 ? 'Nothing failed in this chain' : undefined,
    },
    'trace.foldIdle': { run: () => setSearch({ idle: search.idle === true ? undefined : true }) },
    'trace.copyId': {
      run: () => {
        const id = chosen?.hop.externalId ?? chosen?.hop.id ?? '';
        void navigator.clipboard.writeText(id).then(() => announce(`Copied ${id}`));
      },
      refusal: chosen === null ? 'Choose a hop first' : undefined,
    },
    'trace.showGraph': { run: () => setSearch({ tab: search.tab === 'graph' ? undefined : 'graph' }) },
  });
}

function TraceHeader({
  trace,
  failures,
}: {
  readonly trace: WireTrace;
  readonly failures: number;
}): ReactNode {
  const format = useFormat();
  return (
    <header className="flex flex-col gap-1.5 border-b px-panel py-2">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="text-lg font-semibold first-letter:uppercase">
          <VendorText text={trace.title} />
        </h2>
        <span className="text-muted">
          <VendorText text={trace.customers.join(', ')} />
        </span>
        <span
          className={`ml-auto inline-flex items-center gap-1 font-medium ${failures > 0 ? 'text-negative' : 'text-positive'}`}
        >
          <Icon icon={failures > 0 ? CircleAlert : CircleCheck} />
          {failures > 0
            ? `${format.count(failures)} of ${format.count(trace.total)} hops need attention`
            : `All ${format.count(trace.total)} hops went through`}
        </span>
      </div>
      <ArrowGroup label="Ids across systems">
        <ul className="flex flex-wrap gap-x-4 gap-y-0.5" aria-label="Ids across systems">
          {trace.identifiers.slice(0, 10).map(({ system, label, value }) => (
            <li key={`${system} ${value}`} className="flex items-center gap-1 text-sm">
              <span className="text-muted">
                {systemLook(system).word} {label}
              </span>
              <IdText id={value} label={label} shown={18} />
            </li>
          ))}
        </ul>
      </ArrowGroup>
    </header>
  );
}
