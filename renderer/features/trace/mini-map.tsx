import type { ReactNode } from 'react';
import { systemLook } from './hop-look.ts';
import { spanMs, type TimeScale, type WaterfallRow } from './waterfall.ts';

interface MiniMapProps {
  readonly rows: readonly WaterfallRow[];
  readonly scale: TimeScale;
  readonly chosen: string | null;
}

/** So many hops fit into the strip; more would be one colour. */
const drawnMax = 300;

/** The whole chain at a glance: one line a hop, in its place in time. The list below says the same in words. */
export function MiniMap({ rows, scale, chosen }: MiniMapProps): ReactNode {
  const step = Math.max(1, Math.ceil(rows.length / drawnMax));
  const drawn = rows.filter((_, index) => index % step === 0);
  return (
    <div className="relative h-9 shrink-0 overflow-hidden border-b bg-sunken" aria-hidden>
      {drawn.map(({ hop, isFailure }, index) => {
        const { fromMs, toMs } = spanMs(hop);
        const [left, right] = [scale.at(fromMs), scale.at(toMs)];
        return (
          <span
            key={hop.id}
            className={`absolute h-0.5 rounded-sm ${isFailure ? 'bg-negative' : systemLook(hop.system).bar} ${hop.id === chosen ? 'outline-2 outline-focus' : ''}`}
            style={{
              left: `${1 + left * 98}%`,
              width: `max(3px, ${(right - left) * 98}%)`,
              top: `${4 + (index / Math.max(1, drawn.length)) * 28}px`,
            }}
          />
        );
      })}
    </div>
  );
}
