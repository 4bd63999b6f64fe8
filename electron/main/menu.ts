import type { Menu, MenuItemConstructorOptions } from 'electron';
import type { MenuEntry } from '../bridge/desktop-bridge.ts';

/** The order of the menu bar; a group that is not here stands before Help. */
const order = ['File', 'Edit', 'View', 'Go', 'Item', 'Selection', 'Workspace', 'Window', 'Help'];

/** Without these, text fields on a Mac lose their keys. */
const editRoles: readonly MenuItemConstructorOptions[] = [
  { role: 'undo' },
  { role: 'redo' },
  { type: 'separator' },
  { role: 'cut' },
  { role: 'copy' },
  { role: 'paste' },
  { role: 'selectAll' },
];

/** Keys that the roles above and below already own, on each system. */
const roleKeys = [
  'CmdOrCtrl+Z',
  'CmdOrCtrl+Shift+Z',
  'CmdOrCtrl+Y',
  'CmdOrCtrl+X',
  'CmdOrCtrl+C',
  'CmdOrCtrl+V',
  'CmdOrCtrl+A',
  'CmdOrCtrl+M',
  'CmdOrCtrl+Q',
];

export interface MenuPorts {
  readonly platform: NodeJS.Platform;
  readonly runCommand: (id: string) => void;
}

/**
 * The whole menu from the interface's command list, built from nothing: Electron's own reload, zoom and close would take drafts
 * with them. A key has one owner: the first command that names it, and never one that a role owns.
 */
export function menuTemplate(
  entries: readonly MenuEntry[],
  { platform, runCommand }: MenuPorts,
): MenuItemConstructorOptions[] {
  const owned = new Set(roleKeys.map((key) => key.toLowerCase()));
  const groups = new Map<string, MenuItemConstructorOptions[]>();
  for (const { id, title, group, accelerator, isEnabled } of entries) {
    const isFree = accelerator !== null && !owned.has(accelerator.toLowerCase());
    if (isFree) owned.add(accelerator.toLowerCase());
    const item: MenuItemConstructorOptions = {
      id,
      // A lone ampersand would underline the next letter.
      label: title.replaceAll('&', '&&'),
      enabled: isEnabled,
      click: () => runCommand(id),
      ...(isFree ? { accelerator } : {}),
    };
    groups.set(group, [...(groups.get(group) ?? []), item]);
  }
  const isMac = platform === 'darwin';
  addRoles(groups, isMac);
  const names = [...groups.keys()].sort((one, other) => rank(one) - rank(other));
  const menus = names.map(
    (name): MenuItemConstructorOptions => ({ label: name, submenu: groups.get(name) ?? [] }),
  );
  return isMac ? [applicationMenu(), ...menus] : menus;
}

function addRoles(groups: Map<string, MenuItemConstructorOptions[]>, isMac: boolean): void {
  const separated = (group: string): MenuItemConstructorOptions[] => {
    const items = groups.get(group) ?? [];
    return items.length > 0 ? [{ type: 'separator' }, ...items] : items;
  };
  groups.set('Edit', [...editRoles, ...separated('Edit')]);
  groups.set('Window', [
    { role: 'minimize' },
    ...(isMac ? [{ role: 'zoom' } as const, { role: 'front' } as const] : []),
    ...separated('Window'),
  ]);
  if (isMac) return;
  const file = groups.get('File') ?? [];
  groups.set('File', [
    ...file,
    ...(file.length > 0 ? [{ type: 'separator' } as const] : []),
    { role: 'quit' },
  ]);
}

function applicationMenu(): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
}

function rank(group: string): number {
  const at = order.indexOf(group);
  return at < 0 ? order.indexOf('Window') - 0.5 : at;
}

/** Puts the menu of these entries in place of the one before. */
export function showMenu(entries: readonly MenuEntry[], menu: typeof Menu, ports: MenuPorts): void {
  menu.setApplicationMenu(menu.buildFromTemplate(menuTemplate(entries, ports)));
}
