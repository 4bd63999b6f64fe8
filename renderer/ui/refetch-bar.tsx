import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { InstantText } from './time-text.tsx';

interface RefetchBarProps {
  readonly isFetching: boolean;
  /** When what is shown was true; null before the first answer. */
  readonly asOf: string | null;
  readonly className?: string;
}

/** "as of 09:41", with a thin bar above it while it is being asked for again. The old rows stay. */
export function RefetchBar({ isFetching, asOf, className }: RefetchBarProps): ReactNode {
  return (
    <span className={classes('relative inline-flex flex-col text-sm text-muted', className)}>
      <span aria-hidden className="absolute -top-0.5 right-0 left-0 h-px overflow-hidden">
        {isFetching ? <span className="sweep block h-full w-1/4 bg-accent" /> : null}
      </span>
      {asOf === null ? null : (
        <span>
          as of <InstantText at={asOf} style="time" />
        </span>
      )}
    </span>
  );
}
