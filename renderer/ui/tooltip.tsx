import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { KeyHint } from './key-hint.tsx';

interface TooltipProps {
  readonly content: ReactNode;
  readonly keys?: string | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** The one element that it belongs to. It must take a ref and be focusable. */
  readonly children: ReactElement;
}

/** A hint for people who see, on hover and on focus. What everyone must know belongs into the element's name. */
export function Tooltip({ content, keys, side = 'bottom', children }: TooltipProps): ReactNode {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup className="floating flex max-w-80 items-center gap-2 rounded-md bg-raised px-2 py-1 text-sm text-text shadow-float">
            <span>{content}</span>
            {keys === undefined ? null : <KeyHint keys={keys} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
