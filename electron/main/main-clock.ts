import { setTimeout as delay } from 'node:timers/promises';
import type { CancelSignal, Clock } from '#core/base/clock.ts';

/** The machine's clock for main, which may not load the core's host. */
export function createMainClock(): Clock {
  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    sleep: async (delayMs: number, signal?: CancelSignal) => {
      await delay(delayMs, undefined, signal ? { signal: signal as AbortSignal } : {});
    },
  };
}
