import { type RefObject, useState } from 'react';
import { flushSync } from 'react-dom';
import type { WireException } from '#core/contract/exceptions.ts';
import { api } from '#renderer/shell/api/api.ts';
import { type ApiFailure, isUnanswered } from '#renderer/shell/api/api-failure.ts';
import { useChange } from '#renderer/shell/api/reading.ts';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { useUndoStack } from './undo-stack.ts';

export type TriageDialog =
  | { readonly kind: 'fix' | 'dismiss'; readonly items: readonly WireException[] }
  | { readonly kind: 'assign'; readonly items: readonly WireException[] }
  | { readonly kind: 'note'; readonly items: readonly WireException[] };

export interface Triage {
  readonly dialog: TriageDialog | null;
  readonly open: (dialog: TriageDialog) => void;
  readonly close: () => void;
  readonly resolve: (how: 'fix' | 'dismiss', items: readonly WireException[], reason: string) => void;
  readonly retry: (items: readonly WireException[]) => void;
  readonly assign: (items: readonly WireException[], assignee: string | null) => void;
  /** For so many days, counted from the workspace's now; 0 brings it back. */
  readonly snooze: (items: readonly WireException[], days: number) => void;
  readonly note: (item: WireException, note: string) => void;
  /** Takes back the last thing that this person did here. */
  readonly undo: () => void;
  readonly canUndo: boolean;
  /** What could not be done to the last ones, until the next act. */
  readonly left: readonly LeftOver[];
  readonly forgetLeft: () => void;
}

export interface LeftOver {
  readonly id: string;
  readonly message: string;
}

const dayMs = 86_400_000;

type Deed = ReturnType<typeof useUndoStack.getState>['done'][number][number];

interface Answered {
  /** Says what was done, and offers to take back that and nothing else. */
  readonly say: (title: string, done: Deed[]) => void;
  readonly refused: (failure: ApiFailure) => void;
  readonly setLeft: (left: readonly LeftOver[]) => void;
  readonly setSelection: (selection: ReadonlySet<string>) => void;
}

/** Acts on exceptions: the focus goes on at once, the answer says what was left and why, and most of it can be undone. */
export function useTriage(
  grid: RefObject<GridHandle | null>,
  setSelection: (selection: ReadonlySet<string>) => void,
): Triage {
  const [dialog, setDialog] = useState<TriageDialog | null>(null);
  const [left, setLeft] = useState<readonly LeftOver[]>([]);
  const toast = useToast();
  const canUndo = useUndoStack(({ done }) => done.length > 0);
  const refused = ({ failure }: ApiFailure): void =>
    toast.show({ tone: 'negative', title: failure.message, description: failure.fix });
  const undo = useUndo(refused);
  const say = (title: string, done: Deed[]): void =>
    toast.show({ title, ...(done.length > 0 ? { action: { label: 'Undo', run: () => undo(done) } } : {}) });
  const answered = { say, refused, setLeft, setSelection };
  const endings = useEndings(answered);
  const marks = useMarks(answered);

  const leave = (step: (handle: GridHandle) => void): void => {
    flushSync(() => {
      setDialog(null);
      setLeft([]);
    });
    // After the dialog has given the focus back, and before the next key.
    queueMicrotask(() => grid.current && step(grid.current));
  };
  /** The next row has the focus before the host has answered. */
  const goOn = (items: readonly WireException[]): void => {
    setSelection(new Set());
    leave((handle) => (items.length === 1 ? handle.focusNext() : handle.focus()));
  };
  return {
    dialog,
    open: setDialog,
    close: () => leave((handle) => handle.focus()),
    resolve: (how, items, reason) => {
      goOn(items);
      endings.resolve(how, idsOf(items), reason);
    },
    retry: (items) => {
      goOn(items);
      endings.retry(idsOf(items));
    },
    assign: (items, assignee) => {
      goOn(items);
      marks.assign(idsOf(items), assignee);
    },
    snooze: (items, days) => {
      goOn(items);
      marks.snooze(idsOf(items), days);
    },
    note: (item, note) => {
      leave((handle) => handle.focus());
      marks.note(item.id, note);
    },
    undo: () => undo(),
    canUndo,
    left,
    forgetLeft: () => setLeft([]),
  };
}

