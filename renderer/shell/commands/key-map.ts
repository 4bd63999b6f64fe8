import type { Command } from './command.ts';

/** The keys of a command as this person has them: remapped, or as shipped. */
export function keysOf(
  command: Command,
  remaps: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  return remaps[command.id] ?? command.keys ?? [];
}

/** A binding that starts with a bare character: it must be possible to switch it off (WCAG 2.2, 2.1.4). */
export function isBareKey(binding: string): boolean {
  const [first = ''] = binding.split(' ');
  const parts = first.split('+');
  const key = parts.at(-1) ?? '';
  const modifiers = parts.slice(0, -1).filter((one) => one !== 'Shift' && !one.startsWith('['));
  return modifiers.length === 0 && key.length === 1;
}

const names: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Space',
};

/** A binding in the words of this keyboard: `$mod+Shift+p` is `⌘⇧P` on a Mac and `Ctrl+Shift+P` elsewhere. */
export function keyText(binding: string, isMac: boolean): string {
  return binding
    .split(' ')
    .map((press) => pressText(press, isMac))
    .join(' ');
}

function pressText(press: string, isMac: boolean): string {
  const parts = press.split('+').map((part) => part.replace(/^\[(.+)\]$/, '$1'));
  const key = parts.at(-1) ?? '';
  const shown = names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const modifiers = parts.slice(0, -1).map((one) => modifierText(one, isMac));
  return [...modifiers, shown].join(isMac ? '' : '+');
}

function modifierText(modifier: string, isMac: boolean): string {
  if (modifier === '$mod') return isMac ? '⌘' : 'Ctrl';
  if (modifier === 'Shift') return isMac ? '⇧' : 'Shift';
  if (modifier === 'Alt') return isMac ? '⌥' : 'Alt';
  return modifier;
}

/** Pairs of commands that one binding would start in the same place. */
export function keyConflicts(
  commands: readonly Command[],
  remaps: Readonly<Record<string, readonly string[]>>,
): readonly (readonly [binding: string, ids: readonly string[]])[] {
  const owners = new Map<string, string[]>();
  for (const command of commands) {
    // Screens are never mounted together, but everything global is always there.
    const place = command.scope === 'global' ? 'global' : (command.id.split('.')[0] ?? '');
    for (const binding of keysOf(command, remaps)) {
      const key = `${place} ${binding.toLowerCase()}`;
      owners.set(key, [...(owners.get(key) ?? []), command.id]);
    }
  }
  return [...owners].filter(([, ids]) => ids.length > 1);
}
