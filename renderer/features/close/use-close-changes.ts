import { useState } from 'react';
import type { WireClose, WireCloseTask } from '#core/contract/close.ts';
import { api } from '#renderer/shell/api/api.ts';
import type { ApiFailure } from '#renderer/shell/api/api-failure.ts';
import { useChange } from '#renderer/shell/api/reading.ts';
import { useToast } from '#renderer/ui/toast.tsx';

export type PeriodMove = 'soft-close' | 'open' | 'close' | 'request-reopen' | 'reopen';

/** What a person is asked before it is done. */
export type CloseDialog =
  | { readonly kind: 'act' | 'reopen' | 'assign' | 'note'; readonly task: WireCloseTask }
  | { readonly kind: 'sign-off' }
  | { readonly kind: 'period' };

export interface CloseChanges {
  readonly dialog: CloseDialog | null;
  readonly open: (dialog: CloseDialog | null) => void;
  readonly isBusy: boolean;
  readonly isVerifying: boolean;
  readonly act: (task: WireCloseTask, note: string) => void;
  readonly reopen: (task: WireCloseTask, reason: string) => void;
  readonly assign: (
    task: WireCloseTask,
    preparer: string | null,
    reviewer: string | null,
    dueOn: string | null,
  ) => void;
  readonly note: (task: WireCloseTask, note: string) => void;
  readonly sign: (close: WireClose) => void;
  readonly verify: () => void;
  readonly movePeriod: (move: PeriodMove, reason: string) => void;
}

/** Changes of one close. What they lead to is shown when the host says so. */
export function useCloseChanges(legalEntity: string, period: string): CloseChanges {
  const [dialog, open] = useState<CloseDialog | null>(null);
  const toast = useToast();
  const place = { legalEntity, period };
  const onRefused = ({ failure }: ApiFailure): void =>
    toast.show({ tone: 'negative', title: failure.message, description: failure.fix });
  const said = (title: string) => ({
    onDone: (): void => {
      open(null);
      toast.show({ title });
    },
    onRefused,
  });
  const preparing = useChange(api.close.prepareTask, said('Prepared'));
  const reviewing = useChange(api.close.reviewTask, said('Reviewed'));
  const reopening = useChange(api.close.reopenTask, said('Open again'));
  const assigning = useChange(api.close.assignTask, said('Assigned'));
  const noting = useChange(api.close.noteTask, said('Noted'));
  const preparingSignOff = useChange(
    api.close.prepareSignOff,
    said('Sign-off prepared: a second person signs'),
  );
  const signing = useChange(api.close.signOff, said('Signed off'));
  const verifying = useChange(api.close.verifyJournal, {
    onDone: ({ isSound, problems }) =>
      toast.show(
        isSound
          ? { title: 'The journal is sound' }
          : { tone: 'negative', title: `Verifying found ${problems} problems` },
      ),
    onRefused,
  });
  const moving = useChange(api.policy.movePeriod, said('The period’s state is changed'));
  const locking = useChange(api.close.lock, said('Period closed'));
  const all = [
    preparing,
    reviewing,
    reopening,
    assigning,
    noting,
    preparingSignOff,
    signing,
    moving,
    locking,
  ];
  return {
    dialog,
    open,
    isBusy: all.some(({ isPending }) => isPending),
    isVerifying: verifying.isPending,
    act: ({ id, state }, note) => {
      const change = state === 'prepared' ? reviewing : preparing;
      change.mutate({ ...place, taskId: id, note });
    },
    reopen: ({ id }, reason) => reopening.mutate({ ...place, taskId: id, reason }),
    assign: ({ id }, preparer, reviewer, dueOn) =>
      assigning.mutate({ ...place, taskId: id, preparer, reviewer, dueOn }),
    note: ({ id }, note) => noting.mutate({ ...place, taskId: id, note }),
    sign: ({ signOff, evidenceHash }) => {
      const change = signOff?.state === 'prepared' ? signing : preparingSignOff;
      change.mutate({ ...place, evidenceHash });
    },
    verify: () => verifying.mutate(undefined),
    movePeriod: (move, reason) => {
      if (move === 'close') locking.mutate({ ...place, reason });
      else moving.mutate({ move, ...place, reason });
    },
  };
}
