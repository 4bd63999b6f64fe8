import { defineCommands } from '#renderer/shell/commands/command.ts';

export const connectionsCommands = defineCommands([
  {
    id: 'connections.runNow',
    title: 'Run all connections now',
    group: 'Workspace',
    scope: 'triage',
    keys: ['r'],
    words: ['sync', 'pull'],
    isChange: true,
  },
  {
    id: 'connections.cancelRun',
    title: 'Stop the running sync',
    group: 'Workspace',
    scope: 'screen',
    keys: ['$mod+.'],
    words: ['cancel'],
    isChange: true,
  },
  {
    id: 'connections.nextFailed',
    title: 'Only failed runs',
    group: 'View',
    scope: 'triage',
    keys: ['f'],
    words: ['filter', 'trouble'],
  },
]);
