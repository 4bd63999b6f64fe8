import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { GridWindow } from './grid-rows.ts';
import type { ScrollScale } from './scroll-scale.ts';

/** Rows drawn above and below the view, so that a step of the wheel shows no gap. */
const OVERSCAN_ROWS = 4;
/** Pages are asked for at most this often while the thumb is dragged. */
const REPORT_EVERY_MS = 80;

export interface RowSpan {
  readonly first: number;
  /** Before `first` when there are no rows. */
  readonly last: number;
  /** Where the scroller stood; kept at 0 where positions are not scaled, so that only the rows shown matter. */
  readonly scrollTopPx: number;
}

interface SpanInput {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly total: number;
  readonly rowHeightPx: number;
  readonly viewHeightPx: number;
  readonly scale: ScrollScale;
}

/**
 * The rows in view. All rows are of one height, so this is a division and not a list of measurements; scrolling renders only
 * when other rows come into view.
 */
export function useShownRows(input: SpanInput): RowSpan {
  const { scroller, total, rowHeightPx, viewHeightPx, scale } = input;
  const [scrollTopPx, setScrollTop] = useState(0);
  const span = spanAt(scrollTopPx, input);
  const newest = useRef({ input, span });
  newest.current = { input, span };
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const follow = () => {
      const { input: now, span: shown } = newest.current;
      const next = spanAt(element.scrollTop, now);
      const isSame =
        next.first === shown.first && next.last === shown.last && next.scrollTopPx === shown.scrollTopPx;
      if (!isSame) setScrollTop(element.scrollTop);
    };
    follow();
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [scroller, total, rowHeightPx, viewHeightPx, scale]);
  return span;
}

function spanAt(scrollTopPx: number, { total, rowHeightPx, viewHeightPx, scale }: SpanInput): RowSpan {
  const top = Math.max(0, scale.toContent(scrollTopPx));
  const first = Math.min(Math.max(0, total - 1), Math.max(0, Math.floor(top / rowHeightPx) - OVERSCAN_ROWS));
  const last = Math.min(total - 1, Math.ceil((top + viewHeightPx) / rowHeightPx) - 1 + OVERSCAN_ROWS);
  return { first, last, scrollTopPx: scale.isScaled ? scrollTopPx : 0 };
}

/** Reports the rows in view with as many above and below, at once when at rest and now and then while they rush past. */
export function useWindowReport(
  { first, last }: RowSpan,
  total: number,
  onWindow: ((window: GridWindow) => void) | undefined,
): void {
  const reportedAt = useRef(Number.NEGATIVE_INFINITY);
  const report = useRef(onWindow);
  report.current = onWindow;
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
