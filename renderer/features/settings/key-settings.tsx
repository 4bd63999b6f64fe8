import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { Command } from '#renderer/shell/commands/command.ts';
import { keysOf } from '#renderer/shell/commands/key-map.ts';
import { useCommandRegistry } from '#renderer/shell/commands/registry.ts';
import { usePreferences } from '#renderer/shell/preferences/preferences.ts';
import { Button } from '#renderer/ui/button.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { KeyHint } from '#renderer/ui/key-hint.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { usePrefer } from './profile-settings.tsx';
import type { Setting } from './setting-list.tsx';

/** Keys: bare letters on or off, and every command's own key. */
export const keySettings: readonly Setting[] = [
  {
    id: 'singleLetterKeys',
    title: 'Single letters are commands',
    about:
      'In lists, letters such as A or J act at once. Off, everything still works by the palette and keys with a modifier.',
    control: 'me',
    words: 'shortcut keyboard letters',
    Control: LetterControl,
  },
];

function LetterControl(): ReactNode {
  const isOn = usePreferences((preferences) => preferences.singleLetterKeys);
  const prefer = usePrefer();
  return (
    <Switch
      label="Single letters are commands"
      isOn={isOn}
      onChange={(next) => prefer({ singleLetterKeys: next })}
    />
  );
}

/** Every command with its keys: press new ones to change them. */
export function KeyRemaps({ text }: { readonly text: string }): ReactNode {
  const catalogue = useCommandRegistry((registry) => registry.catalogue);
  const remaps = usePreferences((preferences) => preferences.keyRemaps);
  const prefer = usePrefer();
  const format = useFormat();
  const [heard, setHeard] = useState<string | null>(null);
  const wanted = text.trim().toLowerCase();
  const shown = catalogue.filter(({ id, title }) =>
    `${id} ${title} key shortcut remap`.toLowerCase().includes(wanted),
  );
  if (shown.length === 0) return null;
  const usersOf = (binding: string, id: string) =>
    catalogue.filter((other) => other.id !== id && keysOf(other, remaps).includes(binding));
  const remap = (id: string, keys: readonly string[] | null): void => {
    const { [id]: _, ...others } = remaps;
    prefer({ keyRemaps: keys === null ? others : { ...others, [id]: [...keys] } });
    setHeard(null);
  };
  return (
    <section aria-label="Keys of every command" className="py-3">
      <h3 className="font-medium">Keys of every command</h3>
      <p className="text-muted">
        {format.count(shown.length)} commands. Choose Change, then press the new keys; Esc leaves them.
      </p>
      <table className="mt-2 w-full">
        <tbody>
          {shown.map((command) => (
            <KeyRow
              key={command.id}
              command={command}
              keys={keysOf(command, remaps)}
              isRemapped={remaps[command.id] !== undefined}
              clashes={keysOf(command, remaps).flatMap((binding) =>
                command.scope === 'global'
                  ? usersOf(binding, command.id).filter(({ scope }) => scope === 'global')
                  : [],
              )}
              isListening={heard === command.id}
              onListen={() => setHeard(command.id)}
              onRemap={(keys) => remap(command.id, keys)}
              onLeave={() => setHeard(null)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface KeyRowProps {
  readonly command: Command;
  readonly keys: readonly string[];
  readonly isRemapped: boolean;
  readonly clashes: readonly Command[];
  readonly isListening: boolean;
  readonly onListen: () => void;
  readonly onRemap: (keys: readonly string[] | null) => void;
  readonly onLeave: () => void;
}

function KeyRow(props: KeyRowProps): ReactNode {
  const { command, keys, isRemapped, clashes, isListening, onListen, onRemap, onLeave } = props;
  const hear = (event: KeyboardEvent): void => {
    if (!isListening || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    // The key that asked for new ones may still be down.
    if (event.repeat) return;
    if (event.key === 'Escape') onLeave();
    const binding = bindingOf(event);
    if (binding !== null && event.key !== 'Escape') onRemap([binding]);
  };
  return (
    <tr className="border-t">
      <th scope="row" className="py-1 pr-3 text-left font-normal">
        {command.title}
        {clashes.length > 0 && (
          <span className="ml-2 text-sm text-warning">
            also {clashes.map(({ title }) => title).join(', ')}
          </span>
        )}
      </th>
      <td className="pr-3 text-sm text-muted">{command.group}</td>
      <td className="pr-3">
        <span className="flex gap-2">
          {keys.map((binding) => (
            <KeyHint key={binding} keys={binding} />
          ))}
        </span>
      </td>
      <td className="w-64 text-right">
        <Button
          variant="quiet"
          onClick={onListen}
          onKeyDown={hear}
          onBlur={isListening ? onLeave : undefined}
        >
          {isListening ? 'Press the new keys…' : 'Change'}
          <span className="sr-only"> the keys of {command.title}</span>
        </Button>
        {isRemapped && (
          <Button variant="quiet" onClick={() => onRemap(null)}>
            As shipped
          </Button>
        )}
      </td>
    </tr>
  );
}

/** The pressed keys as a binding of the registry; null while only modifiers are down. */
function bindingOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string | null {
  if (['Control', 'Meta', 'Alt', 'Shift'].includes(key)) return null;
  const parts = [ctrlKey || metaKey ? '$mod' : '', altKey ? 'Alt' : '', shiftKey ? 'Shift' : ''];
  return [...parts.filter((part) => part !== ''), key.length === 1 ? key.toLowerCase() : key].join('+');
}
