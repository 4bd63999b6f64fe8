import type { ReactNode } from 'react';
import { KeyHint } from '#renderer/ui/key-hint.tsx';
import { usePreferences } from '../preferences/preferences.ts';
import { keysOf } from './key-map.ts';
import { useCommandRegistry } from './registry.ts';

/** The first binding of a command as this person has it, or undefined where it has none. */
export function useCommandBinding(id: string): string | undefined {
  const command = useCommandRegistry(({ catalogue }) => catalogue.find((one) => one.id === id));
  const remaps = usePreferences((preferences) => preferences.keyRemaps);
  return command && keysOf(command, remaps)[0];
}

/** Draws that binding. */
export function CommandKeys({ id }: { readonly id: string }): ReactNode {
  const binding = useCommandBinding(id);
  return binding === undefined ? null : <KeyHint keys={binding} />;
}
