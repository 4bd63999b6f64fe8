import { defineCommands } from '#renderer/shell/commands/command.ts';

export const traceCommands = defineCommands([
  {
    id: 'trace.showFailures',
    title: 'Show failures only',
    group: 'View',
    scope: 'triage',
    keys: ['f'],
    words: ['stuck', 'missing', 'errors'],
  },
  {
    id: 'trace.nextFailure',
    title: 'Next failure',
    group: 'Go',
    scope: 'triage',
    keys: ['n'],
    words: ['stuck', 'missing'],
  },
  {
    id: 'trace.foldIdle',
    title: 'Fold idle time',
    group: 'View',
    scope: 'triage',
    keys: ['c'],
    words: ['collapse', 'gaps', 'wait'],
  },
  {
    id: 'trace.copyId',
    title: 'Copy id of hop',
    group: 'Edit',
    scope: 'screen',
    keys: ['$mod+Shift+c'],
    words: ['clipboard'],
  },
  {
    id: 'trace.showGraph',
    title: 'Show as graph',
    group: 'View',
    scope: 'triage',
    keys: ['v'],
    words: ['network', 'waterfall', 'diagram'],
  },
]);
