import { defineCommands } from '#renderer/shell/commands/command.ts';

export const peopleCommands = defineCommands([
  {
    id: 'people.add',
    title: 'Add person…',
    group: 'Item',
    scope: 'screen',
    keys: ['$mod+Shift+n'],
    words: ['user', 'account', 'invite'],
    isChange: true,
  },
  {
    id: 'people.change',
    title: 'Change roles and limits…',
    group: 'Item',
    scope: 'triage',
    keys: ['e'],
    words: ['edit', 'rights'],
    isChange: true,
  },
  {
    id: 'people.setActive',
    title: 'Deactivate or reactivate…',
    group: 'Item',
    scope: 'triage',
    keys: ['x'],
    words: ['block', 'cut off', 'leave'],
    isChange: true,
  },
  {
    id: 'people.delegate',
    title: 'Lend a role…',
    group: 'Item',
    scope: 'screen',
    words: ['delegate', 'holiday', 'stand in'],
    isChange: true,
  },
  {
    id: 'people.exportReview',
    title: 'Export the access review',
    group: 'File',
    scope: 'screen',
    words: ['csv', 'audit', 'permissions'],
  },
]);
