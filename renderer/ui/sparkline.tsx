import type { ReactNode } from 'react';

interface SparklineProps {
  /** In time order. They set only the shape of the line; figures are written beside it. */
  readonly values: readonly number[];
  /** What it shows, in words: "Open exceptions over 30 days, from 41 to 12". */
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
}

/** The course of a figure in the width of a word, its last value marked. */
export function Sparkline({ values, label, width = 72, height = 18 }: SparklineProps): ReactNode {
  if (values.length < 2) return null;
  const least = Math.min(...values);
  const span = Math.max(...values) - least || 1;
  const points = values.map((value, at) => ({
    x: 1 + (at / (values.length - 1)) * (width - 4),
    y: height - 2 - ((value - least) / span) * (height - 4),
  }));
  const last = points.at(-1);
  return (
    <svg role="img" aria-label={label} width={width} height={height} className="shrink-0 overflow-visible">
      <polyline
        points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
        fill="none"
        strokeWidth={1.25}
        strokeLinejoin="round"
        className="stroke-series-2"
      />
      {last === undefined ? null : <circle cx={last.x} cy={last.y} r={2} className="fill-accent" />}
    </svg>
  );
}
