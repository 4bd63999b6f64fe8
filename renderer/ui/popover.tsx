import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** Its name; shown as heading. */
  readonly title: string;
  readonly align?: 'start' | 'center' | 'end';
  readonly isOpen?: boolean | undefined;
  readonly onOpenChange?: ((isOpen: boolean) => void) | undefined;
  readonly children: ReactNode;
}

/** Something more about what was pressed, beside it. */
export function Popover({
  trigger,
  title,
  align = 'start',
  isOpen,
  onOpenChange,
  children,
}: PopoverProps): ReactNode {
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} collisionPadding={8} className="z-30">
          <Base.Popup className="floating max-h-(--available-height) max-w-[min(420px,calc(100vw-16px))] min-w-60 overflow-auto rounded-lg bg-raised p-3 text-text shadow-float outline-none">
            <Base.Title className="mb-2 text-sm font-semibold">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
