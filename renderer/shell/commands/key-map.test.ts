import { describe, expect, test } from 'vitest';
import { type Command, defineCommands } from './command.ts';
import { isBareKey, keyConflicts, keysOf } from './key-map.ts';
import { acceleratorOf, menuOf } from './native-menu.ts';
import { everywhereCommands } from './shell-commands.ts';

const commands: readonly Command[] = defineCommands([
  { id: 'posting.approve', title: 'Approve', group: 'Item', scope: 'triage', keys: ['a'] },
  { id: 'posting.reject', title: 'Reject', group: 'Item', scope: 'triage', keys: ['x', '$mod+Backspace'] },
  { id: 'shell.find', title: 'Find', group: 'Go', scope: 'global', keys: ['$mod+k'] },
]);

describe('keys of a command', () => {
  test('are those it shipped with until a person maps others, or takes them away', () => {
    const [approve] = commands;
    expect(approve && keysOf(approve, {})).toEqual(['a']);
    expect(approve && keysOf(approve, { 'posting.approve': ['p'] })).toEqual(['p']);
    expect(approve && keysOf(approve, { 'posting.approve': [] })).toEqual([]);
  });

  test.each([
    ['a', true],
    ['Shift+a', true],
    ['/', true],
    ['g o', true],
    ['$mod+k', false],
    ['F5', false],
    ['Alt+ArrowLeft', false],
  ])('%s is bare: %s', (binding, isBare) => {
    expect(isBareKey(binding)).toBe(isBare);
  });

  test('conflict where two commands of one place have the same', () => {
    expect(keyConflicts(commands, {})).toEqual([]);
    expect(keyConflicts(commands, { 'posting.reject': ['a'] })).toEqual([
      ['posting a', ['posting.approve', 'posting.reject']],
    ]);
  });

  test('of the shell do not conflict', () => {
    expect(keyConflicts(everywhereCommands, {})).toEqual([]);
  });
});

describe('the native menu', () => {
  test('has every command, with the first key that a menu can own', () => {
    const menu = menuOf(commands, {}, (id) => (id === 'posting.approve' ? 'unbound' : null));
    expect(menu).toEqual([
      { id: 'posting.approve', title: 'Approve', group: 'Item', accelerator: null, isEnabled: false },
      {
        id: 'posting.reject',
        title: 'Reject',
        group: 'Item',
        accelerator: 'CmdOrCtrl+Backspace',
        isEnabled: true,
      },
      { id: 'shell.find', title: 'Find', group: 'Go', accelerator: 'CmdOrCtrl+K', isEnabled: true },
    ]);
  });

  test.each([
    ['a', null],
    ['g o', null],
    ['Alt+ArrowLeft', null],
    ['F5', 'F5'],
    ['$mod+Shift+p', 'CmdOrCtrl+Shift+P'],
    ['$mod+Enter', 'CmdOrCtrl+Enter'],
  ])('%s as accelerator: %s', (binding, accelerator) => {
    expect(acceleratorOf(binding)).toBe(accelerator);
  });
});
