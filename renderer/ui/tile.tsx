import type { ReactNode } from 'react';
import type { Amount } from '#renderer/format/money.ts';
import { classes } from './classes.ts';
import { useFormat } from './format-context.tsx';
import { Icon } from './icon.tsx';
import { MoneyTotals } from './money-totals.tsx';
import { Sparkline } from './sparkline.tsx';
import { AgeText } from './time-text.tsx';
import { type Tone, toneIcon, toneInk } from './tone.ts';

interface TileProps {
  readonly label: string;
  readonly count: number;
  /** Sums of the same list, per currency. */
  readonly sums?: readonly Amount[];
  readonly tone?: Tone;
  readonly trend?: { readonly values: readonly number[]; readonly label: string } | undefined;
  /** Since when its source has been silent; greys the tile. */
  readonly staleSince?: string | null;
  /** Makes it the link to the list that it counts. */
  readonly renderLink: (parts: { readonly className: string; readonly children: ReactNode }) => ReactNode;
}

/** A count with its amount and trend, leading to the list behind it. */
export function Tile({
  label,
  count,
  sums,
  tone = 'neutral',
  trend,
  staleSince = null,
  renderLink,
}: TileProps): ReactNode {
  const format = useFormat();
  const isStale = staleSince !== null;
  return renderLink({
    className: classes(
      'ring-inside flex min-w-0 flex-col gap-0.5 px-panel py-3 text-text no-underline hover:bg-hover',
      isStale && 'bg-sunken',
    ),
    children: (
      <>
        <span className="flex items-center gap-1 text-sm text-muted">
          {tone === 'neutral' ? null : <Icon icon={toneIcon[tone]} size={12} className={toneInk[tone]} />}
          <span className="truncate">{label}</span>
        </span>
        <span className="flex items-end justify-between gap-2">
          <span className={classes('text-xl font-medium tabular-nums', isStale && 'text-muted')}>
            {format.count(count)}
          </span>
          {trend === undefined || isStale ? null : <Sparkline {...trend} />}
        </span>
        <span className="min-h-4 text-sm text-muted">
          {isStale ? (
            <>
              Source silent for <AgeText at={staleSince} />
            </>
          ) : sums === undefined ? null : (
            <MoneyTotals sums={sums} isCompact />
          )}
        </span>
      </>
    ),
  });
}
