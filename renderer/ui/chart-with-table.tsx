import { ChartLine, Table } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { ChartData, ChartKind } from './chart-data.ts';
import { useFormat } from './format-context.tsx';
import { IconButton } from './icon-button.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';

const SeriesChart = lazy(async () => {
  const { SeriesChart: component } = await import('./series-chart.tsx');
  return { default: component };
});

interface ChartWithTableProps {
  /** What it shows, as a heading. */
  readonly title: string;
  /** What it says, in a sentence: the chart's text for those who do not see it. */
  readonly summary: string;
  readonly data: ChartData;
  readonly kind?: ChartKind;
  readonly height?: number;
  /** Short text of a value on the axis; a plain short number if not given. */
  readonly axisText?: (value: number) => string;
}

const seriesGround = ['bg-series-1', 'bg-series-2', 'bg-series-3', 'bg-series-4'] as const;

/** A chart and the same figures as a table, one button apart. */
export function ChartWithTable({
  title,
  summary,
  data,
  kind = 'line',
  height = 180,
  axisText,
}: ChartWithTableProps): ReactNode {
  const format = useFormat();
  const [isTable, setTable] = useState(false);
  return (
    <figure className="m-0 flex min-w-0 flex-col gap-1">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="font-semibold">{title}</span>
        {data.series.length < 2 ? null : (
          <span className="flex flex-wrap gap-x-3 text-sm text-muted">
            {data.series.map((series, at) => (
              <span key={series.id} className="flex items-center gap-1.5">
                <span
                  aria-hidden
                  className={`h-2 w-2 rounded-sm ${seriesGround[at % seriesGround.length]}`}
                />
                {series.name}
              </span>
            ))}
          </span>
        )}
        <IconButton
          icon={isTable ? ChartLine : Table}
          label={isTable ? 'Show as chart' : 'Show as table'}
          className="ml-auto"
          onClick={() => setTable(!isTable)}
        />
      </figcaption>
      {isTable ? (
        <FigureTable title={title} data={data} />
      ) : (
        <div role="img" aria-label={`${title}. ${summary}`} style={{ height }}>
          <Suspense>
            <SeriesChart data={data} kind={kind} height={height} axisText={axisText ?? format.short} />
          </Suspense>
        </div>
      )}
    </figure>
  );
}

function FigureTable({ title, data }: { readonly title: string; readonly data: ChartData }): ReactNode {
  return (
    <div className="min-w-0 overflow-x-auto">
      <table aria-label={title} className="w-full border-collapse">
        <thead>
          <tr className="border-b text-sm text-muted">
            <th scope="col">
              <VisuallyHidden>Of</VisuallyHidden>
            </th>
            {data.series.map((series) => (
              <th key={series.id} scope="col" className="py-1 pl-4 text-right font-medium">
                {series.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.categories.map((category, at) => (
            <tr key={category} className="border-b">
              <th scope="row" className="py-0.5 text-left font-normal whitespace-nowrap text-muted">
                {category}
              </th>
              {data.series.map((series) => (
                <td key={series.id} className="py-0.5 pl-4 text-right whitespace-nowrap tabular-nums">
                  {series.points[at]?.text ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
