import { useState } from 'react';
import type { WireBreakRow, WireGroup, WireRun } from '#core/contract/reconciliation.ts';
import { api } from '#renderer/shell/api/api.ts';
import type { ApiFailure } from '#renderer/shell/api/api-failure.ts';
import { useChange } from '#renderer/shell/api/reading.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { useToast } from '#renderer/ui/toast.tsx';

/** What a person is asked before it is done, of the run that was shown: another one numbers its matches anew. */
export type DecisionDialog =
  | { readonly kind: 'write-off' | 'unmatch'; readonly runId: string; readonly group: WireGroup }
  | { readonly kind: 'undo-run'; readonly run: WireRun }
  | { readonly kind: 'explain' | 'accept' | 'reopen'; readonly found: WireBreakRow };

export interface Decisions {
  readonly dialog: DecisionDialog | null;
  readonly open: (dialog: DecisionDialog | null) => void;
  readonly isBusy: boolean;
  readonly accept: (runId: string, numbers: readonly number[], reason: string) => void;
  readonly reject: (runId: string, numbers: readonly number[]) => void;
  readonly unmatch: (runId: string, number: number, reason: string) => void;
  readonly undoRun: (runId: string, reason: string) => void;
  readonly decideBreak: (found: WireBreakRow, how: 'explain' | 'accept' | 'reopen', reason: string) => void;
  readonly run: (period: string) => void;
}

const verdictWords = { explain: 'Explained', accept: 'Accepted', reopen: 'Open again' } as const;

/** Changes of the workbench. The lists follow by the host's push; what was refused is said. */
export function useDecisions(): Decisions {
  const [dialog, open] = useState<DecisionDialog | null>(null);
  const toast = useToast();
  const format = useFormat();
  const onRefused = ({ failure }: ApiFailure): void =>
    toast.show({ tone: 'negative', title: failure.message, description: failure.fix });
  const done = (title: string): void => {
    open(null);
    toast.show({ title });
  };
  const accepting = useChange(api.reconciliation.accept, {
    onDone: ({ matchIds }) => done(`Matched ${format.count(matchIds.length)}`),
    onRefused,
  });
  const rejecting = useChange(api.reconciliation.reject, {
    onDone: ({ matchIds }) => done(`Turned down ${format.count(matchIds.length)}`),
    onRefused,
  });
  const unmatching = useChange(api.reconciliation.unmatch, {
    onDone: () => done('Match taken back'),
    onRefused,
  });
  const undoing = useChange(api.reconciliation.undoRun, {
    onDone: ({ matches }) => done(`${format.counted(matches, 'match', 'matches')} taken back`),
    onRefused,
  });
  const deciding = useChange(api.reconciliation.decideBreak, {
    onDone: (_, { how }) => done(verdictWords[how]),
    onRefused,
  });
  const starting = useChange(api.jobs.start, { onRefused });
  const busy = [accepting, rejecting, unmatching, undoing, deciding, starting];
  return {
    dialog,
    open,
    isBusy: busy.some(({ isPending }) => isPending),
    accept: (runId, numbers, reason) => accepting.mutate({ runId, numbers: [...numbers], reason }),
    reject: (runId, numbers) => rejecting.mutate({ runId, numbers: [...numbers] }),
    unmatch: (runId, number, reason) => unmatching.mutate({ runId, number, reason }),
    undoRun: (runId, reason) => undoing.mutate({ runId, reason }),
    decideBreak: ({ period, key }, how, reason) => deciding.mutate({ period, key, how, reason }),
    run: (period) => starting.mutate({ kind: 'reconcile', period }),
  };
}
