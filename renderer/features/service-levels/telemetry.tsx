import type { ReactNode } from 'react';
import type * as z from 'zod';
import type { serviceLevelsOutput } from '#core/contract/service-levels.ts';
import { ChartWithTable } from '#renderer/ui/chart-with-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

type Levels = z.output<typeof serviceLevelsOutput>;

const operationsMax = 60;

/** How long vendors took to answer, by connection and operation. */
export function OperationTable({ operations }: { readonly operations: Levels['operations'] }): ReactNode {
  const format = useFormat();
  if (operations.length === 0)
    return <EmptyState kind="nothing" title="No request has been measured in this time." />;
  const shown = [...operations].sort((one, other) => other.requests - one.requests).slice(0, operationsMax);
  const ms = (value: number | null): string => (value === null ? '–' : format.duration(value));
  return (
    <table aria-label="API latency" className="w-full border-collapse">
      <thead>
        <tr className="border-b text-right text-sm text-muted">
          <th scope="col" className="py-1 pl-panel text-left font-medium">
            Operation
          </th>
          {['Requests', 'Median', '95 %', '99 %', 'Longest', 'Trouble'].map((word) => (
            <th key={word} scope="col" className="py-1 pl-3 font-medium last:pr-panel">
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => {
          const ill = row.refused + row.throttled + row.failed + row.silent;
          return (
            <tr key={`${row.connectionId} ${row.operation}`} className="border-b hover:bg-hover">
              <th
                scope="row"
                className="w-full max-w-0 truncate py-1 pl-panel text-left font-normal"
                title={row.operation}
              >
                <span className="text-muted">{row.connectionId}</span>{' '}
                <code>
                  <VendorText text={shortOperation(row.operation)} />
                </code>
              </th>
              {[
                format.count(row.requests),
                ms(row.p50Ms),
                ms(row.p95Ms),
                ms(row.p99Ms),
                ms(row.maxMs),
                ill === 0 ? '0' : `${format.count(ill)} ${illWords(row)}`,
              ].map((text, at) => (
                <td
                  key={`${at}`}
                  className="py-1 pl-3 text-right whitespace-nowrap tabular-nums last:pr-panel"
                >
                  {text}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The method and the last three parts of the path, which tell operations apart; the whole is the title. */
function shortOperation(operation: string): string {
  const [method = '', path = ''] = operation.split(' ', 2);
  const parts = path.split('/').filter((part) => part !== '');
  return parts.length <= 3 ? operation : `${method} …/${parts.slice(-3).join('/')}`;
}

function illWords(row: Levels['operations'][number]): string {
  if (row.silent > 0) return 'no answer';
  if (row.throttled > 0) return 'throttled';
  return row.failed > 0 ? 'failed' : 'refused';
}

/** How much waits at each station right now. */
export function QueueTable({ queues }: { readonly queues: Levels['queues'] }): ReactNode {
  const format = useFormat();
  return (
    <table aria-label="Queues" className="w-full border-collapse">
      <thead>
        <tr className="border-b text-right text-sm text-muted">
          <th scope="col" className="py-1 pl-panel text-left font-medium">
            Queue
          </th>
          <th scope="col" className="py-1 pl-3 font-medium">
            Depth
          </th>
          <th scope="col" className="py-1 pr-panel pl-3 font-medium">
            Oldest
          </th>
        </tr>
      </thead>
      <tbody>
        {queues.map((queue) => (
          <tr key={queue.id} className="h-row border-b">
            <th scope="row" className="pl-panel text-left font-normal">
              {queue.title}
            </th>
            <td className="pl-3 text-right tabular-nums">{format.count(queue.depth)}</td>
            <td className="pr-panel pl-3 text-right tabular-nums">
              {queue.oldestMs === null ? '–' : format.duration(queue.oldestMs)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What went through, day by day. */
export function ThroughputChart({ throughput }: { readonly throughput: Levels['throughput'] }): ReactNode {
  const format = useFormat();
  const series = (id: 'posted' | 'requests' | 'retries', name: string) => ({
    id,
    name,
    points: throughput.map((day) => ({ value: day[id], text: format.count(day[id]) })),
  });
  const total = (id: 'posted' | 'requests'): number => throughput.reduce((sum, day) => sum + day[id], 0);
  return (
    <ChartWithTable
      title="Throughput by day"
      summary={`${format.counted(total('posted'), 'document')} confirmed with ${format.counted(total('requests'), 'request')}.`}
      kind="bar"
      height={150}
      data={{
        categories: throughput.map(({ on }) => format.day(on, 'short')),
        series: [
          series('posted', 'Documents posted'),
          series('requests', 'Requests'),
          series('retries', 'Retries'),
        ],
      }}
    />
  );
}
