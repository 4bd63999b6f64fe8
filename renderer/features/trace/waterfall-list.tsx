import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useFormat } from '#renderer/ui/format-context.tsx';
import type { Stretch, TimeScale, WaterfallRow } from './waterfall.ts';
import { WaterfallLine } from './waterfall-line.tsx';

interface WaterfallListProps {
  readonly rows: readonly WaterfallRow[];
  readonly scale: TimeScale;
  readonly chosen: string | null;
  readonly onChoose: (hopId: string) => void;
}

const rowHeightPx = 32;
const pageRows = 12;

/** Tree and bars, one line a hop; only what is seen is in the document, and the chosen line always is. */
export function WaterfallList({ rows, scale, chosen, onChoose }: WaterfallListProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const index = Math.max(
    0,
    rows.findIndex(({ hop }) => hop.id === chosen),
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 8,
    useFlushSync: false,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const seen = Array.from({ length: to - from + 1 }, (_, step) => from + step);
      return seen.includes(index) ? seen : [...seen, index].sort((one, other) => one - other);
    },
  });
  useEffect(() => {
    if (rows.length > 0) virtual.scrollToIndex(index);
  }, [index, rows.length, virtual]);
  useEffect(() => {
    const isInside = scroller.current?.contains(document.activeElement) === true;
    if (!wantsFocus.current && !isInside) return;
    wantsFocus.current = false;
    scroller.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus({ preventScroll: true });
  }, [chosen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = rows[stepped(event.key, index, rows)];
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    wantsFocus.current = true;
    onChoose(next.hop.id);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col" data-grid-mode="triage">
      <Axis scale={scale} />
      <div
        ref={scroller}
        role="tree"
        aria-label="Hops of the chain"
        className="min-h-0 flex-1 overflow-y-auto"
      >
        <div className="relative" style={{ height: `${virtual.getTotalSize()}px` }} role="presentation">
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <WaterfallLine
                key={row.hop.id}
                row={row}
                scale={scale}
                topPx={item.start}
                place={item.index + 1}
                total={rows.length}
                isChosen={item.index === index}
                onChoose={onChoose}
                onKeyDown={onKeyDown}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Where a key leads: arrows by line, left to the parent, right to the first child. */
function stepped(key: string, index: number, rows: readonly WaterfallRow[]): number {
  const depth = rows[index]?.depth ?? 0;
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return Math.min(rows.length - 1, index + 1);
    case 'ArrowUp':
    case 'k':
      return Math.max(0, index - 1);
    case 'Home':
      return 0;
    case 'End':
      return rows.length - 1;
    case 'PageDown':
      return Math.min(rows.length - 1, index + pageRows);
    case 'PageUp':
      return Math.max(0, index - pageRows);
    case 'ArrowLeft':
      return rows.findLastIndex((row, at) => at < index && row.depth < depth);
    case 'ArrowRight':
      return (rows[index + 1]?.depth ?? 0) > depth ? index + 1 : -1;
    default:
      return -1;
  }
}

/** First and last day of each busy stretch, and how long the idle ones were. */
function Axis({ scale }: { readonly scale: TimeScale }): ReactNode {
  const { stretches } = scale;
  const least = 0.14;
  let free = 0;
  return (
    <div
      className="grid h-7 shrink-0 items-center grid-cols-[minmax(0,57%)_minmax(0,1fr)] border-b text-sm text-muted"
      aria-hidden
    >
      <span className="px-panel">Hop</span>
      <div className="relative mr-4 h-full overflow-hidden">
        {stretches.map((stretch) => {
          if (stretch.isIdle) return <IdleMark key={stretch.fromMs} stretch={stretch} />;
          const isRoom = stretch.from >= free && stretch.from + least <= 1;
          if (isRoom) free = stretch.from + least;
          return isRoom ? <StretchLabel key={stretch.fromMs} stretch={stretch} /> : null;
        })}
      </div>
    </div>
  );
}

function StretchLabel({ stretch }: { readonly stretch: Stretch }): ReactNode {
  const format = useFormat();
  return (
    <span className="absolute top-1 pl-1 whitespace-nowrap" style={{ left: `${stretch.from * 100}%` }}>
      {format.instant(new Date(stretch.fromMs).toISOString(), 'short')}
    </span>
  );
}

function IdleMark({ stretch }: { readonly stretch: Stretch }): ReactNode {
  const format = useFormat();
  return (
    <span
      className="absolute inset-y-1 border-x border-dashed border-control"
      style={{ left: `${stretch.from * 100}%`, width: `${(stretch.to - stretch.from) * 100}%` }}
      title={`${format.duration(stretch.toMs - stretch.fromMs)} idle`}
    />
  );
}
