import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import type { OpenedFile } from '#electron/bridge/desktop-bridge.ts';
import { usePushes } from '../api/pushes.ts';
import type { Command } from '../commands/command.ts';
import { useCommandKeys } from '../commands/key-listener.ts';
import { acceleratorOf, menuOf } from '../commands/native-menu.ts';
import { refusalOf, runCommand, useCommandHandlers, useCommandRegistry } from '../commands/registry.ts';
import { shellCommands } from '../commands/shell-commands.ts';
import { usePreferences } from '../preferences/preferences.ts';
import { desktopBridge } from '../session/desktop.ts';
import { useToast } from '#renderer/ui/toast.tsx';

/**
 * Ties commands to the outside: keys of the page, and in the desktop application the native menu, deep links, progress. A key
 * that the native menu shows belongs to the menu alone, or it would fire twice.
 */
export function useNativeShell(): void {
  const desktop = desktopBridge();
  const isOwnedByMenu = useCallback(
    (_command: Command, binding: string) => desktop !== undefined && acceleratorOf(binding) !== null,
    [desktop],
  );
  useCommandKeys(isOwnedByMenu);
  useOpenPack();
  const navigate = useNavigate();
  const toast = useToast();
  const remaps = usePreferences((preferences) => preferences.keyRemaps);
  const registry = useCommandRegistry();
  const jobs = usePushes((pushes) => pushes.jobs);
  useEffect(() => {
    if (!desktop) return undefined;
    const stops = [
      desktop.onCommand((id) => void runCommand(id)),
      desktop.onNavigate((address) => void navigate({ href: address } as never)),
      desktop.onOpenedFile((file) => say(file, toast)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [desktop, navigate, toast]);
  useEffect(() => {
    const menu = menuOf(registry.catalogue, remaps, (id) => refusalOf(registry, id));
    void desktop?.setMenu(menu);
  }, [desktop, registry, remaps]);
  useEffect(() => {
    const running = jobs.find(({ state }) => state === 'running');
    const failed = jobs.some(({ state }) => state === 'failed');
    const fraction = running?.of ? running.done / running.of : null;
    void desktop?.setProgress({ state: running ? 'running' : failed ? 'failed' : 'none', fraction });
  }, [desktop, jobs]);
}

/** Opening a sealed pack in the desktop application, which has a window for each; a browser opens none. */
function useOpenPack(): void {
  const desktop = desktopBridge();
  const toast = useToast();
  useCommandHandlers(
    shellCommands,
    desktop
      ? {
          'shell.openPack': {
            run: () => void desktop.openFile().then((file) => file && say(file, toast)),
          },
        }
      : {},
  );
}

/** What is no sealed pack is named; one that is opens in a window of its own. */
function say({ name, isSealedPack, detail }: OpenedFile, toast: ReturnType<typeof useToast>): void {
  if (!isSealedPack) toast.show({ tone: 'warning', title: `${name} is not opened`, description: detail });
}
