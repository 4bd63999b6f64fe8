// What a benchmark prints: one JSON object per line on stdout, for instance
//   {"name":"journal append, batches of 1,000","measured":0.47,"unit":"× bare inserts","target":{"min":0.45}}
// `target` is left out for a figure that is only shown. Other lines and other members are passed through unread.

export interface BenchResult {
  readonly name: string;
  readonly measured: number;
  readonly unit: string;
  readonly target: BenchTarget | undefined;
}

interface BenchTarget {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** The result that a line holds, or undefined where it is something else. */
export function readBenchLine(line: string): BenchResult | undefined {
  if (!line.startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, measured, unit, target } = value as Record<string, unknown>;
  if (typeof name !== 'string' || typeof measured !== 'number') return undefined;
  return { name, measured, unit: typeof unit === 'string' ? unit : '', target: readTarget(target) };
}

function readTarget(value: unknown): BenchTarget | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { min, max } = value as Record<string, unknown>;
  return {
    min: typeof min === 'number' ? min : undefined,
    max: typeof max === 'number' ? max : undefined,
  };
}

/** Whether a target is not met; a measurement that is no number meets none. */
export function isMissed({ measured, target }: BenchResult): boolean {
  return !(measured >= (target?.min ?? -Infinity) && measured <= (target?.max ?? Infinity));
}

/** One row per result: name, measured, target, verdict. */
export function benchTable(results: readonly BenchResult[]): string {
  const rows = results.map((result) => [
    result.name,
    `${figure(result.measured)} ${result.unit}`.trimEnd(),
    targetText(result.target),
    result.target === undefined ? '' : isMissed(result) ? 'MISSED' : 'met',
  ]);
  const table = [['benchmark', 'measured', 'target', ''], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function targetText(target: BenchTarget | undefined): string {
  const parts: string[] = [];
  if (target?.min !== undefined) parts.push(`≥ ${figure(target.min)}`);
  if (target?.max !== undefined) parts.push(`≤ ${figure(target.max)}`);
  return parts.join(', ');
}

function figure(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: Math.abs(value) < 1000 ? 3 : 9 });
}
