import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { queryClient } from '#renderer/shell/api/query-client.ts';
import { AppBoundary } from '#renderer/shell/chrome/app-boundary.tsx';
import { setCommandCatalogue } from '#renderer/shell/commands/registry.ts';
import { SessionGate } from '#renderer/shell/session/session-gate.tsx';
import { UiProvider } from '#renderer/ui/ui-provider.tsx';
import { commandCatalogue } from './command-catalogue.ts';
import { router } from './routes.tsx';
import '#renderer/ui/theme.css';
import '#renderer/shell/chrome/frame.css';
import '#renderer/shell/palette/palette.css';

setCommandCatalogue(commandCatalogue);

/** The cockpit: let in, signed in, then screens by address. */
export function App(): ReactNode {
  return (
    <UiProvider>
      <QueryClientProvider client={queryClient}>
        <AppBoundary>
          <SessionGate>
            <RouterProvider router={router} />
          </SessionGate>
        </AppBoundary>
      </QueryClientProvider>
    </UiProvider>
  );
}
