import { createUndoStack } from '#renderer/shell/list/undo-stack.ts';

/** By the place of each deed in the journal, which keeps it and its undoing. */
export const useUndoStack = createUndoStack<{ id: string; seq: number }>();
