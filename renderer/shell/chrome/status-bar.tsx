import type { ReactNode } from 'react';
import type { SealedPack } from '#core/contract/packs.ts';
import { useFormat, useNowMs } from '#renderer/ui/format-context.tsx';
import { api } from '../api/api.ts';
import { usePushes } from '../api/pushes.ts';
import { useRead } from '../api/reading.ts';
import { JobTray } from '../jobs/job-tray.tsx';
import { useSession } from '../session/session.ts';
import { useScreenFacts } from './screen.ts';

/** What is chosen, per currency; how letters are taken; how fresh the figures are; what is running. */
export function StatusBar(): ReactNode {
  const { mode, selection } = useScreenFacts();
  const format = useFormat();
  const { sealed } = useSession();
  return (
    <footer
      className="app-status flex min-h-6 flex-wrap items-center gap-x-4 border-t px-3 text-sm text-muted"
      data-pane="status"
    >
      {mode !== null && <span>{mode}</span>}
      <span className="flex-1" />
      {selection && (
        <output className="flex gap-3 text-text tabular-nums">
          <span>{format.count(selection.count)} selected</span>
          {selection.sums.map((sum) => (
            <span key={sum.currency}>{format.money(sum)}</span>
          ))}
        </output>
      )}
      {sealed === null ? <Freshness /> : <SealedFreshness sealed={sealed} />}
      {sealed === null && <JobTray />}
    </footer>
  );
}

/** A pack does not move; only whoever shows it may go away. */
function SealedFreshness({ sealed: { madeAt, asOf } }: { readonly sealed: SealedPack }): ReactNode {
  const format = useFormat();
  const isConnected = usePushes((pushes) => pushes.isConnected);
  if (!isConnected) return <span className="font-medium text-negative">Not connected. Trying again…</span>;
  return (
    <span>
      Sealed {format.instant(madeAt, 'full')} · journal {format.count(asOf.seq)}
    </span>
  );
}

function Freshness(): ReactNode {
  const format = useFormat();
  const nowMs = useNowMs();
  const { isConnected, headSeq, heardAtMs } = usePushes();
  const { data } = useRead(api.sync.status, undefined);
  if (!isConnected) {
    const since =
      heardAtMs === null ? '' : `, last heard ${format.relative(new Date(heardAtMs).toISOString(), nowMs)}`;
    return <span className="font-medium text-negative">Not connected{since}. Trying again…</span>;
  }
  if (!data) return null;
  return (
    <span>
      As of {format.instant(data.asOf, 'time')} · journal {format.count(headSeq ?? data.headSeq)}
    </span>
  );
}
