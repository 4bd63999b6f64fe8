import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { KeyboardEvent, ReactNode, RefObject, SubmitEvent } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

interface DialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly title: string;
  /** One sentence under the title: what this is about. */
  readonly description?: ReactNode;
  readonly size?: 'narrow' | 'normal' | 'wide';
  /** Buttons, the main one last. */
  readonly footer?: ReactNode;
  /** Makes it a form: Enter in a one-line field and Mod+Enter anywhere ask for it. A field that cannot be read keeps it from going. */
  readonly onSubmit?: (() => void) | undefined;
  /** Takes the focus when it opens; otherwise the first control does. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children?: ReactNode;
}

const widths = { narrow: 'w-110', normal: 'w-150', wide: 'w-230' } as const;

/** A question or an editor above the screen. Escape and the close button leave it as it was. */
export function Dialog({
  isOpen,
  onOpenChange,
  size = 'normal',
  initialFocus,
  ...content
}: DialogProps): ReactNode {
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          {...(initialFocus === undefined ? {} : { initialFocus: () => focusedNow(initialFocus) })}
          onKeyDownCapture={ignoreHeldKeys}
          onKeyDown={submitByKeys}
          className={classes(
            'floating fixed top-[12vh] left-1/2 z-40 max-h-[80vh] max-w-[calc(100vw-16px)] -translate-x-1/2 outline-none',
            'flex flex-col overflow-hidden rounded-lg bg-raised text-text shadow-float',
            'max-[480px]:top-2 max-[480px]:max-h-[calc(100vh-16px)]',
            widths[size],
          )}
        >
          <DialogContent {...content} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Focuses at once, not a frame later: the next key of quick hands belongs to the dialog already. */
function focusedNow({ current }: RefObject<HTMLElement | null>): HTMLElement | true {
  current?.focus();
  return current ?? true;
}

/** The key that opened the dialog may still be down: held, it answers nothing. What it writes in a field it goes on writing. */
function ignoreHeldKeys(event: KeyboardEvent<HTMLDivElement>): void {
  if (!event.repeat || (event.key !== 'Enter' && event.key !== ' ')) return;
  const writes = event.key === ' ' ? 'textarea, input:not([type=checkbox], [type=radio])' : 'textarea';
  const isWriting = event.target instanceof Element && event.target.matches(writes);
  if (isWriting && !event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Mod+Enter asks for the form's own submission, from wherever in it the focus is. */
function submitByKeys(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
  const form = event.currentTarget.querySelector('form');
  if (form === null) return;
  event.preventDefault();
  form.requestSubmit();
}

type ContentProps = Pick<DialogProps, 'title' | 'description' | 'footer' | 'onSubmit' | 'children'>;

function DialogContent({ title, description, footer, onSubmit, children }: ContentProps): ReactNode {
  const inside = (
    <>
      <header className="flex items-start gap-3 px-4 pt-3 pb-2">
        <div className="min-w-0 flex-1">
          <Base.Title className="text-md font-semibold">{title}</Base.Title>
          {description === undefined ? null : (
            <Base.Description className="mt-0.5 text-muted">{description}</Base.Description>
          )}
        </div>
        <Base.Close
          aria-label="Close"
          className="-mr-1 inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover"
        >
          <Icon icon={X} />
        </Base.Close>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-4">{children}</div>
      {footer === undefined ? null : (
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-2.5">
          {footer}
        </footer>
      )}
    </>
  );
  if (onSubmit === undefined) return inside;
  return <SubmittedForm onSubmit={onSubmit}>{inside}</SubmittedForm>;
}

function SubmittedForm({
  onSubmit,
  children,
}: {
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // A form in a dialog is not part of the form that may be around the dialog's owner.
    event.stopPropagation();
    if (focusInvalid(event.currentTarget)) return;
    onSubmit();
  };
  return (
    <form noValidate onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
      {children}
    </form>
  );
}

/** A field whose text cannot be read says why when it is asked, takes the focus, and the form does not go. */
function focusInvalid(form: HTMLFormElement): boolean {
  if (form.checkValidity()) return false;
  form.querySelector<HTMLElement>(':invalid:not(fieldset)')?.focus();
  return true;
}
