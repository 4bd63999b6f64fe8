import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { type ReactNode, useState } from 'react';
import type { WireHit } from '#core/contract/search.ts';
import { KeyHint } from '#renderer/ui/key-hint.tsx';
import { closeLayer, useLayer } from '../chrome/layers.ts';
import type { CommandGroup, Command as KnownCommand } from '../commands/command.ts';
import { keysOf } from '../commands/key-map.ts';
import { refusalOf, runCommand, useCommandRegistry } from '../commands/registry.ts';
import { usePreferences } from '../preferences/preferences.ts';
import { useGoTo } from '../scope/navigation.tsx';
import { isScreenId } from '../scope/screens.ts';
import { RecordHits } from './record-hits.tsx';

/** One field for everything: an id pasted from any system, or the name of a command. */
export function Palette(): ReactNode {
  const [isOpen, setOpen] = useLayer('palette');
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className="floating fixed top-[12vh] left-1/2 z-50 w-160 max-w-[calc(100vw-16px)] -translate-x-1/2 overflow-hidden rounded-lg bg-raised text-text shadow-float outline-none">
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <PaletteContent />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteContent(): ReactNode {
  const [text, setText] = useState('');
  const goTo = useGoTo();
  const trace = (id: string): void => {
    closeLayer();
    goTo('trace', { id });
  };
  const open = ({ screen, search }: WireHit): void => {
    closeLayer();
    if (isScreenId(screen)) goTo(screen, search);
  };
  return (
    <Command label="Search and commands" loop className="flex max-h-[70vh] flex-col">
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder="Paste any id, or type a command"
        className="h-11 shrink-0 border-b bg-transparent px-4 text-md outline-none"
      />
      <Command.List className="min-h-0 overflow-y-auto p-1">
        <Command.Empty className="px-3 py-6 text-center text-muted">
          No command and no record goes by that.
        </Command.Empty>
        <RecordHits text={text.trim()} onTrace={trace} onOpen={open} />
        <KnownCommands />
      </Command.List>
    </Command>
  );
}

/** What the person is at comes first, then where they can go. */
const groupOrder: readonly CommandGroup[] = [
  'Item',
  'Selection',
  'Go',
  'Workspace',
  'View',
  'File',
  'Edit',
  'Help',
];

function KnownCommands(): ReactNode {
  const registry = useCommandRegistry();
  const remaps = usePreferences((preferences) => preferences.keyRemaps);
  const bound = registry.catalogue.filter(({ id }) => refusalOf(registry, id) !== 'unbound');
  return groupOrder.map((group) => {
    const ofGroup = bound.filter((command) => command.group === group);
    if (ofGroup.length === 0) return null;
    return (
      <Command.Group key={group} heading={group} className="palette-group">
        {ofGroup.map((command) => (
          <PaletteCommand
            key={command.id}
            command={command}
            binding={keysOf(command, remaps)[0]}
            refusal={refusalOf(registry, command.id)}
          />
        ))}
      </Command.Group>
    );
  });
}

interface PaletteCommandProps {
  readonly command: KnownCommand;
  readonly binding: string | undefined;
  readonly refusal: string | null;
}

function PaletteCommand({ command, binding, refusal }: PaletteCommandProps): ReactNode {
  const run = (): void => {
    closeLayer();
    // What the command opens must not be closed by the palette leaving.
    queueMicrotask(() => runCommand(command.id));
  };
  return (
    <Command.Item
      value={command.id}
      keywords={[command.title, ...(command.words ?? [])]}
      disabled={refusal !== null}
      onSelect={run}
      className="palette-item"
    >
      <span className="flex-1">
        {command.title}
        {refusal !== null && <span className="ms-2 text-sm text-muted">{refusal}</span>}
      </span>
      {binding !== undefined && <KeyHint keys={binding} />}
    </Command.Item>
  );
}
