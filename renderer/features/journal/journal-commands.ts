import { defineCommands } from '#renderer/shell/commands/command.ts';

export const journalCommands = defineCommands([
  {
    id: 'journal.verify',
    title: 'Verify the journal',
    group: 'Workspace',
    scope: 'screen',
    keys: ['$mod+Shift+v'],
    words: ['chain', 'hash', 'prove', 'integrity'],
    isChange: true,
  },
  {
    id: 'journal.exportJson',
    title: 'Export the entries as JSON lines',
    group: 'File',
    scope: 'screen',
    words: ['evidence', 'audit'],
  },
  {
    id: 'journal.traceEntry',
    title: 'Trace what this entry is about',
    group: 'Item',
    scope: 'triage',
    keys: ['t'],
    words: ['chain', 'correlation'],
  },
  {
    id: 'journal.showLife',
    title: 'Only entries about the same thing',
    group: 'Item',
    scope: 'triage',
    keys: ['o'],
    words: ['filter', 'aggregate'],
  },
]);
