/** One value of a chart: where it is drawn, and what it is, exactly and in words. */
export interface ChartPoint {
  /** Null leaves a gap. */
  readonly value: number | null;
  readonly text: string;
}

export interface ChartSeries {
  readonly id: string;
  readonly name: string;
  /** One point per category, in order. */
  readonly points: readonly ChartPoint[];
}

export interface ChartData {
  /** The axis along the bottom: periods, days, classes. */
  readonly categories: readonly string[];
  /** At most four: more lines than that are a table. */
  readonly series: readonly ChartSeries[];
}

export type ChartKind = 'line' | 'bar' | 'stacked';
