import { type ReactNode, useState } from 'react';
import type { WireClose } from '#core/contract/close.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { RadioGroup } from '#renderer/ui/radio-group.tsx';
import type { CloseChanges, PeriodMove } from './use-close-changes.ts';

const words: Readonly<Record<PeriodMove, readonly [string, string]>> = {
  'soft-close': ['Soft close', 'New postings into the period wait for a person.'],
  open: ['Open', 'Ends the soft close.'],
  close: ['Close', 'Locks the period. It takes a sign-off in force, and two people to open it again.'],
  'request-reopen': ['Ask to reopen', 'A second person answers.'],
  reopen: ['Reopen', 'Answers the request of the other person.'],
};

const rights: Readonly<Record<PeriodMove, string>> = {
  'soft-close': 'period.soft-close',
  open: 'period.soft-close',
  close: 'period.close',
  'request-reopen': 'period.request-reopen',
  reopen: 'period.reopen',
};

function movesOf(close: WireClose): readonly PeriodMove[] {
  if (close.control === 'closed') return close.reopenRequestedBy === null ? ['request-reopen'] : ['reopen'];
  return close.control === 'open' ? ['soft-close', 'close'] : ['close', 'open'];
}

/** Moves our own word on the period; closing lists what becomes read-only. */
export function PeriodDialog({
  close,
  changes,
}: {
  readonly close: WireClose;
  readonly changes: CloseChanges;
}): ReactNode {
  const session = useSession();
  const format = useFormat();
  const moves = movesOf(close);
  const [chosen, setChosen] = useState<PeriodMove>(moves[0] ?? 'soft-close');
  const refusal =
    session.refusalOf(rights[chosen]) ??
    (chosen === 'close' && close.signOff?.state !== 'signed' ? 'It takes a sign-off in force' : undefined) ??
    (chosen === 'reopen' && close.reopenRequestedBy === session.you.id
      ? 'You asked for it: someone else answers'
      : undefined);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={() => changes.open(null)}
      title={`State of ${format.period(close.period)}, ${close.legalEntity}`}
      confirmLabel={words[chosen][0]}
      isDanger={chosen === 'close'}
      reason={{ label: 'Why', least: 3 }}
      isBusy={changes.isBusy}
      refusal={refusal}
      onConfirm={(reason) => changes.movePeriod(chosen, reason)}
    >
      <RadioGroup
        label="New state"
        value={chosen}
        onChange={(next) => setChosen(next)}
        options={moves.map((move) => ({ value: move, label: words[move][0], about: words[move][1] }))}
      />
      {chosen === 'close' && (
        <section>
          <h3 className="pb-1 font-medium">Becomes read-only</h3>
          <ul>
            {close.locks.map(({ what, count, note }) => (
              <li key={what} className="border-t py-1">
                <span className="flex justify-between">
                  <span>{what}</span>
                  <span className="tabular-nums">{format.count(count)}</span>
                </span>
                <span className="text-sm text-muted">{note}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </ConfirmDialog>
  );
}
