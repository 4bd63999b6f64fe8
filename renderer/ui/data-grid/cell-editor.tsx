import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';

export type AfterCommit = 'down' | 'up' | 'left' | 'right' | 'stay';

/** An edit that is under way. */
export interface EditorSession {
  readonly rowIndex: number;
  readonly columnId: string;
  readonly initialText: string;
  /** Typing replaced the text: the caret stands behind it. Otherwise all of it is selected. */
  readonly isTyped: boolean;
  readonly options: readonly string[];
  /** Takes the text over and moves on; gives the reason where it is refused. */
  readonly commit: (text: string, after: AfterCommit) => string | null;
  /** The field lost the focus: takes over what can be read, gives up the rest and says so. */
  readonly leave: (text: string) => void;
  readonly cancel: () => void;
  /** Says why the text is refused, where everyone can see it. */
  readonly complain: (reason: string | null) => void;
}

interface CellEditorProps {
  readonly session: EditorSession;
  readonly label: string;
}

/** The text field of a cell: Enter and Tab take it over and move on, Esc gives it up. */
export function CellEditor({ session, label }: CellEditorProps): ReactNode {
  const { commit, leave, cancel, complain, options } = session;
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  const [isRefused, setRefused] = useState(false);
  useLayoutEffect(() => {
    const field = input.current;
    field?.focus({ preventScroll: true });
    if (session.isTyped) field?.setSelectionRange(field.value.length, field.value.length);
    else field?.select();
  }, [session]);

  const finish = (field: HTMLInputElement, after: AfterCommit) => {
    isOver.current = true;
    const reason = commit(field.value, after);
    if (reason === null) return;
    isOver.current = false;
    setRefused(true);
    complain(reason);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const after = afterKey(event);
    if (after !== null) {
      event.preventDefault();
      finish(event.currentTarget, after);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      isOver.current = true;
      complain(null);
      cancel();
    }
  };
  return (
    <>
      <input
        ref={input}
        className="grid-editor"
        aria-label={label}
        aria-invalid={isRefused || undefined}
        defaultValue={session.initialText}
        list={options.length > 0 ? listId : undefined}
        autoComplete="off"
        spellCheck={false}
        onKeyDown={onKeyDown}
        onInput={() => {
          if (isRefused) complain(null);
          setRefused(false);
        }}
        onBlur={(event) => {
          if (!isOver.current) leave(event.currentTarget.value);
          isOver.current = true;
        }}
      />
      {options.length > 0 ? (
        <datalist id={listId}>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </datalist>
      ) : null}
    </>
  );
}

function afterKey({ key, shiftKey }: KeyboardEvent): AfterCommit | null {
  if (key === 'Enter') return shiftKey ? 'up' : 'down';
  if (key === 'Tab') return shiftKey ? 'left' : 'right';
  return null;
}
