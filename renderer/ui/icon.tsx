import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

interface IconProps {
  readonly icon: LucideIcon;
  /** In pixels; 14 beside text of 13. */
  readonly size?: number;
  readonly className?: string | undefined;
}

/** A pictogram beside a word. It says nothing of its own: whoever shows it alone names the control. */
export function Icon({ icon: Drawing, size = 14, className }: IconProps): ReactNode {
  return <Drawing aria-hidden size={size} strokeWidth={1.75} className={classes('shrink-0', className)} />;
}
