/** Parts of the window that F6 steps through, in the order of the document. */
function panes(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.offsetParent !== null || pane === document.activeElement,
  );
}

/** Moves the focus to the next part of the window, or to the one before. */
export function focusPane(step: 1 | -1): void {
  const all = panes();
  if (all.length === 0) return;
  const now = all.findLastIndex((pane) => pane.contains(document.activeElement));
  const next = all[(now + step + all.length) % all.length];
  (firstStop(next) ?? next)?.focus();
}

/** What inside a pane takes the tab key first. */
function firstStop(pane: HTMLElement | undefined): HTMLElement | null {
  return (
    pane?.querySelector<HTMLElement>('[tabindex="0"], a[href], button:not([disabled]), input, select') ?? null
  );
}

/** Puts the cursor into the filter of the open screen: the field that says that it is one. */
export function focusFilter(): void {
  const field = document.querySelector<HTMLInputElement>('main [data-filter]');
  field?.focus();
  field?.select();
}
