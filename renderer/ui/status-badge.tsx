import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { type StatusKind, statusOf } from './status-catalogue.ts';
import { toneGround, toneInk } from './tone.ts';

interface StatusBadgeProps {
  readonly kind: StatusKind;
  readonly state: string;
  /** `quiet` in rows, where a column of pills would shout; `soft` where it stands alone. */
  readonly look?: 'quiet' | 'soft';
}

/** A state as pictogram, word and colour. */
export function StatusBadge({ kind, state, look = 'quiet' }: StatusBadgeProps): ReactNode {
  const { word, tone, icon } = statusOf(kind, state);
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1 whitespace-nowrap',
        look === 'soft'
          ? classes('rounded-sm px-1.5 py-px align-middle text-sm font-medium', toneGround[tone])
          : 'align-top',
      )}
    >
      {/* Half a pixel down: the middle of the words lies under the middle of the line. */}
      <Icon icon={icon} size={13} className={classes('translate-y-[0.5px]', toneInk[tone])} />
      <span className={look === 'soft' && tone !== 'neutral' ? toneInk[tone] : undefined}>{word}</span>
    </span>
  );
}
