import type { ReactNode } from 'react';
import type { WireRun } from '#core/contract/connections.ts';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { InstantText } from '#renderer/ui/time-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

/** One run with counts that add up, and what stopped it. */
export function RunDetail({ run }: { readonly run: WireRun }): ReactNode {
  const format = useFormat();
  return (
    <Panel title={`Run ${format.count(run.id)}`} aside={<StatusBadge kind="job" state={run.state} />}>
      <div className="flex flex-col gap-3">
        {run.failure === null ? null : (
          <Banner tone={run.retryAt === null ? 'negative' : 'warning'}>
            <code>{run.failure.code}</code> <VendorText text={run.failure.message} />
            {run.retryAt === null ? null : (
              <>
                {' '}
                Not before <InstantText at={run.retryAt} />.
              </>
            )}
          </Banner>
        )}
        <DefinitionList
          items={[
            { term: 'Connection', value: `${run.connectionId}, ${run.stream}` },
            { term: 'Started', value: <InstantText at={run.startedAt} style="full" /> },
            { term: 'Took', value: run.tookMs === null ? 'still running' : format.duration(run.tookMs) },
            { term: 'Pages', value: format.count(run.pages) },
          ]}
        />
        <table aria-label="Records of the run" className="w-72 border-collapse">
          <tbody>
            <Count label="New" count={run.changed} />
            <Count label="Known already" count={run.unchanged} />
            <Count label="Held back, not readable" count={run.quarantined} />
            <tr className="border-t-2 font-semibold">
              <th scope="row" className="py-1 text-left">
                Read
              </th>
              <td className="py-1 text-right tabular-nums">{format.count(run.records)}</td>
            </tr>
          </tbody>
        </table>
        <p className="text-muted">
          {format.counted(run.facts, 'fact')} journalled from them.{' '}
          {run.quarantined === 0 ? null : (
            <ScreenLink to="exceptions" search={{ code: 'RECORD_QUARANTINED' }}>
              Show what could not be read
            </ScreenLink>
          )}
        </p>
      </div>
    </Panel>
  );
}

function Count({ label, count }: { readonly label: string; readonly count: number }): ReactNode {
  const format = useFormat();
  return (
    <tr className="border-b">
      <th scope="row" className="py-1 text-left font-normal text-muted">
        {label}
      </th>
      <td className="py-1 text-right tabular-nums">{format.count(count)}</td>
    </tr>
  );
}
