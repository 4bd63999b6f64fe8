import type { Command } from '#renderer/shell/commands/command.ts';
import { everywhereCommands } from '#renderer/shell/commands/shell-commands.ts';

/** Every command of the product: menu, palette, keyboard sheet and keys are all made from this list. */
export const commandCatalogue: readonly Command[] = [...everywhereCommands];
