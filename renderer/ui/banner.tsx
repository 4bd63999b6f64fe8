import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { type Tone, toneGround, toneIcon, toneInk } from './tone.ts';

interface BannerProps {
  /** `read-only` is the one persistent banner of a locked period or a sealed pack. */
  readonly tone: Tone | 'read-only';
  /** A sentence; what it means, not which code. */
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** A state of the whole screen or dialog that stays until it is over. */
export function Banner({ tone, children, actions }: BannerProps): ReactNode {
  const shade = tone === 'read-only' ? 'neutral' : tone;
  return (
    <div
      role={tone === 'negative' ? 'alert' : 'status'}
      className={classes(
        'flex flex-wrap items-start gap-2 rounded-md px-3 py-1.5',
        toneGround[shade],
        shade === 'neutral' && 'border',
      )}
    >
      <Icon
        icon={tone === 'read-only' ? Lock : toneIcon[shade]}
        className={classes('mt-0.75', toneInk[shade])}
      />
      <div className="min-w-0 flex-1">{children}</div>
      {actions === undefined ? null : <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </div>
  );
}
