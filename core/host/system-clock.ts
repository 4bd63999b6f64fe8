import { setTimeout as delay } from 'node:timers/promises';
import type { CancelSignal, Clock } from '../base/clock.ts';

/**
 * The machine's clock, shifted by a fixed offset: a workspace on the sample company lives on the sandbox's day. This
 * is the only place that reads it.
 */
export function createSystemClock(offsetMs = 0): Clock {
  return {
    now: () => Date.now() + offsetMs,
    monotonicMs: () => performance.now(),
    sleep: async (delayMs: number, signal?: CancelSignal) => {
      await delay(delayMs, undefined, signal ? { signal: signal as AbortSignal } : {});
    },
  };
}
