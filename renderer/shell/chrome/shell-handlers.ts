import type { Preferences } from '#core/contract/preferences.ts';
import { api } from '../api/api.ts';
import { queryClient } from '../api/query-client.ts';
import { useChange } from '../api/reading.ts';
import type { CommandHandler } from '../commands/command.ts';
import { everywhereCommands } from '../commands/shell-commands.ts';
import { useCommandHandlers } from '../commands/registry.ts';
import { changePreferences } from '../preferences/preferences.ts';
import { useGoTo } from '../scope/navigation.tsx';
import { screens } from '../scope/screens.ts';
import { useSession } from '../session/session.ts';
import { openLayer } from './layers.ts';
import { focusFilter, focusPane } from './panes.ts';

/** What the shell does for its own commands, on every screen. */
export function useShellHandlers(): void {
  const goTo = useGoTo();
  const session = useSession();
  const start = useChange(api.jobs.start);
  const going = Object.fromEntries(
    screens.map(({ id }) => [`go.${id}`, { run: () => goTo(id) }] satisfies [string, CommandHandler]),
  );
  const prefer = (changes: Partial<Preferences>): CommandHandler => ({
    run: () => void changePreferences(changes),
  });
  useCommandHandlers(everywhereCommands, {
    ...going,
    'shell.openPalette': { run: () => openLayer('palette') },
    'shell.showKeys': { run: () => openLayer('keys') },
    'shell.choosePeriod': { run: () => openLayer('period') },
    'shell.chooseEntity': { run: () => openLayer('entity') },
    'shell.switchPerson': { run: () => openLayer('person') },
    'shell.showJobs': { run: () => openLayer('jobs') },
    'shell.goBack': { run: () => window.history.back() },
    'shell.goForward': { run: () => window.history.forward() },
    'shell.nextPane': { run: () => focusPane(1) },
    'shell.previousPane': { run: () => focusPane(-1) },
    'shell.filter': { run: focusFilter },
    'shell.refresh': { run: () => void queryClient.invalidateQueries() },
    'shell.print': { run: () => window.print() },
    'shell.runSync': {
      run: () => start.mutate({ kind: 'sync', untilIdle: true }),
      refusal: session.refusalOf('sync.run'),
    },
    'shell.useLight': prefer({ theme: 'light' }),
    'shell.useDark': prefer({ theme: 'dark' }),
    'shell.useContrast': prefer({ theme: 'contrast' }),
    'shell.useSystemTheme': prefer({ theme: 'system' }),
    'shell.useCompact': prefer({ density: 'compact' }),
    'shell.useNormal': prefer({ density: 'normal' }),
    'shell.useRoomy': prefer({ density: 'roomy' }),
  });
}
