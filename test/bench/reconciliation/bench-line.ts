/** One result, printed as one line of JSON. */
export interface BenchLine {
  readonly name: string;
  readonly ours_ms?: number;
  readonly baseline_ms?: number;
  readonly ratio?: number;
  readonly target?: string;
  readonly [detail: string]: string | number | boolean | readonly number[] | undefined;
}

export function printLine(line: BenchLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Processor time of this process so far, all threads, in milliseconds. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

export function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}

/** Whether the file was started by itself and not imported by the runner of all benchmarks. */
export function isMain(url: string): boolean {
  return process.argv[1] !== undefined && url === `file://${process.argv[1]}`;
}
