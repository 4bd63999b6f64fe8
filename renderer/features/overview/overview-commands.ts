import { defineCommands } from '#renderer/shell/commands/command.ts';

export const overviewCommands = defineCommands([
  {
    id: 'overview.nextBlocker',
    title: 'Next thing in the way',
    group: 'Item',
    scope: 'screen',
    keys: ['ArrowDown'],
    words: ['blocker'],
  },
  {
    id: 'overview.previousBlocker',
    title: 'Previous thing in the way',
    group: 'Item',
    scope: 'screen',
    keys: ['ArrowUp'],
    words: ['blocker'],
  },
  {
    id: 'overview.reconcile',
    title: 'Reconcile this period',
    group: 'Workspace',
    scope: 'screen',
    words: ['tie out', 'match'],
    isChange: true,
  },
]);
