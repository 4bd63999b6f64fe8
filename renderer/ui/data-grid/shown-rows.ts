import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { GridWindow } from './grid-rows.ts';
import { noSlots, type RowSlots, type RowSpan, type RowView, slotsFor } from './row-slots.ts';
import type { ScrollScale } from './scroll-scale.ts';

/** Rows filled in one frame: a jump of the thumb is drawn over two or three frames, none of which is late. */
const ROWS_A_FRAME = 12;
/** Pages are asked for at most this often while the thumb is dragged. */
const REPORT_EVERY_MS = 80;
/** Rows count as at rest when nothing has scrolled for so long. */
const REST_AFTER_MS = 120;

interface Shown {
  readonly slots: RowSlots;
  /** Where the scroller stood when rows were last drawn. */
  readonly scrollTopPx: number;
}

export interface ShownRows extends Shown {
  /** The elements in the order they stand in the document. */
  readonly order: readonly number[];
}

interface ShownInput {
  readonly scroller: RefObject<HTMLElement | null>;
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
export function useShownRows(input: ShownInput): ShownRows {
  const { scroller, rowHeightPx, viewHeightPx, scale } = input;
  const [shown, setShown] = useState<Shown>({ slots: noSlots, scrollTopPx: 0 });
  const [restOrder, setRestOrder] = useState<readonly number[]>([]);
  const known = restOrder.filter((slot) => slot < shown.slots.rows.length);
  const orderBefore = [...known, ...newSlots(shown.slots, known)];
  // While a jump is drawn, only what cannot wait is drawn without a scroll: the row with the focus.
  const most = shown.slots.isWhole ? Number.POSITIVE_INFINITY : 0;
  const slots = slotsFor(shown.slots, viewAt(shown.scrollTopPx, input), most, orderBefore);
  const current = slots === shown.slots ? shown : { ...shown, slots };
  if (current !== shown) setShown(current);
  const order = [...orderBefore, ...newSlots(slots, orderBefore)];
  const newest = useRef({ input, shown: current, order });
  useLayoutEffect(() => {
    newest.current = { input, shown: current, order };
  });
  const drawAt = useCallback((scrollTopPx: number, mostRows: number | 'in view'): boolean => {
    const { input: now, shown: before, order: stand } = newest.current;
    const view = viewAt(scrollTopPx, now);
    const next = slotsFor(before.slots, view, mostRows === 'in view' ? view.count : mostRows, stand);
    const isMoved = now.scale.isScaled && scrollTopPx !== before.scrollTopPx;
    if (next !== before.slots || isMoved) setShown({ slots: next, scrollTopPx });
    return next.isWhole;
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    return followScroll(element, drawAt, () => setRestOrder(inRowOrder(newest.current.shown.slots)));
  }, [scroller, drawAt]);
  useLayoutEffect(() => {
    drawAt(scroller.current?.scrollTop ?? 0, Number.POSITIVE_INFINITY);
  }, [scroller, drawAt, rowHeightPx, viewHeightPx, scale]);
  return { ...current, order };
}

/** Draws what scrolling brings into view, frame by frame, and tells when it has come to rest. Returns how to stop it. */
function followScroll(
  element: HTMLElement,
  drawAt: (scrollTopPx: number, mostRows: number | 'in view') => boolean,
  onRest: () => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let drawnAt: unknown = null;
  const draw = (mostRows: number | 'in view'): void => {
    drawnAt = document.timeline.currentTime;
    cancelAnimationFrame(frame);
    // In this very frame: what is scrolled into view is not to be blank until the next one.
    const isWhole = flushSync(() => drawAt(element.scrollTop, mostRows));
    if (!isWhole) frame = requestAnimationFrame(drawMore);
  };
  const drawMore = (frameAt: number): void => {
    // One that is asked for by a scroll comes in the frame of that scroll, which has drawn its share.
    if (frameAt === drawnAt) frame = requestAnimationFrame(drawMore);
    else draw(ROWS_A_FRAME);
  };
  const onScroll = (): void => {
    // A step from rest, as a page down, shows its page at once and fills what is beyond it later; what rushes past takes turns.
    draw(timer === undefined ? 'in view' : ROWS_A_FRAME);
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      onRest();
    }, REST_AFTER_MS);
  };
  element.addEventListener('scroll', onScroll, { passive: true });
  return () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    element.removeEventListener('scroll', onScroll);
  };
}

function newSlots({ rows }: RowSlots, order: readonly number[]): number[] {
  const known = new Set(order);
  return [...rows.keys()].filter((slot) => !known.has(slot));
}

/**
 * The elements in the order of their rows, as screen readers need it. While scrolling, an element stays where it is in the
 * document, because moving it costs as much as making it.
 */
function inRowOrder({ rows }: RowSlots): readonly number[] {
  return [...rows.keys()].sort((one, other) => (rows[one] ?? -1) - (rows[other] ?? -1));
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
