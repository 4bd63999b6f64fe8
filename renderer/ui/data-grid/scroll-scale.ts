// Chromium caps the height of an element near 33.5 million px, which is 1.2 million rows of 28 px. Above that the scrolled
// height is kept at the cap and positions are scaled, so that the last row can still be reached.

const SCROLL_HEIGHT_MAX_PX = 32_000_000;
/** Rows are placed from a base that moves in such steps: small numbers keep their place exactly. */
const BASE_STEP_ROWS = 10_000;

export interface ScrollScale {
  /** Height of the scrolled body. */
  readonly heightPx: number;
  readonly isScaled: boolean;
  /** Where the view is in the rows' own coordinates, for a scroll position. */
  readonly toContent: (scrollTopPx: number) => number;
  readonly toScroll: (contentTopPx: number) => number;
}

export function scrollScale(total: number, rowHeightPx: number, viewHeightPx: number): ScrollScale {
  const contentPx = total * rowHeightPx;
  if (contentPx <= SCROLL_HEIGHT_MAX_PX) {
    return { heightPx: contentPx, isScaled: false, toContent: (px) => px, toScroll: (px) => px };
  }
  const ratio = (contentPx - viewHeightPx) / (SCROLL_HEIGHT_MAX_PX - viewHeightPx);
  return {
    heightPx: SCROLL_HEIGHT_MAX_PX,
    isScaled: true,
    toContent: (px) => px * ratio,
    toScroll: (px) => px / ratio,
  };
}

/** The row that others are placed from while this one is the first in view. */
export function baseRowOf(firstRow: number): number {
  return Math.floor(firstRow / BASE_STEP_ROWS) * BASE_STEP_ROWS;
}
