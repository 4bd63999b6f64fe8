import type { ReactNode } from 'react';
import type { WireClose } from '#core/contract/close.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { InstantText } from '#renderer/ui/time-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { actWords } from './task-words.ts';

/** What happened in the close, newest first. Nothing of it is ever taken away. */
export function CloseHistory({ close }: { readonly close: WireClose }): ReactNode {
  const { legalEntity, period, tasks } = close;
  const read = useRead(api.close.history, { legalEntity, period });
  const { data } = read;
  const format = useFormat();
  if (!data) return <Unread read={read} title="The history could not be read" lines={6} />;
  return (
    <div
      className="min-h-0 flex-1 overflow-y-auto px-panel py-2"
      tabIndex={0}
      role="region"
      aria-label="History"
    >
      <ol>
        {data.rows.map((row) => (
          <li key={row.seq} className="grid grid-cols-[1fr_auto] gap-x-3 border-b py-1.5">
            <span className="min-w-0">
              <span className={row.type.includes('sign') ? 'font-medium' : undefined}>
                {actWords(row.type)}
              </span>
              {row.taskId === null ? null : (
                <span className="text-muted">
                  {' '}
                  {tasks.find(({ id }) => id === row.taskId)?.title ?? row.taskId}
                </span>
              )}
              {row.text === '' ? null : (
                <span className="block text-muted">
                  <VendorText text={row.text} />
                </span>
              )}
              {row.evidenceHash === null ? null : (
                <span className="block text-sm">
                  <IdText id={row.evidenceHash} label="evidence hash" shown={12} />
                </span>
              )}
            </span>
            <span className="text-right text-sm text-muted">
              {row.by}
              <span className="block">
                <InstantText at={row.at} />
              </span>
              <ScreenLink
                to="journal"
                search={{ seq: row.seq }}
                className="inline-block min-h-6 text-accent hover:underline"
              >
                entry {format.count(row.seq)}
              </ScreenLink>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
