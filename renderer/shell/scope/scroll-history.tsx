import { type RouterHistory, useRouter, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo } from 'react';
import { type ScrollPlaces, ScrollPlacesContext } from '#renderer/ui/data-grid/scroll-places.ts';

/** Scrolled so far, by step of the way back and grid. Lives as long as the page. */
const placesByStep = new Map<number, Map<string, number>>();

/** Going back finds each grid where it was left; what lies ahead of a new step is forgotten with it. */
export function ScrollHistory({ children }: { readonly children: ReactNode }): ReactNode {
  const history = useRouter().history as RouterHistory;
  const step = useRouterState({ select: ({ location }) => location.state.__TSR_index });
  const screen = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(
    () =>
      history.subscribe(({ action, location }) => {
        if (action.type !== 'PUSH') return;
        for (const kept of placesByStep.keys())
          if (kept >= location.state.__TSR_index) placesByStep.delete(kept);
      }),
    [history],
  );
  const places = useMemo((): ScrollPlaces => {
    const key = (label: string): string => `${screen} ${label}`;
    return {
      of: (label) => placesByStep.get(step)?.get(key(label)) ?? 0,
      keep: (label, topPx) => {
        const ofStep = placesByStep.get(step) ?? new Map<string, number>();
        placesByStep.set(step, ofStep.set(key(label), topPx));
      },
    };
  }, [step, screen]);
  return <ScrollPlacesContext value={places}>{children}</ScrollPlacesContext>;
}
