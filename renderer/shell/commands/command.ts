/** Where a command stands in the menu bar, in its order; the palette and the keyboard sheet group by the same words. */
export const commandGroups = [
  'File',
  'Edit',
  'View',
  'Go',
  'Item',
  'Selection',
  'Workspace',
  'Help',
] as const;

export type CommandGroup = (typeof commandGroups)[number];

/**
 * When the keys of a command are heard. `global`: anywhere but in an open dialog, and bare letters not in a text field.
 * `triage`: only while a triage grid (or the list it stands for) has the focus. `screen`: wherever the screen is.
 */
export type CommandScope = 'global' | 'screen' | 'triage';

/** A thing that can be asked for by menu, palette and key: one description for all of them. */
export interface Command {
  /** `area.verbNoun`, never reused for another meaning. */
  readonly id: string;
  readonly title: string;
  readonly group: CommandGroup;
  /** Key bindings, the first one shown; `$mod` is Ctrl or Cmd, presses of a sequence are parted by blanks. */
  readonly keys?: readonly string[];
  readonly scope: CommandScope;
  /** Other words that people look for it by. */
  readonly words?: readonly string[];
  /** Changes something, starts work or changes who works: not there at all in a sealed pack. */
  readonly isChange?: boolean;
}

/** What a mounted part of the interface does for a command. */
export interface CommandHandler {
  readonly run: () => void;
  /** Why it cannot be done now, in words for a tooltip; absent when it can. */
  readonly refusal?: string | undefined;
}

/** Commands of one area, typed by their ids. */
export function defineCommands<const Commands extends readonly Command[]>(commands: Commands): Commands {
  return commands;
}
