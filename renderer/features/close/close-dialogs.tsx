import { type ReactNode, useState } from 'react';
import type { WireClose, WireCloseTask } from '#core/contract/close.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { PeriodDialog } from './period-dialog.tsx';
import type { CloseChanges } from './use-close-changes.ts';

interface CloseDialogsProps {
  readonly close: WireClose;
  readonly changes: CloseChanges;
}

/** Whatever has to be asked before it is done; every answer goes into the journal. */
export function CloseDialogs({ close, changes }: CloseDialogsProps): ReactNode {
  const { dialog, isBusy } = changes;
  const onOpenChange = (): void => changes.open(null);
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'act': {
      const { task } = dialog;
      const isReview = task.state === 'prepared';
      return (
        <ConfirmDialog
          isOpen
          onOpenChange={onOpenChange}
          title={`${isReview ? 'Review' : 'Prepare'}: ${task.title}`}
          description={
            isReview ? `${task.preparedBy ?? ''} prepared it. You say that it is right.` : task.guide
          }
          confirmLabel={isReview ? 'Mark reviewed' : 'Mark prepared'}
          isBusy={isBusy}
          onConfirm={() => changes.act(task, '')}
        />
      );
    }
    case 'reopen':
      return (
        <ConfirmDialog
          isOpen
          onOpenChange={onOpenChange}
          title={`Open “${dialog.task.title}” again`}
          description="A sign-off in force is suspended by it."
          confirmLabel="Open again"
          reason={{ label: 'Why', least: 3 }}
          isBusy={isBusy}
          onConfirm={(reason) => changes.reopen(dialog.task, reason)}
        />
      );
    case 'note':
      return (
        <ConfirmDialog
          isOpen
          onOpenChange={onOpenChange}
          title={`Note on “${dialog.task.title}”`}
          confirmLabel="Add"
          reason={{ label: 'Note', least: 3 }}
          isBusy={isBusy}
          onConfirm={(note) => changes.note(dialog.task, note)}
        />
      );
    case 'assign':
      return <AssignDialog task={dialog.task} changes={changes} />;
    case 'sign-off':
      return <SignOffDialog close={close} changes={changes} />;
    case 'period':
      return <PeriodDialog close={close} changes={changes} />;
  }
}

/** What is about to be signed, in figures; the key of whoever is signed in signs it. */
function SignOffDialog({ close, changes }: CloseDialogsProps): ReactNode {
  const format = useFormat();
  const isSecond = close.signOff?.state === 'prepared';
  const shown = close.evidence.filter(
    ({ key }) => key.endsWith('.difference') || key.endsWith('.open') || key.endsWith('.threshold'),
  );
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={() => changes.open(null)}
      title={`${isSecond ? 'Sign off' : 'Prepare the sign-off of'} ${format.period(close.period)}, ${close.legalEntity}`}
      description={
        isSecond
          ? `${close.signOff?.preparedBy ?? ''} prepared it. Your signature is bound to these figures; when one moves, the sign-off is suspended.`
          : 'Your signature is bound to these figures. A second person signs after you.'
      }
      confirmLabel={isSecond ? 'Sign off' : 'Sign as preparer'}
      isBusy={changes.isBusy}
      onConfirm={() => changes.sign(close)}
    >
      <div className="max-h-72 overflow-y-auto border-y" tabIndex={0} role="region" aria-label="Figures">
        <table className="w-full border-collapse">
          <tbody>
            {shown.map((figure) => (
              <tr key={figure.key} className="border-t first:border-t-0">
                <td className="py-1">{figure.label}</td>
                <td className="py-1 text-right">{figure.amount && <MoneyText amount={figure.amount} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="flex justify-between text-sm">
        <span className="text-muted">Evidence</span>
        <IdText id={close.evidenceHash} label="evidence hash" shown={16} />
      </p>
    </ConfirmDialog>
  );
}

function AssignDialog({
  task,
  changes,
}: {
  readonly task: WireCloseTask;
  readonly changes: CloseChanges;
}): ReactNode {
  const { data } = useRead(api.people.list, undefined);
  const [preparer, setPreparer] = useState(task.preparer ?? '');
  const [reviewer, setReviewer] = useState(task.reviewer ?? '');
  const [dueOn, setDueOn] = useState(task.dueOn);
  const people = [
    { value: '', label: 'Nobody' },
    ...(data?.people ?? [])
      .filter(({ isActive }) => isActive)
      .map(({ id, name }) => ({ value: id, label: name })),
  ];
  const isSame = preparer !== '' && preparer === reviewer;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(dueOn);
  const refusal = isSame
    ? 'Preparer and reviewer are two people'
    : isDay
      ? undefined
      : 'Write the day as YYYY-MM-DD';
  const submit = (): void => {
    if (refusal === undefined)
      changes.assign(task, preparer === '' ? null : preparer, reviewer === '' ? null : reviewer, dueOn);
  };
  return (
    <Dialog
      isOpen
      onOpenChange={() => changes.open(null)}
      title={`Assign “${task.title}”`}
      size="narrow"
      onSubmit={submit}
      footer={
        <Button type="submit" variant="primary" keys="$mod+Enter" refusal={refusal} isBusy={changes.isBusy}>
          Assign
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {task.condition ? null : (
          <>
            <Select label="Preparer" value={preparer} onChange={setPreparer} options={people} />
            <Select label="Reviewer" value={reviewer} onChange={setReviewer} options={people} />
          </>
        )}
        <TextField label="Due on" value={dueOn} onChange={setDueOn} />
      </div>
    </Dialog>
  );
}
