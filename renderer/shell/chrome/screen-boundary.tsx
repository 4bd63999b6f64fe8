import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { messageOf } from './app-boundary.tsx';

interface BoundaryProps {
  readonly children: ReactNode;
}

/** One broken screen leaves the rest of the cockpit usable. */
export function ScreenBoundary({ children }: BoundaryProps): ReactNode {
  const { reset } = useQueryErrorResetBoundary();
  return (
    <ErrorBoundary
      onReset={reset}
      fallbackRender={({ error, resetErrorBoundary }) => (
        <div className="p-6" role="alert">
          <h1 className="text-lg">This screen broke</h1>
          <p className="mt-2 text-muted">The other screens work. What you decided is kept.</p>
          <pre className="mt-3 overflow-auto bg-sunken p-2 text-sm text-muted">{messageOf(error)}</pre>
          <button
            type="button"
            className="mt-4 h-control rounded-md border border-control bg-surface px-3"
            onClick={resetErrorBoundary}
          >
            Try again
          </button>
        </div>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
