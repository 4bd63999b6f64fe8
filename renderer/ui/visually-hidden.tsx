import type { ReactNode } from 'react';

/** Text for screen readers only. */
export function VisuallyHidden({
  id,
  children,
}: {
  readonly id?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <span id={id} className="sr-only">
      {children}
    </span>
  );
}
