import type { Page } from 'playwright-core';

/** The browser does not report what was painted sooner. */
const LEAST_REPORTED_MS = 16;
/** As fast as a key repeats while it is held. */
const REPEAT_MS = 33;

export interface KeyFigures {
  readonly p95Ms: number;
  readonly longestMs: number;
  readonly mainPerKeyMs: number;
  /** Tasks of more than 50 ms on the thread that draws, one by one. */
  readonly longTasksMs: readonly number[];
}

interface Watched {
  readonly keys: Map<number, number>;
  readonly tasks: number[];
}

/** Moves, pages, jumps, ranges and choices, as in triage. */
export const triageKeys: readonly string[] = [
  'ArrowDown',
  'ArrowDown',
  'ArrowDown',
  'ArrowUp',
  'ArrowRight',
  'ArrowLeft',
  'Shift+ArrowDown',
  'PageDown',
  'PageUp',
  ' ',
  'End',
  'Home',
  'Control+End',
  'Control+Home',
  'Escape',
  'Shift+ArrowRight',
];

/** So many keys of a script, in an order that is not the list's: seven and its length must share no factor. */
export function keysOf(script: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, at) => script[(at * 7) % script.length] ?? 'ArrowDown');
}

/** Presses keys and measures each until it is painted, by the browser's own Event Timing. */
export async function measureKeys(page: Page, keys: readonly string[]): Promise<KeyFigures> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const mainThreadMs = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  await page.evaluate(watch, LEAST_REPORTED_MS);
  const busyMs = await mainThreadMs();
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(REPEAT_MS);
  }
  await page.waitForTimeout(500);
  const mainPerKeyMs = ((await mainThreadMs()) - busyMs) / keys.length;
  const { durationsMs, longTasksMs } = await page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched };
    return { durationsMs: [...watched.keys.values()], longTasksMs: watched.tasks };
  });
  await session.detach();
  const quick = Math.max(0, keys.length - durationsMs.length);
  const all = [...durationsMs, ...Array.from({ length: quick }, () => LEAST_REPORTED_MS)];
  const sorted = all.sort((one, other) => one - other);
  const p95Ms = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
  return { p95Ms, longestMs: sorted.at(-1) ?? Number.NaN, mainPerKeyMs, longTasksMs };
}

/** Runs in the page: keeps how long each key took to be painted, and every long task. */
function watch(leastMs: number): void {
  const watched: Watched = { keys: new Map(), tasks: [] };
  Object.assign(window, { watched });
  // Event Timing's own member is not in the library's types.
  const asked: PerformanceObserverInit & { readonly durationThreshold: number } = {
    type: 'event',
    durationThreshold: leastMs,
  };
  new PerformanceObserver((list) => {
    for (const { name, startTime, duration } of list.getEntries())
      if (name === 'keydown') watched.keys.set(startTime, duration);
  }).observe(asked);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.tasks.push(duration);
  }).observe({ type: 'longtask' });
}

/** One line of JSON for `npm run bench`. */
export function report(name: string, value: number, unit: string, max?: number): void {
  const target = max === undefined ? {} : { target: { max } };
  process.stdout.write(`${JSON.stringify({ name, measured: Number(value.toFixed(2)), unit, ...target })}\n`);
}
