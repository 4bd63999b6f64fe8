import { defineCommands } from '#renderer/shell/commands/command.ts';

export const settingsCommands = defineCommands([
  {
    id: 'settings.exportFile',
    title: 'Export settings',
    group: 'File',
    scope: 'screen',
    words: ['save', 'backup', 'json'],
  },
  {
    id: 'settings.importFile',
    title: 'Import settings…',
    group: 'File',
    scope: 'screen',
    words: ['load', 'restore', 'json'],
    isChange: true,
  },
]);
