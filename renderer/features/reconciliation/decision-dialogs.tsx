import type { ReactNode } from 'react';
import type { WireRun } from '#core/contract/reconciliation.ts';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import type { Decisions } from './use-decisions.ts';

interface DecisionDialogsProps {
  readonly run: WireRun;
  readonly decisions: Decisions;
}

const breakWords = {
  explain: ['Explain break', 'Says what it is. It stays a difference, and counts as explained.', 'Explain'],
  accept: ['Accept break', 'Leaves the difference as it is, with your name and reason under it.', 'Accept'],
  reopen: ['Open break again', 'It counts as open until someone decides it again.', 'Open again'],
} as const;

/** Whatever has to be asked before it is done; every answer goes into the journal. */
export function DecisionDialogs({ run, decisions }: DecisionDialogsProps): ReactNode {
  const format = useFormat();
  const { dialog, isBusy } = decisions;
  const onOpenChange = (): void => decisions.open(null);
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'write-off': {
      const { group } = dialog;
      const difference = format.money(group.difference);
      return (
        <ConfirmDialog
          isOpen
          onOpenChange={onOpenChange}
          title={`Write off ${difference}`}
          description={`${group.explanation} The documents are matched and the difference is kept as explained, never posted.`}
          confirmLabel="Match and write off"
          isBusy={isBusy}
          onConfirm={() =>
            decisions.accept(run.id, [group.number], `${difference} written off within tolerance`)
          }
        >
          <p className="flex justify-between border-y py-2">
            <span className="text-muted">Billing less ERP</span>
            <MoneyText amount={group.difference} currency="code" isDifference />
          </p>
        </ConfirmDialog>
      );
    }
    case 'unmatch':
      return (
        <ConfirmDialog
          isOpen
          onOpenChange={onOpenChange}
          title={`Take the match of ${dialog.group.reference} back`}
          description={
            dialog.group.origin === 'rule'
              ? 'The rule will not make it again. Its documents wait for another answer.'
              : 'Its documents stand alone again, and their breaks are open.'
          }
          confirmLabel="Take back"
          reason={{ label: 'Why', least: 3 }}
          isBusy={isBusy}
          onConfirm={(reason) => decisions.unmatch(run.id, dialog.group.number, reason)}
        />
      );
    case 'undo-run':
      return (
        <ConfirmDialog
          isOpen
          onOpenChange={onOpenChange}
          title={`Undo run ${run.number}`}
          description="Takes back every match that its rules made. Matches made by people stay. Running again makes them again."
          confirmLabel="Undo the run"
          isDanger
          reason={{ label: 'Why', least: 3 }}
          isBusy={isBusy}
          onConfirm={(reason) => decisions.undoRun(run.id, reason)}
        />
      );
    default: {
      const [title, description, confirmLabel] = breakWords[dialog.kind];
      return (
        <ConfirmDialog
          isOpen
          onOpenChange={onOpenChange}
          title={title}
          description={description}
          confirmLabel={confirmLabel}
          reason={{ label: 'Reason', least: 3 }}
          isBusy={isBusy}
          onConfirm={(reason) => decisions.decideBreak(dialog.found, dialog.kind, reason)}
        >
          <p className="border-y py-2">{dialog.found.message}</p>
        </ConfirmDialog>
      );
    }
  }
}
