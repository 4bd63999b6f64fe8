import {
  Navigate,
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
} from '@tanstack/react-router';
import { type ReactNode, Suspense } from 'react';
import { Frame } from '#renderer/shell/chrome/frame.tsx';
import { ScreenBoundary } from '#renderer/shell/chrome/screen-boundary.tsx';
import { ScrollHistory } from '#renderer/shell/scope/scroll-history.tsx';
import { type ScreenId, screens } from '#renderer/shell/scope/screens.ts';
import { screenComponents } from './screen-components.ts';

const rootRoute = createRootRoute({
  component: () => (
    <Frame>
      <ScrollHistory>
        <Outlet />
      </ScrollHistory>
    </Frame>
  ),
  notFoundComponent: () => <NoScreen />,
});

function NoScreen(): ReactNode {
  return (
    <p className="p-6 text-muted" role="status">
      There is nothing at this address. Choose a screen on the left, or press g and a letter.
    </p>
  );
}

function screenRoute(id: ScreenId) {
  const Screen = screenComponents[id];
  return createRoute({
    getParentRoute: () => rootRoute,
    path: `/${id}`,
    component: () => (
      <ScreenBoundary key={id}>
        <Suspense fallback={<div aria-busy="true" />}>{Screen ? <Screen /> : <NoScreen />}</Suspense>
      </ScreenBoundary>
    ),
  });
}

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: () => <Navigate to="/overview" replace />,
});

/** Addresses live in the fragment: the host serves one document, and what a person looks at never reaches it. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([indexRoute, ...screens.map(({ id }) => screenRoute(id))]),
  history: createHashHistory(),
  defaultPreload: false,
});
