import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { GridWindow } from './grid-rows.ts';
import type { ScrollScale } from './scroll-scale.ts';

/** Rows drawn above and below the view, so that a step of the wheel shows no gap. */
const OVERSCAN_ROWS = 4;
/** Pages are asked for at most this often while the thumb is dragged. */
const REPORT_EVERY_MS = 80;

/** Rows count as at rest when nothing has scrolled for so long. */
const REST_AFTER_MS = 120;

export interface RowSpan {
  readonly first: number;
  /** Before `first` when there are no rows. */
  readonly last: number;
  /** Where the scroller stood; kept at 0 where positions are not scaled, so that only the rows shown matter. */
  readonly scrollTopPx: number;
}

export interface ShownRows extends RowSpan {
  /** How many row elements there are to reuse. */
  readonly poolSize: number;
  /** The first row when scrolling last came to rest: elements stand in the document in the order they had then. */
  readonly restFirst: number;
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
export function useShownRows(input: SpanInput): ShownRows {
  const { scroller, rowHeightPx, viewHeightPx } = input;
  const [scrollTopPx, setScrollTop] = useState(0);
  const [restTopPx, setRestTop] = useState(0);
  const span = spanAt(scrollTopPx, input);
  const newest = useRef({ input, span });
  useLayoutEffect(() => {
    newest.current = { input, span };
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = () => {
      const { scrollTop } = element;
      const { input: now, span: shown } = newest.current;
      if (!isSameSpan(spanAt(scrollTop, now), shown)) setScrollTop(scrollTop);
      clearTimeout(timer);
      timer = setTimeout(() => setRestTop(scrollTop), REST_AFTER_MS);
    };
    element.addEventListener('scroll', follow, { passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener('scroll', follow);
    };
  }, [scroller]);
  const poolSize = Math.ceil(viewHeightPx / rowHeightPx) + 2 * OVERSCAN_ROWS + 2;
  return { ...span, poolSize, restFirst: spanAt(restTopPx, input).first };
}

function isSameSpan(one: RowSpan, other: RowSpan): boolean {
  return one.first === other.first && one.last === other.last && one.scrollTopPx === other.scrollTopPx;
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
