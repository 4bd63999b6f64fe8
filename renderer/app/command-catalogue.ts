import { closeCommands } from '#renderer/features/close/close-commands.ts';
import { connectionsCommands } from '#renderer/features/connections/connections-commands.ts';
import { exceptionsCommands } from '#renderer/features/exceptions/exceptions-commands.ts';
import { journalCommands } from '#renderer/features/journal/journal-commands.ts';
import { mappingsCommands } from '#renderer/features/mappings/mappings-commands.ts';
import { overviewCommands } from '#renderer/features/overview/overview-commands.ts';
import { reconciliationCommands } from '#renderer/features/reconciliation/reconciliation-commands.ts';
import { postingsCommands } from '#renderer/features/postings/postings-commands.ts';
import { serviceLevelsCommands } from '#renderer/features/service-levels/service-levels-commands.ts';
import { traceCommands } from '#renderer/features/trace/trace-commands.ts';
import { peopleCommands } from '#renderer/features/people/people-commands.ts';
import { settingsCommands } from '#renderer/features/settings/settings-commands.ts';
import type { Command } from '#renderer/shell/commands/command.ts';
import { everywhereCommands } from '#renderer/shell/commands/shell-commands.ts';

/** Every command of the product: menu, palette, keyboard sheet and keys are all made from this list. */
export const commandCatalogue: readonly Command[] = [
  ...everywhereCommands,
  ...overviewCommands,
  ...exceptionsCommands,
  ...postingsCommands,
  ...connectionsCommands,
  ...journalCommands,
  ...reconciliationCommands,
  ...closeCommands,
  ...serviceLevelsCommands,
  ...mappingsCommands,
  ...settingsCommands,
  ...peopleCommands,
  ...traceCommands,
];
