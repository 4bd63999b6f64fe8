import { screens } from '../scope/screens.ts';
import { type Command, defineCommands } from './command.ts';

/** Going to each screen, by `g` and a letter, and by number for the first nine. */
const goCommands = screens.map(
  ({ id, title, letter }, index): Command => ({
    id: `go.${id}`,
    title: `Go to ${title}`,
    group: 'Go',
    scope: 'global',
    keys: [
      `g ${letter}`,
      ...(index < 9 ? [`$mod+${index + 1}`] : []),
      ...(id === 'settings' ? ['$mod+,'] : []),
    ],
  }),
);

/** What the shell itself does, on every screen. */
export const shellCommands = defineCommands([
  {
    id: 'shell.openPalette',
    title: 'Search and commands…',
    group: 'Go',
    scope: 'global',
    keys: ['$mod+k'],
    words: ['find', 'go', 'id'],
  },
  {
    id: 'shell.showKeys',
    title: 'Keyboard shortcuts',
    group: 'Help',
    scope: 'global',
    keys: ['Shift+?', '$mod+/'],
  },
  {
    id: 'shell.choosePeriod',
    title: 'Choose period…',
    group: 'View',
    scope: 'global',
    keys: ['$mod+Shift+p'],
    words: ['month'],
  },
  {
    id: 'shell.chooseEntity',
    title: 'Choose legal entity…',
    group: 'View',
    scope: 'global',
    keys: ['$mod+Shift+l'],
    words: ['company', 'subsidiary'],
  },
  { id: 'shell.goBack', title: 'Back', group: 'Go', scope: 'global', keys: ['Alt+ArrowLeft'] },
  { id: 'shell.goForward', title: 'Forward', group: 'Go', scope: 'global', keys: ['Alt+ArrowRight'] },
  { id: 'shell.nextPane', title: 'Next pane', group: 'View', scope: 'global', keys: ['F6'] },
  { id: 'shell.previousPane', title: 'Previous pane', group: 'View', scope: 'global', keys: ['Shift+F6'] },
  { id: 'shell.filter', title: 'Filter this list', group: 'Edit', scope: 'global', keys: ['/', '$mod+f'] },
  { id: 'shell.refresh', title: 'Refresh data', group: 'View', scope: 'global', keys: ['F5', '$mod+r'] },
  {
    id: 'shell.openPack',
    title: 'Open a sealed pack…',
    group: 'File',
    scope: 'global',
    keys: ['$mod+o'],
    words: ['snapshot', 'file', 'auditor'],
  },
  { id: 'shell.export', title: 'Export…', group: 'File', scope: 'global', keys: ['$mod+e'] },
  { id: 'shell.print', title: 'Print or save as PDF…', group: 'File', scope: 'global', keys: ['$mod+p'] },
  { id: 'shell.showJobs', title: 'Show running work', group: 'View', scope: 'global', keys: ['$mod+j'] },
  {
    id: 'shell.runSync',
    title: 'Sync now',
    group: 'Workspace',
    scope: 'global',
    keys: ['$mod+Shift+s'],
    words: ['pull', 'refresh', 'update'],
    isChange: true,
  },
  {
    id: 'shell.switchPerson',
    title: 'Switch person…',
    group: 'Workspace',
    scope: 'global',
    keys: ['$mod+Shift+u'],
    words: ['sign in', 'user', 'log out'],
    isChange: true,
  },
  { id: 'shell.useLight', title: 'Light theme', group: 'View', scope: 'global' },
  { id: 'shell.useDark', title: 'Dark theme', group: 'View', scope: 'global' },
  { id: 'shell.useContrast', title: 'High contrast theme', group: 'View', scope: 'global' },
  { id: 'shell.useSystemTheme', title: 'Theme of the system', group: 'View', scope: 'global' },
  { id: 'shell.useCompact', title: 'Compact rows', group: 'View', scope: 'global' },
  { id: 'shell.useNormal', title: 'Normal rows', group: 'View', scope: 'global' },
  { id: 'shell.useRoomy', title: 'Roomy rows', group: 'View', scope: 'global' },
]);

export const everywhereCommands: readonly Command[] = [...shellCommands, ...goCommands];
