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
