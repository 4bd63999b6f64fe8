import { defineCommands } from '#renderer/shell/commands/command.ts';

export const serviceLevelsCommands = defineCommands([
  {
    id: 'serviceLevels.openBreach',
    title: 'Open what broke the level',
    group: 'Item',
    scope: 'triage',
    keys: ['Shift+Enter'],
    words: ['breach', 'item'],
  },
]);
