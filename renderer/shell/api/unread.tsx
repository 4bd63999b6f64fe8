import type { ReactNode } from 'react';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import type { ApiFailure } from './api-failure.ts';

interface UnreadProps {
  readonly read: { readonly error: ApiFailure | null; readonly refetch: () => Promise<unknown> };
  /** What was wanted: "The posting could not be read". */
  readonly title: string;
  /** How many lines are expected; none shows nothing while the answer is awaited. */
  readonly lines?: number;
}

/** In place of what has not been read: why, with a way to try again, or else the shape of what is coming. */
export function Unread({ read, title, lines = 0 }: UnreadProps): ReactNode {
  if (read.error)
    return <ErrorState title={title} failure={read.error.failure} onRetry={() => void read.refetch()} />;
  return lines === 0 ? null : <Skeleton lines={lines} />;
}
