import type { ReactNode } from 'react';
import { useScreenFacts } from './screen.ts';

/** Says to screen readers what changed: the screen that opened, the row that left. */
export function AnnouncementRegion(): ReactNode {
  const announcement = useScreenFacts((facts) => facts.announcement);
  return (
    <p className="sr-only" role="status" aria-live="polite">
      {announcement}
    </p>
  );
}
