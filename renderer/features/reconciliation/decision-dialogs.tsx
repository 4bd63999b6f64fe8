import type { ReactNode } from 'react';
import type { WireBreakRow, WireGroup, WireRun } from '#core/contract/reconciliation.ts';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import type { Decisions } from './use-decisions.ts';

interface DecisionDialogsProps {
  readonly decisions: Decisions;
}

const breakWords = {
  explain: ['Explain break', 'Says what it is. It stays a difference, and counts as explained.', 'Explain'],
  accept: ['Accept break', 'Leaves the difference as it is, with your name and reason under it.', 'Accept'],
  reopen: ['Open break again', 'It counts as open until someone decides it again.', 'Open again'],
} as const;

/** Whatever has to be asked before it is done; every answer goes into the journal. */
export function DecisionDialogs({ decisions }: DecisionDialogsProps): ReactNode {
  const { dialog } = decisions;
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'write-off':
      return <WriteOffDialog decisions={decisions} runId={dialog.runId} group={dialog.group} />;
    case 'unmatch':
      return <UnmatchDialog decisions={decisions} runId={dialog.runId} group={dialog.group} />;
    case 'undo-run':
      return <UndoRunDialog decisions={decisions} run={dialog.run} />;
    default:
      return <BreakDialog decisions={decisions} kind={dialog.kind} found={dialog.found} />;
  }
}

interface GroupDialogProps extends DecisionDialogsProps {
  readonly runId: string;
  readonly group: WireGroup;
}

function WriteOffDialog({ decisions, runId, group }: GroupDialogProps): ReactNode {
  const format = useFormat();
  const difference = format.money(group.difference);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={() => decisions.open(null)}
      title={`Write off ${difference} of ${group.reference}`}
      description={`${group.explanation} The documents are matched and the difference is kept as explained, never posted.`}
      confirmLabel="Match and write off"
      isBusy={decisions.isBusy}
      onConfirm={() => decisions.accept(runId, [group.number], `${difference} written off within tolerance`)}
    >
      <p className="flex justify-between border-y py-2">
        <span className="text-muted">Billing less ERP</span>
        <MoneyText amount={group.difference} currency="code" isDifference />
      </p>
    </ConfirmDialog>
  );
}

function UnmatchDialog({ decisions, runId, group }: GroupDialogProps): ReactNode {
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={() => decisions.open(null)}
      title={`Take the match of ${group.reference} back`}
      description={
        group.origin === 'rule'
          ? 'The rule will not make it again. Its documents wait for another answer.'
          : 'Its documents stand alone again, and their breaks are open.'
      }
      confirmLabel="Take back"
      reason={{ label: 'Why', least: 3 }}
      isBusy={decisions.isBusy}
      onConfirm={(reason) => decisions.unmatch(runId, group.number, reason)}
    />
  );
}

interface UndoRunDialogProps extends DecisionDialogsProps {
  readonly run: WireRun;
}

function UndoRunDialog({ decisions, run }: UndoRunDialogProps): ReactNode {
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={() => decisions.open(null)}
      title={`Undo run ${run.number}`}
      description="Takes back every match that its rules made. Matches made by people stay. Running again makes them again."
      confirmLabel="Undo the run"
      isDanger
      reason={{ label: 'Why', least: 3 }}
      isBusy={decisions.isBusy}
      onConfirm={(reason) => decisions.undoRun(run.id, reason)}
    />
  );
}

interface BreakDialogProps {
  readonly decisions: Decisions;
  readonly kind: keyof typeof breakWords;
  readonly found: WireBreakRow;
}

function BreakDialog({ decisions, kind, found }: BreakDialogProps): ReactNode {
  const [title, description, confirmLabel] = breakWords[kind];
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={() => decisions.open(null)}
      title={title}
      description={description}
      confirmLabel={confirmLabel}
      reason={{ label: 'Reason', least: 3 }}
      isBusy={decisions.isBusy}
      onConfirm={(reason) => decisions.decideBreak(found, kind, reason)}
    >
      <p className="border-y py-2">{found.message}</p>
    </ConfirmDialog>
  );
}
