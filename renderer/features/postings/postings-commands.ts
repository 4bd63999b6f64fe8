import { type Command, defineCommands } from '#renderer/shell/commands/command.ts';

/** What is done with the focused posting, or with the selected ones. */
export const postingsCommands = defineCommands([
  {
    id: 'postings.approve',
    title: 'Approve…',
    group: 'Item',
    scope: 'triage',
    keys: ['a'],
    words: ['release', 'sign'],
    isChange: true,
  },
  {
    id: 'postings.reject',
    title: 'Reject…',
    group: 'Item',
    scope: 'triage',
    keys: ['x'],
    words: ['decline', 'refuse'],
    isChange: true,
  },
  {
    id: 'postings.retry',
    title: 'Put back on hold',
    group: 'Item',
    scope: 'triage',
    keys: ['r'],
    words: ['retry'],
    isChange: true,
  },
  {
    id: 'postings.undo',
    title: 'Take my decision back',
    group: 'Edit',
    scope: 'screen',
    keys: ['z', '$mod+z'],
    words: ['undo'],
    isChange: true,
  },
  { id: 'postings.trace', title: 'Show the trace', group: 'Go', scope: 'triage', keys: ['t'] },
  { id: 'postings.next', title: 'Next posting', group: 'Go', scope: 'triage', keys: ['j'] },
  { id: 'postings.previous', title: 'Previous posting', group: 'Go', scope: 'triage', keys: ['k'] },
  {
    id: 'postings.clearSelection',
    title: 'Clear the selection',
    group: 'Selection',
    scope: 'triage',
  },
]) satisfies readonly Command[];
