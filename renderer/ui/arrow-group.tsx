import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';

/** Fields need their arrows, and these have stops of their own. */
const composites =
  '[role=grid],[role=tree],[role=tablist],[role=toolbar],[role=radiogroup],[role=listbox],[data-arrow-group]';

const steps: Readonly<Record<string, 'next' | 'previous' | 'first' | 'last'>> = {
  ArrowDown: 'next',
  ArrowRight: 'next',
  ArrowUp: 'previous',
  ArrowLeft: 'previous',
  Home: 'first',
  End: 'last',
};

interface ArrowGroupProps {
  /** What the controls have in common. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Links and buttons that are one tab stop together; arrow keys, Home and End move among them in reading order. */
export function ArrowGroup({ label, className, children }: ArrowGroupProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  useArrowGroup(root);
  return (
    <div ref={root} role="group" aria-label={label} className={className}>
      {children}
    </div>
  );
}

/** The same for an element that has a name and a meaning of its own: a list, the pane of a detail. */
export function useArrowGroup(root: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = root.current;
    return element === null ? undefined : groupByArrows(element);
  }, [root]);
}

function groupByArrows(root: HTMLElement): () => void {
  root.dataset['arrowGroup'] = '';
  let current: HTMLElement | null = null;
  const makeStop = (wanted: HTMLElement | null): void => {
    const members = membersOf(root);
    current = wanted !== null && members.includes(wanted) ? wanted : (members[0] ?? null);
    for (const member of members) member.tabIndex = member === current ? 0 : -1;
  };
  const onFocus = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement && membersOf(root).includes(target)) makeStop(target);
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined || event.defaultPrevented) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // What opens a list or a menu opens it downwards.
    const opens = event.target instanceof Element && event.target.matches('[aria-haspopup]');
    if (opens && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) return;
    const members = membersOf(root);
    const at = members.findIndex((member) => member === event.target);
    if (at < 0) return;
    const goal = { next: at + 1, previous: at - 1, first: 0, last: members.length - 1 }[step];
    event.preventDefault();
    members[goal]?.focus();
  };
  // Once for all that a key or an answer changes: what is shown has to be asked of the page, which lays it out for that.
  let due = 0;
  const watcher = new MutationObserver(() => {
    cancelIdleCallback(due);
    due = requestIdleCallback(() => makeStop(current), { timeout: 200 });
  });
  makeStop(null);
  watcher.observe(root, { childList: true, subtree: true });
  root.addEventListener('focusin', onFocus);
  root.addEventListener('keydown', onKey);
  return () => {
    watcher.disconnect();
    cancelIdleCallback(due);
    root.removeEventListener('focusin', onFocus);
    root.removeEventListener('keydown', onKey);
  };
}

function membersOf(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('a[href], button:not(:disabled), summary')]
    .filter((element) => element.parentElement?.closest(composites) === root)
    .filter(
      (element) => !element.matches('[aria-haspopup=listbox], [role=combobox]') && element.checkVisibility(),
    );
}
