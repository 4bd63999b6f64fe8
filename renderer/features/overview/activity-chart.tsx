import type { ReactNode } from 'react';
import type { WireOverview } from '#core/contract/overview.ts';
import { ChartWithTable } from '#renderer/ui/chart-with-table.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';

/** Thirty days of what was posted and what waited. */
export function ActivityChart({ activity }: { readonly activity: WireOverview['activity'] }): ReactNode {
  const format = useFormat();
  const series = (id: 'posted' | 'held' | 'exceptions' | 'breaks', name: string) => ({
    id,
    name,
    points: activity.map((day) => ({ value: day[id], text: format.count(day[id]) })),
  });
  const posted = activity.reduce((sum, day) => sum + day.posted, 0);
  const last = activity.at(-1);
  return (
    <ChartWithTable
      title="Last 30 days"
      summary={`${format.counted(posted, 'document')} confirmed; today ${format.count(last?.held ?? 0)} held and ${format.counted(last?.exceptions ?? 0, 'exception')} open.`}
      data={{
        categories: activity.map(({ on }) => format.day(on, 'short')),
        series: [
          series('posted', 'Posted that day'),
          series('held', 'Held at day’s end'),
          series('exceptions', 'Exceptions open'),
          series('breaks', 'Breaks open'),
        ],
      }}
    />
  );
}
