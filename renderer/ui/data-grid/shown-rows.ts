import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { GridWindow } from './grid-rows.ts';
import { holdsView, noSlots, type RowSlots, type RowSpan, type RowView, slotsFor } from './row-slots.ts';
import { rowOfElement } from './reading-order.ts';
import type { ScrollScale } from './scroll-scale.ts';

/** So much of the view is filled in one frame: a jump is drawn over two or three, none of which is late. */
const SHARE_A_FRAME = 0.5;
/** Rows beyond the view are drawn so long after those in it. */
const BEYOND_AFTER_MS = 50;
/** Pages are asked for at most this often while the thumb is dragged. */
const REPORT_EVERY_MS = 80;

interface Shown {
  readonly slots: RowSlots;
  /** Where the scroller stood when rows were last drawn. */
  readonly scrollTopPx: number;
}

/** How far it has come: only a part of the view, all of the view, or what is beyond it too. */
type Drawn = 'part' | 'view' | 'all';

interface ShownInput {
  readonly scroller: RefObject<HTMLElement | null>;
  /** What the rows' elements stand in. */
  readonly layer: RefObject<HTMLElement | null>;
  readonly total: number;
  readonly active: number;
  readonly rowHeightPx: number;
  readonly viewHeightPx: number;
  readonly scale: ScrollScale;
}

/**
 * The rows in and around the view, and the one with the focus. All rows are of one height, so this is a division and not a list of
 * measurements; scrolling renders only when rows come near the view that have no element yet.
 */
export function useShownRows(input: ShownInput): Shown {
  const { scroller, rowHeightPx, viewHeightPx, scale } = input;
  const [shown, setShown] = useState<Shown>({ slots: noSlots, scrollTopPx: 0 });
  // While a jump is drawn, only what cannot wait is drawn without a scroll: the row with the focus.
  const most = shown.slots.isWhole ? Number.POSITIVE_INFINITY : 0;
  const slots = slotsFor(shown.slots, viewAt(shown.scrollTopPx, input), most);
  const current = slots === shown.slots ? shown : { ...shown, slots };
  if (current !== shown) setShown(current);
  const newest = useRef({ input, shown: current });
  useLayoutEffect(() => {
    newest.current = { input, shown: current };
  });
  const drawAt = useCallback((scrollTopPx: number, share: number): Drawn => {
    const { input: now, shown: before } = newest.current;
    const view = viewAt(scrollTopPx, now);
    const standing = standingOrder(now.layer.current, before.slots);
    const next = slotsFor(before.slots, view, Math.ceil(view.count * share), standing);
    const isMoved = now.scale.isScaled && scrollTopPx !== before.scrollTopPx;
    if (next !== before.slots || isMoved) setShown({ slots: next, scrollTopPx });
    return next.isWhole ? 'all' : holdsView(next, view) ? 'view' : 'part';
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    return followScroll(element, drawAt);
  }, [scroller, drawAt]);
  useLayoutEffect(() => {
    drawAt(scroller.current?.scrollTop ?? 0, Number.POSITIVE_INFINITY);
  }, [scroller, drawAt, rowHeightPx, viewHeightPx, scale]);
  return current;
}

/** Draws what scrolling brings into view, frame by frame. Returns how to stop it. */
function followScroll(
  element: HTMLElement,
  drawAt: (scrollTopPx: number, share: number) => Drawn,
): () => void {
  let beyond: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let drawnAt: unknown = null;
  const stop = (): void => {
    clearTimeout(beyond);
    cancelAnimationFrame(frame);
  };
  const draw = (): void => {
    drawnAt = document.timeline.currentTime;
    stop();
    // In this very frame: what is scrolled into view is not to be blank until the next one.
    const drawn = flushSync(() => drawAt(element.scrollTop, SHARE_A_FRAME));
    if (drawn === 'part') askForMore();
    // What is beyond the view leaves the processor to what shows the view.
    if (drawn === 'view') beyond = setTimeout(askForMore, BEYOND_AFTER_MS);
  };
  const askForMore = (): void => {
    frame = requestAnimationFrame(drawMore);
  };
  const drawMore = (frameAt: number): void => {
    // One that is asked for by a scroll comes in the frame of that scroll, which has drawn its share.
    if (frameAt === drawnAt) askForMore();
    else draw();
  };
  element.addEventListener('scroll', draw, { passive: true });
  return () => {
    stop();
    element.removeEventListener('scroll', draw);
  };
}

/** The elements as they stand in the document. */
function standingOrder(layer: HTMLElement | null, { rows }: RowSlots): number[] {
  const slotOf = new Map(rows.map((row, slot) => [row, slot]));
  return [...(layer?.children ?? [])].flatMap((element) => slotOf.get(rowOfElement(element)) ?? []);
}

function viewAt(scrollTopPx: number, input: ShownInput): RowView {
  const { total, active, rowHeightPx, viewHeightPx, scale } = input;
  const topPx = Math.max(0, scale.toContent(scrollTopPx));
  return {
    first: Math.floor(topPx / rowHeightPx),
    count: Math.ceil(viewHeightPx / rowHeightPx) + 1,
    total,
    active,
  };
}

/** Reports the rows in view with as many above and below, at once when at rest and now and then while they rush past. */
export function useWindowReport(
  { first, last }: RowSpan,
  total: number,
  onWindow: ((window: GridWindow) => void) | undefined,
): void {
  const reportedAt = useRef(Number.NEGATIVE_INFINITY);
  const report = useRef(onWindow);
  useEffect(() => {
    report.current = onWindow;
  });
  const hasReport = onWindow !== undefined;
  useEffect(() => {
    if (!hasReport) return undefined;
    const margin = last - first + 1;
    const offset = Math.max(0, first - margin);
    const end = Math.min(Math.max(total, last + 1), last + 1 + margin);
    const send = () => {
      reportedAt.current = performance.now();
      report.current?.({ offset, limit: Math.max(1, end - offset) });
    };
    const waitMs = reportedAt.current + REPORT_EVERY_MS - performance.now();
    if (waitMs <= 0) {
      send();
      return undefined;
    }
    const timer = setTimeout(send, waitMs);
    return () => clearTimeout(timer);
  }, [first, last, total, hasReport]);
}
