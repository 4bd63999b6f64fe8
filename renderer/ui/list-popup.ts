/** The list that a Select or a Combobox opens. */
export const listPopupLook =
  'floating max-h-(--available-height) min-w-44 max-w-90 overflow-auto rounded-lg bg-raised p-1 text-text shadow-float outline-none';

export const listItemLook =
  'flex min-h-7 cursor-default items-start gap-2 rounded-md px-2 py-1 outline-none select-none data-highlighted:bg-hover';
