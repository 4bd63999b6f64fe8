import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { ScreenId } from '#renderer/shell/scope/screens.ts';

type Screen = LazyExoticComponent<ComponentType>;

/** The component of each screen, fetched when it is first opened. */
export const screenComponents: Partial<Record<ScreenId, Screen>> = {
  close: lazy(() => import('#renderer/features/close/close-screen.tsx')),
  reconciliation: lazy(() => import('#renderer/features/reconciliation/reconciliation-screen.tsx')),
  overview: lazy(() => import('#renderer/features/overview/overview-screen.tsx')),
  exceptions: lazy(() => import('#renderer/features/exceptions/exceptions-screen.tsx')),
  postings: lazy(() => import('#renderer/features/postings/postings-screen.tsx')),
  connections: lazy(() => import('#renderer/features/connections/connections-screen.tsx')),
  journal: lazy(() => import('#renderer/features/journal/journal-screen.tsx')),
  'service-levels': lazy(() => import('#renderer/features/service-levels/service-levels-screen.tsx')),
  trace: lazy(() => import('#renderer/features/trace/trace-screen.tsx')),
  people: lazy(() => import('#renderer/features/people/people-screen.tsx')),
  settings: lazy(() => import('#renderer/features/settings/settings-screen.tsx')),
  mappings: lazy(() => import('#renderer/features/mappings/mappings-screen.tsx')),
};
