import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useRef,
  useState,
} from 'react';
import { useArrowGroup } from './arrow-group.tsx';

interface SplitPaneProps {
  /** What is divided, for the separator's name: "List and detail". */
  readonly label: string;
  readonly list: ReactNode;
  readonly detail: ReactNode;
  /** The list's share in percent at first. */
  readonly initialShare?: number;
  /** Called when the share was moved, to remember it. */
  readonly onShare?: (share: number) => void;
}

const leastShare = 25;
const mostShare = 80;

function within(share: number): number {
  return Math.round(Math.min(mostShare, Math.max(leastShare, share)));
}

/**
 * List and detail side by side, with a separator that is dragged or moved by arrow keys. Where there is no room (a narrow window,
 * 400 % zoom) they stack and the separator goes.
 */
export function SplitPane({ label, list, detail, initialShare = 60, onShare }: SplitPaneProps): ReactNode {
  const [share, setShare] = useState(() => within(initialShare));
  const frame = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  useArrowGroup(pane);
  const move = (next: number): void => {
    const kept = within(next);
    setShare(kept);
    onShare?.(kept);
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    move(((event.clientX - box.left) / box.width) * 100);
  };
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = shareForKey(event.key, share);
    if (next === null) return;
    event.preventDefault();
    move(next);
  };
  return (
    <div ref={frame} className="@container flex min-h-0 min-w-0 flex-1">
      <div
        className="grid min-h-0 min-w-0 flex-1 grid-cols-[minmax(0,var(--share))_1px_minmax(0,1fr)] @max-[720px]:grid-cols-1 @max-[720px]:content-start @max-[720px]:overflow-y-auto"
        style={{ '--share': `${share}%` } as CSSProperties}
      >
        <div className="flex min-h-0 min-w-0 flex-col @max-[720px]:min-h-60">{list}</div>
        <div
          role="separator"
          // F6 comes to it, as to every part of the window: one tab stop less on every screen.
          tabIndex={-1}
          data-pane="divider"
          aria-label={label}
          aria-orientation="vertical"
          aria-valuenow={share}
          aria-valuemin={leastShare}
          aria-valuemax={mostShare}
          aria-valuetext={`${share} percent`}
          onKeyDown={press}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
          onDoubleClick={() => move(initialShare)}
          className="relative z-10 cursor-col-resize touch-none bg-rule before:absolute before:inset-y-0 before:-left-1 before:w-2 before:content-[''] hover:bg-control focus-visible:bg-focus @max-[720px]:hidden"
        />
        <div ref={pane} className="flex min-h-0 min-w-0 flex-col overflow-y-auto @max-[720px]:border-t">
          {detail}
        </div>
      </div>
    </div>
  );
}

function shareForKey(key: string, share: number): number | null {
  if (key === 'ArrowLeft') return share - 2;
  if (key === 'ArrowRight') return share + 2;
  if (key === 'Home') return leastShare;
  return key === 'End' ? mostShare : null;
}