function idsOf(items: readonly WireException[]): string[] {
  return items.map(({ id }) => id);
}

/** Takes back what was done together: what is named, else the last. */
function useUndo(refused: (failure: ApiFailure) => void): (done?: Deed[]) => void {
  const format = useFormat();
  const toast = useToast();
  const undoing = useChange(api.exceptions.undo, {
    onDone: ({ changed, refused: kept }) => {
      toast.show({ title: `Undone: ${format.count(changed.length)}`, description: kept[0]?.failure.message });
    },
    onRefused: (failure, { items }) => {
      // Not answered: it may still be there to undo.
      if (isUnanswered(failure)) useUndoStack.getState().push(items);
      refused(failure);
    },
  });
  return (done) => {
    const items = useUndoStack.getState().take(done);
    if (items) undoing.mutate({ items });
    else toast.show({ title: 'It is taken back already' });
  };
}

/** What ends exceptions: the suggested fix, a dismissal, another look. */
function useEndings({ say, refused, setLeft, setSelection }: Answered) {
  const format = useFormat();
  const push = useUndoStack((stack) => stack.push);
  const onDone = (answer: {
    resolved: readonly { id: string; seq: number | null }[];
    stillOpen: readonly { id: string; message: string }[];
    refused: readonly { id: string; failure: { message: string } }[];
  }): void => {
    const items = answer.resolved.flatMap(({ id, seq }) => (seq === null ? [] : [{ id, seq }]));
    push(items);
    const kept = [
      ...answer.stillOpen.map(({ id, message }) => ({ id, message })),
      ...answer.refused.map(({ id, failure }) => ({ id, message: failure.message })),
    ];
    setLeft(kept);
    // What failed of many stays chosen, to be looked at.
    if (kept.length > 1) setSelection(new Set(kept.map(({ id }) => id)));
    if (answer.resolved.length > 0) say(`Cleared ${format.count(answer.resolved.length)}`, items);
  };
  const resolving = useChange(api.exceptions.resolve, { onDone, onRefused: refused });
  const retrying = useChange(api.exceptions.retry, { onDone, onRefused: refused });
  return {
    resolve: (how: 'fix' | 'dismiss', ids: string[], reason: string) =>
      resolving.mutate({ ids, how, reason, confirm: true }),
    retry: (ids: string[]) => retrying.mutate({ ids }),
  };
}

/** What leaves exceptions open: whose they are, when they come back, what is known about them. */
function useMarks({ say, refused, setLeft }: Answered) {
  const format = useFormat();
  const push = useUndoStack((stack) => stack.push);
  const changed = (label: string) => ({
    onDone: (answer: {
      changed: readonly { id: string; seq: number }[];
      refused: readonly { id: string; failure: { message: string } }[];
    }): void => {
      const done = [...answer.changed];
      push(done);
      setLeft(answer.refused.map(({ id, failure }) => ({ id, message: failure.message })));
      if (answer.changed.length > 0) say(`${label} ${format.count(answer.changed.length)}`, done);
    },
    onRefused: refused,
  });
  const assigning = useChange(api.exceptions.assign, changed('Assigned'));
  const snoozing = useChange(api.exceptions.snooze, changed('Snoozed'));
  const noting = useChange(api.exceptions.note, changed('Noted'));
  return {
    assign: (ids: string[], assignee: string | null) => assigning.mutate({ ids, assignee }),
    snooze: (ids: string[], days: number) =>
      void untilAfter(days).then((untilAt) => snoozing.mutate({ ids, untilAt }), refused),
    note: (id: string, note: string) => noting.mutate({ id, note }),
  };
}

/** Counted from the host's now: what is shown may have been read long ago, and this machine may be on another day. */
async function untilAfter(days: number): Promise<string | null> {
  if (days === 0) return null;
  const { nowAt } = await api.session.get();
  return new Date(Date.parse(nowAt) + days * dayMs).toISOString();
}
