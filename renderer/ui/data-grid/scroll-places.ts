import { createContext, useContext, useEffect, useLayoutEffect, useRef } from 'react';
import type { GridCore } from './grid-core.ts';

/** How far grids were scrolled, in px, by their labels. Whoever knows the way back keeps it. */
export interface ScrollPlaces {
  readonly of: (label: string) => number;
  readonly keep: (label: string, topPx: number) => void;
}

export const ScrollPlacesContext = createContext<ScrollPlaces>({ of: () => 0, keep: () => {} });

/** A grid comes back where it was left, once there are rows to scroll over. */
export function useScrollPlace<Row>({ scroller, props, measure }: GridCore<Row>): void {
  const { label, rows } = props;
  const places = useContext(ScrollPlacesContext);
  const due = useRef<number | null>(null);
  const isReady = rows.total > 0 && measure.viewHeightPx > 0;
  useLayoutEffect(() => {
    due.current = places.of(label);
  }, [places, label]);
  useLayoutEffect(() => {
    if (!isReady || due.current === null || due.current === 0) return;
    scroller.current?.scrollTo({ top: due.current });
    due.current = null;
  }, [isReady, scroller]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const keep = (): void => {
      if (isReady) places.keep(label, element.scrollTop);
    };
    element.addEventListener('scroll', keep, { passive: true });
    return () => element.removeEventListener('scroll', keep);
  }, [scroller, places, label, isReady]);
}
