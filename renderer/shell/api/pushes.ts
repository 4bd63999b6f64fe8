import { create } from 'zustand';
import type { WireJob } from '#core/contract/jobs.ts';
import { api } from './api.ts';
import { isAborted } from './api-failure.ts';
import { queryClient } from './query-client.ts';

interface Pushes {
  readonly jobs: readonly WireJob[];
  readonly headSeq: number | null;
  /** When the core last answered, in milliseconds of this machine's clock. */
  readonly heardAtMs: number | null;
  /** False while the core cannot be reached: what is shown is what it last said. */
  readonly isConnected: boolean;
}

export const usePushes = create<Pushes>(() => ({
  jobs: [],
  headSeq: null,
  heardAtMs: null,
  isConnected: true,
}));

const waitMs = 25_000;
const firstRetryMs = 250;
const longestRetryMs = 5_000;

/** Hears what changes and makes it stale, until stopped. After a lost connection everything is asked again. */
export async function hearPushes(signal: AbortSignal): Promise<void> {
  let cursor = '';
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    try {
      const told = await api.changes.since({ cursor, waitMs: cursor === '' ? 0 : waitMs }, { signal });
      const wasLost = !usePushes.getState().isConnected;
      cursor = told.cursor;
      retryMs = firstRetryMs;
      usePushes.setState({
        jobs: told.jobs,
        headSeq: told.headSeq,
        heardAtMs: Date.now(),
        isConnected: true,
      });
      if (wasLost) await queryClient.invalidateQueries();
      else for (const area of told.areas) void queryClient.invalidateQueries({ queryKey: [area] });
    } catch (cause) {
      if (signal.aborted || isAborted(cause)) return;
      usePushes.setState({ isConnected: false });
      await pause(retryMs, signal);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    }
  }
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
