import { type RefObject, useState } from 'react';
import type { WireException } from '#core/contract/exceptions.ts';
import { api } from '#renderer/shell/api/api.ts';
import type { ApiFailure } from '#renderer/shell/api/api-failure.ts';
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
  readonly snooze: (items: readonly WireException[], days: number, nowAt: string) => void;
  readonly note: (item: WireException, note: string) => void;
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

/** Acts on exceptions: the focus goes on at once, the answer says what was left and why, and most of it can be undone. */
export function useTriage(
  grid: RefObject<GridHandle | null>,
  setSelection: (selection: ReadonlySet<string>) => void,
): Triage {
  const [dialog, setDialog] = useState<TriageDialog | null>(null);
  const [left, setLeft] = useState<readonly LeftOver[]>([]);
  const format = useFormat();
  const toast = useToast();
  const undoStack = useUndoStack();
  const onRefused = ({ failure }: ApiFailure): void =>
    toast.show({ tone: 'negative', title: failure.message, description: failure.fix });

  /** The next row has the focus before the host has answered. */
  const goOn = (items: readonly WireException[]): void => {
    setDialog(null);
    setLeft([]);
    setSelection(new Set());
    // After the dialog has given the focus back.
    requestAnimationFrame(() => {
      if (items.length === 1) grid.current?.focusNext();
      else grid.current?.focus();
    });
  };
  const stay = (): void => {
    setDialog(null);
    setLeft([]);
    requestAnimationFrame(() => grid.current?.focus());
  };
  const say = (title: string, undo: boolean): void =>
    toast.show({ title, ...(undo ? { action: { label: 'Undo', run: undoLast } } : {}) });

  const undoing = useChange(api.exceptions.undo, {
    onDone: ({ changed, refused }) => {
      toast.show({
        title: `Undone: ${format.count(changed.length)}`,
        description: refused[0]?.failure.message,
      });
    },
    onRefused,
  });
  const undoLast = (): void => {
    const last = useUndoStack.getState().pop();
    if (last) undoing.mutate({ items: [...last.items] });
  };

  const changed = (label: string) => ({
    onDone: (answer: {
      changed: readonly { id: string; seq: number }[];
      refused: readonly { id: string; failure: { message: string } }[];
    }): void => {
      undoStack.push({ label, items: answer.changed });
      setLeft(answer.refused.map(({ id, failure }) => ({ id, message: failure.message })));
      if (answer.changed.length > 0) say(`${label} ${format.count(answer.changed.length)}`, true);
    },
    onRefused,
  });
  const assigning = useChange(api.exceptions.assign, changed('Assigned'));
  const snoozing = useChange(api.exceptions.snooze, changed('Snoozed'));
  const noting = useChange(api.exceptions.note, changed('Noted'));

  const ended = (answer: {
    resolved: readonly { id: string; seq: number | null }[];
    stillOpen: readonly { id: string; message: string }[];
    refused: readonly { id: string; failure: { message: string } }[];
  }): void => {
    const items = answer.resolved.flatMap(({ id, seq }) => (seq === null ? [] : [{ id, seq }]));
    undoStack.push({ label: 'Ended', items });
    const kept = [
      ...answer.stillOpen.map(({ id, message }) => ({ id, message })),
      ...answer.refused.map(({ id, failure }) => ({ id, message: failure.message })),
    ];
    setLeft(kept);
    // What failed of many stays chosen, to be looked at.
    if (kept.length > 1) setSelection(new Set(kept.map(({ id }) => id)));
    if (answer.resolved.length > 0) say(`Cleared ${format.count(answer.resolved.length)}`, items.length > 0);
  };
  const resolving = useChange(api.exceptions.resolve, { onDone: ended, onRefused });
  const retrying = useChange(api.exceptions.retry, { onDone: ended, onRefused });

  const idsOf = (items: readonly WireException[]): string[] => items.map(({ id }) => id);
  return {
    dialog,
    open: setDialog,
    close: stay,
    resolve: (how, items, reason) => {
      goOn(items);
      resolving.mutate({ ids: idsOf(items), how, reason, confirm: true });
    },
    retry: (items) => {
      goOn(items);
      retrying.mutate({ ids: idsOf(items) });
    },
    assign: (items, assignee) => {
      goOn(items);
      assigning.mutate({ ids: idsOf(items), assignee });
    },
    snooze: (items, days, nowAt) => {
      goOn(items);
      const untilAt = days === 0 ? null : new Date(Date.parse(nowAt) + days * dayMs).toISOString();
      snoozing.mutate({ ids: idsOf(items), untilAt });
    },
    note: (item, note) => {
      stay();
      noting.mutate({ id: item.id, note });
    },
    undo: undoLast,
    canUndo: undoStack.done.length > 0,
    left,
    forgetLeft: () => setLeft([]),
  };
}
