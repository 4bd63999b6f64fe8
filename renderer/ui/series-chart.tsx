import type { ReactNode } from 'react';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { ChartData, ChartKind, ChartSeries } from './chart-data.ts';

interface SeriesChartProps {
  readonly data: ChartData;
  readonly kind: ChartKind;
  readonly height: number;
  /** Short text of a value on the axis. */
  readonly axisText: (value: number) => string;
}

const inks = ['var(--series-1)', 'var(--series-2)', 'var(--series-3)', 'var(--series-4)'] as const;
const axisStyle = { fontSize: 11, fill: 'var(--muted)' } as const;

function inkOf(at: number): string {
  return inks[at % inks.length] ?? inks[0];
}

/** The drawing itself; apart, because the chart library is large and loaded only where there is a chart. */
export function SeriesChart({ data, kind, height, axisText }: SeriesChartProps): ReactNode {
  const rows = data.categories.map((category, at) => ({
    category,
    ...Object.fromEntries(data.series.map((series) => [series.id, series.points[at]?.value ?? null])),
  }));
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart
        data={rows}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--rule)" />
        <XAxis
          dataKey="category"
          tick={axisStyle}
          tickLine={false}
          axisLine={{ stroke: 'var(--rule-strong)' }}
          minTickGap={16}
        />
        <YAxis
          tick={axisStyle}
          tickLine={false}
          axisLine={false}
          tickFormatter={axisText}
          allowDecimals={false}
          width={56}
        />
        <ReferenceLine y={0} stroke="var(--rule-strong)" />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--rule-strong)', fill: 'var(--hover)' }}
          content={<Reading data={data} />}
        />
        {data.series.map((series, at) => drawn(series, at, kind))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function drawn(series: ChartSeries, at: number, kind: ChartKind): ReactNode {
  const shared = { dataKey: series.id, name: series.name, isAnimationActive: false } as const;
  if (kind === 'line')
    return (
      <Line
        key={series.id}
        {...shared}
        type="linear"
        stroke={inkOf(at)}
        strokeWidth={1.5}
        dot={false}
        activeDot={{ r: 3, stroke: 'var(--surface)' }}
      />
    );
  return (
    <Bar
      key={series.id}
      {...shared}
      fill={inkOf(at)}
      maxBarSize={28}
      {...(kind === 'stacked' ? { stackId: 'all' } : {})}
    />
  );
}

interface ReadingProps {
  readonly data: ChartData;
  /** The category under the pointer; the chart fills it in. */
  readonly label?: string | number;
}

/** The figures of one category, exactly, beside the pointer. */
function Reading({ data, label }: ReadingProps): ReactNode {
  const category = String(label);
  const at = data.categories.indexOf(category);
  if (at < 0) return null;
  return (
    <div className="rounded-md bg-raised px-2 py-1 text-sm shadow-float">
      <p className="text-muted">{category}</p>
      {data.series.map((series, place) => (
        <p key={series.id} className="flex items-center justify-between gap-4">
          <span className="flex items-center gap-1.5">
            <span className="h-2 w-2 rounded-sm" style={{ background: inkOf(place) }} />
            {series.name}
          </span>
          <span>{series.points[at]?.text}</span>
        </p>
      ))}
    </div>
  );
}
