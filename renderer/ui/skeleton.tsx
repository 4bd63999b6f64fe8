import type { ReactNode } from 'react';
import { VisuallyHidden } from './visually-hidden.tsx';

const widths = ['w-1/2', 'w-2/3', 'w-2/5', 'w-3/5', 'w-1/3'] as const;

/** Where a first answer will stand. Appears only when the wait is long enough to notice. */
export function Skeleton({ lines = 5 }: { readonly lines?: number }): ReactNode {
  return (
    <div role="status" className="appear-late px-panel py-3">
      <VisuallyHidden>Loading</VisuallyHidden>
      {Array.from({ length: lines }, (_, at) => (
        <div key={at} className="flex h-row items-center">
          <div className={`h-2 rounded-sm bg-rule ${widths[at % widths.length]}`} />
        </div>
      ))}
    </div>
  );
}
