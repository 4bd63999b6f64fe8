import { type RefObject, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { WirePosting } from '#core/contract/postings.ts';
import { api } from '#renderer/shell/api/api.ts';
import { type ApiFailure, isUnanswered } from '#renderer/shell/api/api-failure.ts';
import { useChange } from '#renderer/shell/api/reading.ts';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { useUndoStack } from './undo-stack.ts';

export interface DecisionDialog {
  readonly decision: 'approve' | 'reject';
  /** As they were shown when the person asked: what is signed is these, or nothing. */
  readonly items: readonly WirePosting[];
}

type Refused = Awaited<ReturnType<typeof api.postings.decideHere>>['refused'][number];

export interface Decisions {
  readonly dialog: DecisionDialog | null;
  readonly open: (dialog: DecisionDialog) => void;
  readonly close: () => void;
  readonly decide: (dialog: DecisionDialog, reason: string) => void;
  readonly retry: (items: readonly WirePosting[]) => void;
  /** Takes back what was decided together: what is named, else the last. */
  readonly undo: (decided?: string[]) => void;
  readonly canUndo: boolean;
  /** The last approval that may still be undone. */
  readonly grace: { readonly untilAt: string; readonly nowAt: string; readonly approved: string[] } | null;
  /** What of the last ones was not decided, with what was typed kept to try again. */
  readonly refused: readonly Refused[];
  readonly forgetRefused: () => void;
}

export const shownOf = ({ id, revision, payloadHash, mappingVersion }: WirePosting) => ({
  postingId: id,
  revision,
  payloadHash,
  mappingVersion,
});

/** Decides on what was shown: the focus goes on at once, but nothing is claimed that the host has not said. */
export function useDecisions(
  grid: RefObject<GridHandle | null>,
  setSelection: (selection: ReadonlySet<string>) => void,
): Decisions {
  const [dialog, setDialog] = useState<DecisionDialog | null>(null);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [grace, setGrace] = useState<Decisions['grace']>(null);
  const { done, push } = useUndoStack();
  const format = useFormat();
  const toast = useToast();
  const onRefused = ({ failure }: ApiFailure): void =>
    toast.show({ tone: 'negative', title: failure.message, description: failure.fix });
  /** As documents are called, by posting: a decision that is not confirmed is named. */
  const names = useRef(new Map<string, string>());
  const sayUnconfirmed = ({ failure: { message, fix } }: ApiFailure, what: string): void =>
    toast.show({ tone: 'negative', title: `Not confirmed: ${what}`, description: `${message} ${fix ?? ''}` });
  const undo = useUndo(onRefused, (decided) =>
    setGrace((last) => (last?.approved === decided ? null : last)),
  );
  const deciding = useChange(api.postings.decideHere, {
    onDone: (answer, { decision }) => {
      const decided = answer.decided.map(({ postingId }) => postingId);
      push(decided);
      setRefused(answer.refused);
      // What failed of many stays chosen, to be looked at.
      if (answer.refused.length > 1) setSelection(new Set(answer.refused.map(({ postingId }) => postingId)));
      const count = decided.length;
      if (count === 0) return;
      if (answer.graceUntil !== null)
        setGrace({ untilAt: answer.graceUntil, nowAt: answer.nowAt, approved: decided });
      toast.show({
        title: `${decision === 'approve' ? 'Approved' : 'Rejected'} ${format.count(count)}`,
        description: decision === 'approve' ? 'Nothing is posted before the ERP says so.' : undefined,
        action: { label: 'Undo', run: () => undo(decided) },
      });
    },
    onRefused: (cause, { items }) => {
      if (!isUnanswered(cause)) onRefused(cause);
      else sayUnconfirmed(cause, items.map(({ postingId }) => names.current.get(postingId)).join(', '));
    },
  });
  const retry = useRetry(onRefused);
  const leave = (step: () => void): void => {
    flushSync(() => setDialog(null));
    // After the dialog has given the focus back, and before the next key.
    queueMicrotask(step);
  };
  return {
    dialog,
    open: setDialog,
    close: () => leave(() => grid.current?.focus()),
    decide: ({ decision, items }, reason) => {
      setRefused([]);
      setSelection(new Set());
      for (const { id, sourceReference } of items) names.current.set(id, sourceReference);
      leave(() => (items.length === 1 ? grid.current?.focusNext() : grid.current?.focus()));
      deciding.mutate({ items: items.map(shownOf), decision, reason });
    },
    retry: (items) => {
      setSelection(new Set());
      retry(items);
    },
    undo,
    canUndo: done.length > 0,
    grace,
    refused,
    forgetRefused: () => setRefused([]),
  };
}

/** Takes a decision of this person back, as far as the host still lets it. */
function useUndo(
  onRefused: (failure: ApiFailure) => void,
  onUndone: (decided: string[]) => void,
): (decided?: string[]) => void {
  const format = useFormat();
  const toast = useToast();
  const undoing = useChange(api.postings.undoDecision, {
    onDone: ({ undone, refused }, { postingIds }) => {
      onUndone(postingIds);
      const isUndone = undone.length > 0;
      toast.show({
        tone: isUndone ? 'neutral' : 'warning',
        title: isUndone ? `Taken back: ${format.count(undone.length)}, held again` : 'Not taken back',
        description: refused[0]?.failure.message,
      });
    },
    onRefused: (failure, { postingIds }) => {
      // Not answered: it may still be there to take back.
      if (isUnanswered(failure)) useUndoStack.getState().push(postingIds);
      onRefused(failure);
    },
  });
  return (decided) => {
    const postingIds = useUndoStack.getState().take(decided);
    if (postingIds) undoing.mutate({ postingIds });
    else toast.show({ title: 'It is taken back already' });
  };
}

/** Puts back on hold what the ERP refused. */
function useRetry(onRefused: (failure: ApiFailure) => void): (items: readonly WirePosting[]) => void {
  const format = useFormat();
  const toast = useToast();
  const retrying = useChange(api.postings.retry, {
    onDone: ({ retried, refused }) => {
      toast.show({
        title: `On hold again: ${format.count(retried.length)}`,
        description: refused[0]?.failure.message,
      });
    },
    onRefused,
  });
  return (items) =>
    retrying.mutate({ ids: items.map(({ id }) => id), reason: 'put back on hold in the cockpit' });
}
