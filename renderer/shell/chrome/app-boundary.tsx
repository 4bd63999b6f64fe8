import type { ReactNode } from 'react';
import { ErrorBoundary } from 'react-error-boundary';

interface BoundaryProps {
  readonly children: ReactNode;
}

/** The last net: says plainly that the window broke and offers to draw it again. No decision is lost, they are in the journal. */
export function AppBoundary({ children }: BoundaryProps): ReactNode {
  return (
    <ErrorBoundary
      fallbackRender={({ error, resetErrorBoundary }) => (
        <main className="mx-auto mt-24 max-w-xl p-6" role="alert">
          <h1 className="text-lg">This window broke</h1>
          <p className="mt-2">
            Nothing was lost: what you decided is in the journal, and nothing was half-applied. The window can
            be drawn again at the same place.
          </p>
          <pre className="mt-3 overflow-auto bg-sunken p-2 text-sm text-muted">{messageOf(error)}</pre>
          <button
            type="button"
            className="mt-4 h-control rounded-md bg-accent-fill px-3 text-on-accent"
            onClick={resetErrorBoundary}
          >
            Draw it again
          </button>
        </main>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
