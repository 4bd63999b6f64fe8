import { createUndoStack } from '#renderer/shell/list/undo-stack.ts';

/** By the ids of the postings that were decided together. */
export const useUndoStack = createUndoStack<string>();
