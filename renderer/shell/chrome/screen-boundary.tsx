import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { Button } from '#renderer/ui/button.tsx';
import { messageOf } from './app-boundary.tsx';

interface BoundaryProps {
  readonly children: ReactNode;
}

/** One broken screen leaves the rest of the cockpit usable. */
export function ScreenBoundary({ children }: BoundaryProps): ReactNode {
  const { reset } = useQueryErrorResetBoundary();
  return (
    <ErrorBoundary onReset={reset} FallbackComponent={BrokenScreen}>
      {children}
    </ErrorBoundary>
  );
}

function BrokenScreen({ error, resetErrorBoundary }: FallbackProps): ReactNode {
  return (
    <div className="p-6" role="alert">
      <h1 className="text-lg">This screen broke</h1>
      <p className="mt-2 text-muted">The other screens work. What you decided is kept.</p>
      <pre className="mt-3 mb-4 overflow-auto bg-sunken p-2 text-sm text-muted">{messageOf(error)}</pre>
      <Button onClick={resetErrorBoundary}>Try again</Button>
    </div>
  );
}
