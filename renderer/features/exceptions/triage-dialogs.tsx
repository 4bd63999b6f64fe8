import { type ReactNode, useRef, useState } from 'react';
import type { WireException } from '#core/contract/exceptions.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useLostConnection } from '#renderer/shell/api/pushes.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { TextArea } from '#renderer/ui/text-area.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { codeWords } from './code-words.ts';
import type { Triage } from './use-triage.ts';

/** Whatever the person is asked before something is done. */
export function TriageDialogs({ triage }: { readonly triage: Triage }): ReactNode {
  const { dialog } = triage;
  if (dialog === null) return null;
  const { kind, items } = dialog;
  switch (kind) {
    case 'fix':
    case 'dismiss':
      return <ResolveDialog how={kind} items={items} triage={triage} />;
    case 'assign':
      return (
        <AssignDialog
          count={items.length}
          about={<OnlyOne items={items} />}
          onChoose={(id) => triage.assign(items, id)}
          onClose={triage.close}
        />
      );
    case 'note':
      return <NoteDialog item={items[0]} triage={triage} />;
  }
}

interface ResolveDialogProps {
  readonly how: 'fix' | 'dismiss';
  readonly items: readonly WireException[];
  readonly triage: Triage;
}

function ResolveDialog({ how, items, triage }: ResolveDialogProps): ReactNode {
  const format = useFormat();
  const lost = useLostConnection();
  const [first] = items;
  const fix = first?.suggestedFix;
  const isOneFix = items.every(({ suggestedFix }) => suggestedFix.kind === fix?.kind);
  const verb = how === 'dismiss' ? 'Dismiss' : isOneFix ? (fix?.title ?? 'Fix') : 'Take each suggested fix';
  const count = items.length === 1 ? '' : ` · ${format.count(items.length)}`;
  const about =
    how === 'dismiss'
      ? 'Ends it with your reason. What still blocks a posting comes back when it is decided again.'
      : isOneFix
        ? fix?.effect
        : 'Each one by its own fix; those that need another screen are left.';
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={triage.close}
      title={`${verb}${count}`}
      description={about}
      confirmLabel={how === 'dismiss' ? 'Dismiss' : verb}
      isDanger={how === 'dismiss'}
      failure={lost}
      isBusy={lost !== undefined}
      {...(how === 'dismiss' ? { reason: { label: 'Why', least: 3 } } : {})}
      onConfirm={(reason) => triage.resolve(how, items, reason === '' ? verb : reason)}
    >
      <OnlyOne items={items} />
      <Preview how={how} items={items} />
    </ConfirmDialog>
  );
}

/** Which one it is about, where it is about one: what is behind the dialog may have another row in view. */
function OnlyOne({ items }: Pick<ResolveDialogProps, 'items'>): ReactNode {
  const [item] = items;
  if (!item || items.length > 1) return null;
  return (
    <p className="font-medium">
      {codeWords(item.code)}, <VendorText text={item.subject.label} />
    </p>
  );
}

const skippedShown = 3;

/** What would happen, from the host: how many, how much, and what is left and why. */
function Preview({ how, items }: Pick<ResolveDialogProps, 'how' | 'items'>): ReactNode {
  const format = useFormat();
  const ids = items.map(({ id }) => id);
  const { data, error } = useRead(api.exceptions.resolve, {
    ids,
    how,
    reason: 'what would happen',
    confirm: false,
  });
  const words = new Map(items.map((item) => [item.id, `${codeWords(item.code)}, ${item.subject.label}`]));
  if (error) return <p className="text-negative">{error.failure.message}</p>;
  if (!data) return <p className="min-h-10 text-muted">Reckoning what it changes…</p>;
  const rest = data.refused.length - skippedShown;
  return (
    <div className="flex flex-col gap-2">
      <p>
        {format.count(data.totals.count)} of {format.count(items.length)}
        {data.totals.sums.length > 0 && ', '}
        <MoneyTotals sums={data.totals.sums} />
      </p>
      {data.refused.length > 0 && (
        <ul className="border-t pt-2 text-muted">
          {data.refused.slice(0, skippedShown).map(({ id, failure }) => (
            <li key={id}>
              Left: {words.get(id)}. {failure.message}
            </li>
          ))}
          {rest > 0 && <li>and {format.count(rest)} more</li>}
        </ul>
      )}
    </div>
  );
}

function NoteDialog({
  item,
  triage,
}: {
  readonly item: WireException | undefined;
  readonly triage: Triage;
}): ReactNode {
  const [text, setText] = useState('');
  const lost = useLostConnection();
  const field = useRef<HTMLTextAreaElement>(null);
  const isEmpty = text.trim() === '';
  const submit = (): void => {
    if (item && !isEmpty && lost === undefined) triage.note(item, text.trim());
  };
  return (
    <Dialog
      isOpen
      onOpenChange={triage.close}
      title="Add a note"
      description="Everyone who opens the exception reads it; the journal keeps it."
      size="narrow"
      onSubmit={submit}
      initialFocus={field}
      footer={
        <Button
          type="submit"
          variant="primary"
          keys="$mod+Enter"
          refusal={isEmpty ? 'Write something' : lost}
        >
          Add
        </Button>
      }
    >
      <OnlyOne items={item ? [item] : []} />
      <TextArea ref={field} label="Note" value={text} onChange={setText} />
    </Dialog>
  );
}
