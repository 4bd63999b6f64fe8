import type { ReactNode } from 'react';
import type { WireRun } from '#core/contract/connections.ts';

/** New, known and held back as lengths of one bar; the figures stand in the columns beside it. */
export function RunBar({ run }: { readonly run: WireRun }): ReactNode {
  const { records, changed, unchanged, quarantined } = run;
  if (records === 0) return <span className="text-muted">nothing new</span>;
  const share = (count: number) => `${(count / records) * 100}%`;
  return (
    <span
      role="img"
      aria-label={`${changed} new, ${unchanged} known, ${quarantined} held back`}
      className="flex h-2 w-full overflow-hidden rounded-sm bg-sunken"
    >
      <span className="bg-series-1" style={{ width: share(changed) }} />
      <span className="bg-rule-strong" style={{ width: share(unchanged) }} />
      <span className="bg-negative" style={{ width: share(quarantined) }} />
    </span>
  );
}
