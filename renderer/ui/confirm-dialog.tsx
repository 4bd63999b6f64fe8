import { type ReactNode, useRef, useState } from 'react';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextArea } from './text-area.tsx';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** Names the act: "Approve 3 postings". */
  readonly title: string;
  readonly description?: ReactNode;
  /** The verb on the button. */
  readonly confirmLabel: string;
  readonly isDanger?: boolean;
  /** Asks for a reason of at least so many characters; the journal keeps it. */
  readonly reason?:
    | { readonly label: string; readonly least: number; readonly placeholder?: string }
    | undefined;
  readonly isBusy?: boolean;
  /** Why it was refused, when it was. */
  readonly failure?: string | undefined;
  readonly refusal?: string | undefined;
  readonly onConfirm: (reason: string) => void;
  /** What will happen: amounts, names, what is left out and why. */
  readonly children?: ReactNode;
}

/** Asks before something is done. Without a reason Enter confirms at once; with one, Mod+Enter does. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  // What was typed belongs to one opening.
  return props.isOpen ? <OpenConfirmDialog {...props} /> : null;
}

function OpenConfirmDialog({
  title,
  description,
  confirmLabel,
  isDanger = false,
  reason,
  isBusy = false,
  failure,
  refusal,
  onConfirm,
  onOpenChange,
  children,
}: ConfirmDialogProps): ReactNode {
  const [text, setText] = useState('');
  const [isAsked, setAsked] = useState(false);
  const confirmRef = useRef<HTMLButtonElement>(null);
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const isShort = reason !== undefined && text.trim().length < reason.least;
  const confirm = (): void => {
    setAsked(true);
    if (isShort) reasonRef.current?.focus();
    else if (!isBusy && refusal === undefined) onConfirm(text.trim());
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      size="narrow"
      onSubmit={confirm}
      initialFocus={reason === undefined ? confirmRef : reasonRef}
      footer={
        <>
          <Button variant="quiet" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            ref={confirmRef}
            type="submit"
            variant={isDanger ? 'danger' : 'primary'}
            keys={reason === undefined ? 'Enter' : '$mod+Enter'}
            isBusy={isBusy}
            refusal={refusal}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {failure === undefined ? null : <Banner tone="negative">{failure}</Banner>}
        {children}
        {reason === undefined ? null : (
          <TextArea
            ref={reasonRef}
            label={reason.label}
            value={text}
            onChange={setText}
            placeholder={reason.placeholder}
            error={isAsked && isShort ? `Give a reason of at least ${reason.least} characters.` : undefined}
          />
        )}
      </div>
    </Dialog>
  );
}
