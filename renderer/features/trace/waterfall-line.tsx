import type { KeyboardEvent, ReactNode } from 'react';
import type { WireHop } from '#core/contract/trace.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { hopState, hopTitle, systemLook } from './hop-look.ts';
import { spanMs, type TimeScale, type WaterfallRow } from './waterfall.ts';

interface WaterfallLineProps {
  readonly row: WaterfallRow;
  readonly scale: TimeScale;
  readonly topPx: number;
  readonly place: number;
  readonly total: number;
  readonly isChosen: boolean;
  readonly onChoose: (hopId: string) => void;
  /** Keys lead from line to line. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** One hop: what it is and where it stands, and beside it when. A ghost is drawn with a broken line. */
export function WaterfallLine({
  row,
  scale,
  topPx,
  place,
  total,
  isChosen,
  onChoose,
  onKeyDown,
}: WaterfallLineProps): ReactNode {
  const { hop, depth } = row;
  const { word, icon } = systemLook(hop.system);
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-posinset={place}
      aria-setsize={total}
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      onClick={() => onChoose(hop.id)}
      onKeyDown={onKeyDown}
      data-ghost={hop.isGhost || undefined}
      className={`ring-inside absolute inset-x-0 grid h-8 cursor-default grid-cols-[minmax(0,57%)_minmax(0,1fr)] items-center border-b ${isChosen ? 'bg-selected' : 'hover:bg-hover'}`}
      style={{ top: `${topPx}px` }}
    >
      <div className="flex min-w-0 items-center gap-1.5 pr-3 pl-panel">
        <span style={{ width: `${Math.min(depth, 8) * 14}px` }} className="shrink-0" />
        <span className="sr-only">{word}:</span>
        <Icon icon={icon} className="shrink-0 text-muted" />
        <span
          className={`min-w-0 flex-1 truncate first-letter:uppercase ${hop.isGhost ? 'text-muted italic' : ''}`}
        >
          <VendorText text={hopTitle(hop)} />
        </span>
        <HopState row={row} />
        {hop.amount && (
          <span className="w-28 shrink-0 text-right">
            <MoneyText amount={hop.amount} currency="code" />
          </span>
        )}
      </div>
      <div className="relative mr-4 h-full">
        <Bar row={row} scale={scale} />
      </div>
    </div>
  );
}

/** The state in words; of a posting as everywhere, of a vendor's record as the vendor says. */
function HopState({ row }: { readonly row: WaterfallRow }): ReactNode {
  const { hop, isStuck } = row;
  if (hop.isGhost)
    return (
      <span className="shrink-0 text-sm font-medium text-negative">
        {hop.state === 'missing' ? 'Missing' : 'Expected'}
      </span>
    );
  if (hop.kind === 'posting') return <StatusBadge kind="posting" state={hop.state} />;
  return (
    <span className={`shrink-0 text-sm ${isStuck ? 'font-medium text-negative' : 'text-muted'}`}>
      {isStuck ? 'Stuck' : hopState(hop)}
    </span>
  );
}

function Bar({ row, scale }: { readonly row: WaterfallRow; readonly scale: TimeScale }): ReactNode {
  const format = useFormat();
  const { hop, isFailure } = row;
  const { fromMs, toMs } = spanMs(hop);
  const [left, right] = [scale.at(fromMs), scale.at(toMs)];
  const look = hop.isGhost
    ? 'border border-dashed border-negative'
    : isFailure
      ? 'bg-negative'
      : systemLook(hop.system).bar;
  const isLate = right > 0.72;
  const waited =
    hop.waitedMs !== null && hop.waitedMs >= 60_000 ? `waited ${format.duration(hop.waitedMs)}` : '';
  return (
    <>
      <span
        className={`absolute top-2.5 h-3 rounded-sm ${look}`}
        style={{ left: `${left * 100}%`, width: `max(4px, ${(right - left) * 100}%)` }}
      />
      <span
        className={`absolute top-1.5 text-sm whitespace-nowrap text-muted ${isLate ? '-translate-x-full pr-1.5' : 'pl-2'}`}
        style={{ left: `${(isLate ? left : right) * 100}%` }}
      >
        {[lengthOf(hop, format.duration), waited].filter((part) => part !== '').join(' · ')}
      </span>
    </>
  );
}

/** How long it took; a vendor that says no more than the day has no length. */
function lengthOf(hop: WireHop, duration: (ms: number) => string): string {
  if (hop.precision === 'day' || hop.endAt === null)
    return hop.endAt === null && !hop.isGhost ? 'still open' : '';
  const { fromMs, toMs } = spanMs(hop);
  return toMs - fromMs < 1 ? '' : duration(toMs - fromMs);
}
