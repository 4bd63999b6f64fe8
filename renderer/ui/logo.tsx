import type { ReactNode } from 'react';

/**
 * The tie-out mark: two figures, one from above and one from below, meeting on one rule. Drawn in the ink of its surroundings,
 * with the rule in the accent. The same drawing is in the icons of the window and the browser tab.
 */
export function Logo({ size = 20 }: { readonly size?: number }): ReactNode {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" fill="none" className="shrink-0">
      <path d="M4.5 4h4.75v6H4.5zM14.75 14h4.75v6h-4.75z" fill="currentColor" />
      <path d="M14.75 7h4.75v3h-4.75zM4.5 14h4.75v3H4.5z" fill="currentColor" opacity="0.45" />
      <path d="M2 11h20v2H2z" className="fill-accent" />
    </svg>
  );
}
