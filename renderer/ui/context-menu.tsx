import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactElement, ReactNode } from 'react';
import { MenuEntries, type MenuGroup, menuPopupLook } from './menu-entries.tsx';

interface ContextMenuProps {
  /** The area that is clicked on. Everything in the menu must also be reachable from it by keyboard. */
  readonly area: ReactElement;
  readonly groups: readonly MenuGroup[];
}

/** What can be done to the thing under the pointer, by right click, Shift+F10 or the menu key. */
export function ContextMenu({ area, groups }: ContextMenuProps): ReactNode {
  return (
    <Base.Root>
      <Base.Trigger render={area} />
      <Base.Portal>
        <Base.Positioner collisionPadding={8} className="z-30">
          <Base.Popup className={menuPopupLook}>
            <MenuEntries groups={groups} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
