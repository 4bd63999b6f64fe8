import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

interface AssignDialogProps {
  readonly count: number;
  /** Names what is assigned. */
  readonly about: ReactNode;
  readonly onChoose: (id: string | null) => void;
  readonly onClose: () => void;
}

interface Choice {
  readonly id: string | null;
  readonly name: string;
  readonly roles: string;
}

/** Initials or any part of the name; Enter takes the first that fits. */
export function AssignDialog({ count, about, onChoose, onClose }: AssignDialogProps): ReactNode {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const format = useFormat();
  const { data } = useRead(api.people.list, undefined);
  const people: Choice[] = (data?.people ?? [])
    .filter(({ isActive }) => isActive)
    .map(({ id, name, roles }) => ({ id, name, roles: roles.join(', ').replaceAll('-', ' ') }));
  const fitting = [...people, { id: null, name: 'Nobody', roles: 'back to the queue' }].filter((one) =>
    isMeant(one, text),
  );
  const chosen = fitting[Math.min(at, fitting.length - 1)];
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(fitting.length - 1, at + step)));
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={count === 1 ? 'Assign' : `Assign ${format.count(count)}`}
      size="narrow"
      initialFocus={field}
      onSubmit={() => {
        if (chosen) onChoose(chosen.id);
      }}
    >
      {about}
      <TextField
        ref={field}
        label="Initials or name"
        value={text}
        onChange={(next) => {
          setText(next);
          setAt(0);
        }}
        onKeyDown={move}
        role="combobox"
        aria-expanded
        aria-controls="assignees"
        aria-activedescendant={chosen ? `assignee-${chosen.id ?? 'nobody'}` : undefined}
      />
      <div id="assignees" role="listbox" aria-label="People" className="mt-2 flex flex-col">
        {fitting.map((one) => (
          <button
            type="button"
            key={one.id ?? 'nobody'}
            id={`assignee-${one.id ?? 'nobody'}`}
            role="option"
            tabIndex={-1}
            aria-selected={one === chosen}
            onClick={() => onChoose(one.id)}
            className={classes(
              'flex min-h-7 cursor-default items-baseline gap-2 rounded-md px-2 py-1 text-left',
              one === chosen ? 'bg-selected' : 'hover:bg-hover',
            )}
          >
            <span className="font-medium">{one.name}</span>
            <span className="truncate text-sm text-muted">{one.roles}</span>
          </button>
        ))}
        {fitting.length === 0 && <p className="px-2 py-1 text-muted">Nobody of that name.</p>}
      </div>
    </Dialog>
  );
}

/** By initials from their start, by the start of a word of the name, or by the id. */
function isMeant({ id, name }: Choice, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  const words = name.toLowerCase().split(/\s+/);
  const initials = words.map((word) => word.charAt(0)).join('');
  return (
    initials.startsWith(wanted) ||
    words.some((word) => word.startsWith(wanted)) ||
    (id ?? '').toLowerCase().startsWith(wanted)
  );
}
