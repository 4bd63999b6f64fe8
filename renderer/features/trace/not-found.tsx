import type { ReactNode } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

/** Nothing goes by this id: where it was looked for, and what looks most like it. */
export function NotFound({ id }: { readonly id: string }): ReactNode {
  const format = useFormat();
  const { data } = useRead(api.trace.nearest, { id });
  return (
    <div className="flex flex-col gap-5 overflow-y-auto px-panel py-4" role="status">
      <div>
        <h2 className="font-semibold">
          Nothing is known by <span className="font-mono">{<VendorText text={id} />}</span>
        </h2>
        <p className="text-muted">
          It may be newer than the last sync, or of a system that is not connected. Run a sync, or use one of
          the ids below.
        </p>
      </div>
      {data && data.nearest.length > 0 && (
        <section aria-label="Ids that look like it">
          <h3 className="font-semibold">Ids that begin like it</h3>
          <ul>
            {data.nearest.map((hit) => (
              <li key={hit.id} className="flex gap-3 py-0.5">
                <ScreenLink to="trace" search={{ id: hit.id }} className="font-mono text-accent">
                  <VendorText text={hit.id} />
                </ScreenLink>
                <span className="text-muted">
                  {hit.place}
                  {hit.label !== '' && ' · '}
                  <VendorText text={hit.label.replaceAll('-', ' ')} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {data && (
        <section aria-label="Where it was looked for">
          <h3 className="font-semibold">Looked in</h3>
          <ul>
            {data.lookedIn.map(({ place, records }) => (
              <li key={place} className="flex max-w-md gap-3 py-0.5">
                <span className="flex-1">{place}</span>
                <span className="text-muted tabular-nums">{format.count(records)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
