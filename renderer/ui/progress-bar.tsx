import { Progress as Base } from '@base-ui/react/progress';
import type { ReactNode } from 'react';
import { useFormat } from './format-context.tsx';

interface ProgressBarProps {
  readonly label: string;
  readonly done: number;
  /** Null while it is not known: the bar only says that something moves. */
  readonly total: number | null;
  /** What is said instead of n of m, such as amounts. */
  readonly words?: string | undefined;
  /** The bar alone, where label and figures stand beside it; screen readers still get both. */
  readonly isBare?: boolean;
}

/** How far something is: n of m, with a thin bar. */
export function ProgressBar({ label, done, total, words, isBare = false }: ProgressBarProps): ReactNode {
  const format = useFormat();
  const counted = total === null ? format.count(done) : `${format.count(done)} of ${format.count(total)}`;
  const shown = words ?? counted;
  return (
    <Base.Root
      value={total === null ? null : done}
      max={total === null || total === 0 ? 1 : total}
      getAriaValueText={() => shown}
      className="flex min-w-0 flex-col gap-1"
    >
      <span className={isBare ? 'sr-only' : 'flex items-baseline justify-between gap-3 text-sm'}>
        <Base.Label className="truncate">{label}</Base.Label>
        <span className="text-muted tabular-nums">{shown}</span>
      </span>
      <Base.Track className="h-1 overflow-hidden rounded-full bg-rule">
        <Base.Indicator
          className={
            total === null
              ? 'sweep h-full w-1/4 bg-accent'
              : 'h-full bg-accent transition-[width] duration-150'
          }
        />
      </Base.Track>
    </Base.Root>
  );
}
