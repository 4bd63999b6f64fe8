import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { Button } from '#renderer/ui/button.tsx';

interface BoundaryProps {
  readonly children: ReactNode;
}

/** The last net: says plainly that the window broke and offers to draw it again. No decision is lost, they are in the journal. */
export function AppBoundary({ children }: BoundaryProps): ReactNode {
  return <ErrorBoundary FallbackComponent={BrokenWindow}>{children}</ErrorBoundary>;
}

function BrokenWindow({ error, resetErrorBoundary }: FallbackProps): ReactNode {
  return (
    <main className="mx-auto mt-24 max-w-xl p-6" role="alert">
      <h1 className="text-lg">This window broke</h1>
      <p className="mt-2">
        Nothing was lost: what you decided is in the journal, and nothing was half-applied. The window can be
        drawn again at the same place.
      </p>
      <pre className="mt-3 mb-4 overflow-auto bg-sunken p-2 text-sm text-muted">{messageOf(error)}</pre>
      <Button variant="primary" onClick={resetErrorBoundary}>
        Draw it again
      </Button>
    </main>
  );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
