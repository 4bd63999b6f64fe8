import { Check, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WireConnection } from '#core/contract/connections.ts';
import { useSetSearch } from '#renderer/shell/scope/screen-search.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { AgeText } from '#renderer/ui/time-text.tsx';
import type { ConnectionsSearch } from './connections-search.ts';

/** Streams of one connection: how far each is read, and whether counts and sums agree with the source's. */
export function StreamTable({ connection }: { readonly connection: WireConnection }): ReactNode {
  const format = useFormat();
  const setSearch = useSetSearch<ConnectionsSearch>();
  return (
    <table aria-label={`Streams of ${connection.id}`} className="w-full border-collapse">
      <thead>
        <tr className="border-b text-left text-sm text-muted">
          <th scope="col" className="py-1 pr-3 font-medium">
            Stream
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            Read
          </th>
          <th scope="col" className="py-1 pr-3 text-right font-medium">
            Source
          </th>
          <th scope="col" className="py-1 pr-3 text-right font-medium">
            Journal
          </th>
          <th scope="col" className="py-1 font-medium">
            Agrees
          </th>
        </tr>
      </thead>
      <tbody>
        {connection.streams.map((stream) => (
          <tr key={stream.name} className="border-b align-top">
            <th scope="row" className="py-1 pr-3 text-left font-normal">
              <button
                type="button"
                className="min-h-6 rounded-sm text-left text-accent underline-offset-2 hover:underline"
                onClick={() => setSearch({ connection: connection.id, stream: stream.name, run: undefined })}
              >
                {stream.name}
              </button>
            </th>
            <td className="py-1 pr-3 text-muted">
              {stream.advancedAt === null ? 'never' : <AgeText at={stream.advancedAt} isInWords />}
              {stream.isCaughtUp ? '' : ', not at its end'}
            </td>
            <Side side={stream.completeness?.source ?? null} count={format.count} />
            <Side side={stream.completeness?.journal ?? null} count={format.count} />
            <td className="py-1">
              <Agreement stream={stream} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Stream = WireConnection['streams'][number];

function Side({
  side,
  count,
}: {
  readonly side: NonNullable<Stream['completeness']>['source'] | null;
  readonly count: (value: number) => string;
}): ReactNode {
  if (side === null) return <td className="py-1 pr-3 text-right text-muted">–</td>;
  return (
    <td className="py-1 pr-3 text-right tabular-nums">
      {count(side.count)}
      {side.sums.length === 0 ? null : (
        <span className="block text-sm text-muted">
          <MoneyTotals sums={side.sums} isStacked isCompact />
        </span>
      )}
    </td>
  );
}

function Agreement({ stream }: { readonly stream: Stream }): ReactNode {
  if (stream.completeness === null) return <span className="text-muted">cannot be counted</span>;
  return stream.completeness.isComplete ? (
    <span className="inline-flex items-center gap-1 text-positive">
      <Icon icon={Check} size={13} /> complete
    </span>
  ) : (
    <span className="inline-flex items-center gap-1 text-negative">
      <Icon icon={TriangleAlert} size={13} /> differs
    </span>
  );
}
