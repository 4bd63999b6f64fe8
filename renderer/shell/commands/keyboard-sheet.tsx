import { type ReactNode, useState } from 'react';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { KeyHint } from '#renderer/ui/key-hint.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useLayer } from '../chrome/layers.ts';
import { useScreenFacts } from '../chrome/screen.ts';
import { usePreferences } from '../preferences/preferences.ts';
import { type Command, commandGroups } from './command.ts';
import { keysOf } from './key-map.ts';
import { refusalOf, useCommandRegistry } from './registry.ts';

/** Every key that works on this screen, from the same list that the keys are heard by. */
export function KeyboardSheet(): ReactNode {
  const [isOpen, setOpen] = useLayer('keys');
  const title = useScreenFacts((facts) => facts.title);
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setOpen}
      title="Keyboard shortcuts"
      description={`What works on ${title === '' ? 'this screen' : title} and everywhere.`}
      size="wide"
    >
      <SheetContent />
    </Dialog>
  );
}

function SheetContent(): ReactNode {
  const registry = useCommandRegistry();
  const remaps = usePreferences((preferences) => preferences.keyRemaps);
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = registry.catalogue.filter(
    (command) =>
      keysOf(command, remaps).length > 0 &&
      refusalOf(registry, command.id) !== 'unbound' &&
      command.title.toLowerCase().includes(wanted),
  );
  return (
    <>
      <TextField label="Find a shortcut" value={text} onChange={setText} />
      {shown.length === 0 && <p className="mt-4 text-muted">No shortcut goes by that.</p>}
      <div className="mt-3 columns-2 gap-6 max-[720px]:columns-1">
        {commandGroups.map((group) => (
          <SheetGroup
            key={group}
            title={group}
            commands={shown.filter((one) => one.group === group)}
            remaps={remaps}
          />
        ))}
      </div>
    </>
  );
}

interface SheetGroupProps {
  readonly title: string;
  readonly commands: readonly Command[];
  readonly remaps: Readonly<Record<string, readonly string[]>>;
}

function SheetGroup({ title, commands, remaps }: SheetGroupProps): ReactNode {
  if (commands.length === 0) return null;
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="text-sm text-muted">{title}</h3>
      <dl>
        {commands.map((command) => (
          <div key={command.id} className="flex min-h-7 items-center gap-3 border-b py-0.5">
            <dt className="flex-1">{command.title}</dt>
            <dd className="flex gap-2">
              {keysOf(command, remaps).map((binding) => (
                <KeyHint key={binding} keys={binding} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
