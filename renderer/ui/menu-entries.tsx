import { Menu as Base } from '@base-ui/react/menu';
import { Check, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { KeyHint } from './key-hint.tsx';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  readonly keys?: string | undefined;
  /** For a choice that is on or off. */
  readonly isChecked?: boolean | undefined;
  readonly isDanger?: boolean;
  /** Why it cannot be done now; shown under the label. */
  readonly refusal?: string | undefined;
  readonly run: () => void;
}

/** Items under an optional heading; groups are parted by a rule. */
export interface MenuGroup {
  readonly id: string;
  readonly label?: string | undefined;
  readonly items: readonly MenuItem[];
}

export const menuPopupLook =
  'floating max-h-(--available-height) min-w-44 max-w-90 overflow-auto rounded-lg bg-raised p-1 text-text shadow-float outline-none';

/** A choice of a Select or a Combobox, which may have a second line. */
export const listItemLook =
  'flex min-h-7 cursor-default items-start gap-2 rounded-md px-2 py-1 outline-none select-none data-highlighted:bg-hover';

const itemLook =
  'flex min-h-7 cursor-default items-center gap-2 rounded-md px-2 py-0.5 outline-none select-none ' +
  'data-highlighted:bg-hover data-disabled:text-muted';

/** What is inside a menu. */
export function MenuEntries({ groups }: { readonly groups: readonly MenuGroup[] }): ReactNode {
  return groups
    .filter((group) => group.items.length > 0)
    .map((group, at) => (
      <Base.Group key={group.id}>
        {at > 0 ? <Base.Separator className="mx-2 my-1 h-px bg-rule" /> : null}
        {group.label === undefined ? null : (
          <Base.GroupLabel className="px-2 pt-1 pb-0.5 text-xs font-medium text-muted">
            {group.label}
          </Base.GroupLabel>
        )}
        {group.items.map((item) => (
          <Entry key={item.id} item={item} />
        ))}
      </Base.Group>
    ));
}

function Entry({ item }: { readonly item: MenuItem }): ReactNode {
  const isRefused = item.refusal !== undefined;
  const look = classes(itemLook, item.isDanger === true && !isRefused && 'text-negative');
  const words = (
    <>
      {item.icon === undefined ? null : <Icon icon={item.icon} className="text-muted" />}
      <span className="min-w-0 flex-1">
        {item.label}
        {isRefused ? <span className="block text-xs text-muted">{item.refusal}</span> : null}
      </span>
      {item.keys === undefined ? null : <KeyHint keys={item.keys} />}
    </>
  );
  if (item.isChecked === undefined)
    return (
      <Base.Item className={look} disabled={isRefused} onClick={item.run}>
        {words}
      </Base.Item>
    );
  return (
    <Base.CheckboxItem
      className={look}
      disabled={isRefused}
      checked={item.isChecked}
      onCheckedChange={item.run}
      closeOnClick={false}
    >
      <span className="flex size-3.5 items-center justify-center text-accent">
        <Base.CheckboxItemIndicator>
          <Icon icon={Check} />
        </Base.CheckboxItemIndicator>
      </span>
      {words}
    </Base.CheckboxItem>
  );
}
