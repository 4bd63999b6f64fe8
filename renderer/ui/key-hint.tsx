import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { pressesOf } from './key-names.ts';

interface KeyHintProps {
  /** A binding as the command registry writes it: `$mod+Shift+p`, `g o`. */
  readonly keys: string;
  /** On a filled ground the caps are drawn with its ink. */
  readonly isOnFill?: boolean;
}

/** Key caps as this machine names them. Hidden from screen readers, which get `aria-keyshortcuts` from the control. */
export function KeyHint({ keys, isOnFill = false }: KeyHintProps): ReactNode {
  return (
    <span aria-hidden className="inline-flex shrink-0 items-center gap-1">
      {pressesOf(keys).map((press, at) => (
        // Presses have no identity but their place.
        <span key={`${at} ${press.join('+')}`} className="inline-flex items-center gap-0.5">
          {press.map((name) => (
            <kbd
              key={name}
              className={classes(
                'inline-flex h-4 min-w-4 items-center justify-center rounded-sm border px-1 font-sans text-xs leading-none',
                isOnFill ? 'border-current/40 text-current' : 'border-rule-strong text-muted',
              )}
            >
              {name}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
