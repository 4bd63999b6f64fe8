import { useEffect } from 'react';
import { usePreferences } from '../preferences/preferences.ts';
import type { Command, CommandScope } from './command.ts';
import { isBareKey, keysOf } from './key-map.ts';
import { keySequences } from './key-sequences.ts';
import { runCommand, useCommandRegistry } from './registry.ts';

/** Where the keyboard is, as far as commands care. */
interface Focus {
  readonly isTyping: boolean;
  readonly isInDialog: boolean;
  readonly isInTriage: boolean;
}

function focusOf(target: EventTarget | null): Focus {
  const element = target instanceof Element ? target : null;
  const field = element?.closest(
    'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]',
  );
  return {
    isTyping: field !== null && field !== undefined,
    isInDialog:
      (element?.closest('[role=dialog],[role=alertdialog],[role=menu],[role=listbox]') ?? null) !== null,
    isInTriage: (element?.closest('[data-grid-mode=triage]') ?? null) !== null,
  };
}

/** What a text field does with its own text: it never reaches further than the field. */
const fieldKeys: readonly string[] = ['$mod+z', '$mod+shift+z', '$mod+y'];

function isHeard(scope: CommandScope, binding: string, { isTyping, isInDialog, isInTriage }: Focus): boolean {
  if (isInDialog) return false;
  if (isTyping && (isBareKey(binding) || fieldKeys.includes(binding.toLowerCase()))) return false;
  return scope !== 'triage' || isInTriage;
}

/**
 * Hears every key of the catalogue with one listener. Bare letters can be switched off, and a key that the native menu owns
 * is left to it.
 */
export function useCommandKeys(isOwnedByMenu: (command: Command, binding: string) => boolean): void {
  const catalogue = useCommandRegistry((registry) => registry.catalogue);
  const remaps = usePreferences((preferences) => preferences.keyRemaps);
  const hearsLetters = usePreferences((preferences) => preferences.singleLetterKeys);
  useEffect(() => {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const [binding, commands] of byBinding(catalogue, remaps)) {
      if (isBareKey(binding) && !hearsLetters) continue;
      const heard = commands.filter((command) => !isOwnedByMenu(command, binding));
      if (heard.length === 0) continue;
      bindings[binding] = (event) => {
        if (event.isComposing || event.defaultPrevented) return;
        const focus = focusOf(event.target);
        const open = heard.filter(({ scope }) => isHeard(scope, binding, focus));
        // A key that is held down moves on and on, but it changes something only once.
        if (event.repeat && open.some(({ isChange }) => isChange === true)) event.preventDefault();
        else if (open.some(({ id }) => runCommand(id))) event.preventDefault();
      };
    }
    const listen = keySequences(bindings);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [catalogue, remaps, hearsLetters, isOwnedByMenu]);
}

/** What one binding starts, the commands of a screen before the global ones. */
function byBinding(
  catalogue: readonly Command[],
  remaps: Readonly<Record<string, readonly string[]>>,
): Map<string, Command[]> {
  const found = new Map<string, Command[]>();
  const ordered = [...catalogue].sort((one, other) => rank(one) - rank(other));
  for (const command of ordered) {
    for (const binding of keysOf(command, remaps)) {
      found.set(binding, [...(found.get(binding) ?? []), command]);
    }
  }
  return found;
}

function rank({ scope }: Command): number {
  return scope === 'triage' ? 0 : scope === 'screen' ? 1 : 2;
}
