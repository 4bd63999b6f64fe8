import { type ReactNode, useId } from 'react';
import { ArrowGroup } from './arrow-group.tsx';
import { classes } from './classes.ts';

interface PanelProps {
  readonly title: string;
  /** A count or a total beside the title. */
  readonly aside?: ReactNode;
  readonly actions?: ReactNode;
  /** What is inside reaches to the edges, as grids do. */
  readonly isFlush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A part of a screen under its own heading: a rule above, no box around. */
export function Panel({
  title,
  aside,
  actions,
  isFlush = false,
  className,
  children,
}: PanelProps): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes('flex min-h-0 min-w-0 flex-col', className)}>
      <header className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-panel py-1">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {aside === undefined ? null : <div className="text-muted">{aside}</div>}
        {actions === undefined ? null : (
          <ArrowGroup label={`${title}, actions`} className="ml-auto flex items-center gap-1">
            {actions}
          </ArrowGroup>
        )}
      </header>
      <div className={classes('min-h-0 flex-1', !isFlush && 'px-panel py-3')}>{children}</div>
    </section>
  );
}
