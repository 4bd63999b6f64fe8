import type { MenuEntry } from '#electron/bridge/desktop-bridge.ts';
import type { Command } from './command.ts';
import { keysOf } from './key-map.ts';
import type { refusalOf } from './registry.ts';

/** A key that a native menu can own: one press with Ctrl or Cmd, or a function key. Bare letters never leave the page. */
export function acceleratorOf(binding: string): string | null {
  if (binding.includes(' ')) return null;
  const parts = binding.split('+');
  const key = parts.at(-1) ?? '';
  if (!parts.includes('$mod') && !/^F\d+$/.test(key)) return null;
  const modifiers = parts.slice(0, -1).map((part) => (part === '$mod' ? 'CmdOrCtrl' : part));
  return [...modifiers, key.length === 1 ? key.toUpperCase() : key.replace(/^Arrow/, '')].join('+');
}

/** The menu as the catalogue and the mounted screens make it: everything in the palette, and nothing else. */
export function menuOf(
  catalogue: readonly Command[],
  remaps: Readonly<Record<string, readonly string[]>>,
  refusal: (id: string) => ReturnType<typeof refusalOf>,
): readonly MenuEntry[] {
  return catalogue.map((command) => ({
    id: command.id,
    title: command.title,
    group: command.group,
    accelerator:
      keysOf(command, remaps)
        .map(acceleratorOf)
        .find((one) => one !== null) ?? null,
    isEnabled: refusal(command.id) === null,
  }));
}
