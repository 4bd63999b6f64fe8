import { useState } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useChange } from '#renderer/shell/api/reading.ts';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useGoTo } from '#renderer/shell/scope/navigation.tsx';
import { useSession } from '#renderer/shell/session/session.ts';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { reconciliationCommands } from './reconciliation-commands.ts';
import { type Workbench, workbenchRefusal } from './workbench.ts';

type Weighed = Awaited<ReturnType<typeof api.reconciliation.weigh>>;
interface Chosen {
  readonly runId: string;
  readonly left: string[];
  readonly right: string[];
}

/** Matches what is chosen: at once where the sides agree, after a reason where a difference is written off. */
export function useManualMatch(
  workbench: Workbench,
  chosen: Chosen,
  weighed: Weighed | undefined,
  clear: () => void,
) {
  const session = useSession();
  const toast = useToast();
  const format = useFormat();
  const goTo = useGoTo();
  const [isAsking, setAsking] = useState(false);
  const matching = useChange(api.reconciliation.match, {
    onDone: () => {
      setAsking(false);
      clear();
      toast.show({ title: 'Matched' });
    },
    onRefused: ({ failure }) =>
      toast.show({ tone: 'negative', title: failure.message, description: failure.fix }),
  });
  const refusal = workbenchRefusal(workbench) ?? session.refusalOf('reconciliation.match');
  const notNow =
    chosen.left.length === 0 || chosen.right.length === 0
      ? 'Choose documents on both sides'
      : weighed && !weighed.isAllowed
        ? weighed.message
        : undefined;
  const match = (reason: string): void => matching.mutate({ ...chosen, reason });
  const isWriteOff = weighed?.isWriteOff === true;
  useCommandHandlers(reconciliationCommands, {
    'reconciliation.match': {
      run: () => (isWriteOff ? setAsking(true) : match('')),
      refusal: refusal ?? notNow,
    },
    'reconciliation.writeOff': {
      run: () => setAsking(true),
      refusal: refusal ?? notNow ?? (isWriteOff ? undefined : 'There is no difference'),
    },
    'reconciliation.trace': {
      run: () => goTo('trace', { id: chosen.left[0] ?? chosen.right[0] }),
      refusal: chosen.left.length + chosen.right.length === 0 ? 'Choose a document first' : undefined,
    },
  });
  const difference = weighed?.difference ? format.money(weighed.difference) : '';
  const dialog = (
    <ConfirmDialog
      isOpen={isAsking}
      onOpenChange={setAsking}
      title={`Match and write off ${difference}`}
      description="The difference is within tolerance. It is kept as explained, never posted."
      confirmLabel="Match"
      isBusy={matching.isPending}
      onConfirm={() => match(`${difference} written off within tolerance`)}
    />
  );
  return { dialog };
}
