import { Toolbar as Base } from '@base-ui/react/toolbar';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { ToolbarContext } from './toolbar-context.ts';

interface ToolbarProps {
  /** What the controls act on. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A row of buttons that is one tab stop; arrow keys move inside. Fields do not belong here: they need the arrows. */
export function Toolbar({ label, className, children }: ToolbarProps): ReactNode {
  return (
    <ToolbarContext value>
      <Base.Root aria-label={label} className={classes('flex flex-wrap items-center gap-1', className)}>
        {children}
      </Base.Root>
    </ToolbarContext>
  );
}
