import { create } from 'zustand';
import type { WireJob } from '#core/contract/jobs.ts';
import { api } from './api.ts';
import { isUnanswered } from './api-failure.ts';
import { queryClient } from './query-client.ts';
import { useTransport } from './transport.ts';

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

/** Why nothing can be decided at the moment, in words for a dialog or a tooltip; undefined while the core answers. */
export function useLostConnection(): string | undefined {
  return usePushes(({ isConnected }) => isConnected)
    ? undefined
    : 'The core cannot be reached: nothing can be decided until it answers.';
}

const waitMs = 25_000;
const firstRetryMs = 250;
const longestRetryMs = 5_000;

/** Hears what changes and makes it stale, until stopped. After a lost connection everything is asked again. */
export async function hearPushes(signal: AbortSignal): Promise<void> {
  let cursor = '';
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    const loss = watchLosses();
    try {
      const wasLost = !usePushes.getState().isConnected;
      // One that comes back is not left waiting for the next change to say so.
      const told = await api.changes.since(
        { cursor, waitMs: wasLost || cursor === '' ? 0 : waitMs },
        { signal: AbortSignal.any([signal, loss.signal]) },
      );
      cursor = told.cursor;
      retryMs = firstRetryMs;
      usePushes.setState({
        jobs: told.jobs,
        headSeq: told.headSeq,
        heardAtMs: Date.now(),
        isConnected: true,
      });
      // Not waited for: what takes long to read again must not keep this from hearing that the core is gone once more.
      if (wasLost) void queryClient.invalidateQueries();
      else for (const area of told.areas) void queryClient.invalidateQueries({ queryKey: [area] });
    } catch (cause) {
      if (signal.aborted) return;
      usePushes.setState({ isConnected: false });
      // It answers and refuses: a core that was started again knows nobody yet, and the session says so.
      if (!isUnanswered(cause) && !loss.signal.aborted) askWhoIsHere();
      await pause(retryMs, signal);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    } finally {
      loss.stop();
    }
  }
}

function askWhoIsHere(): void {
  void queryClient.invalidateQueries({ queryKey: [api.session.get.area] });
}

/** Aborts when any request of this window finds nobody: what waits for changes then waits in vain. */
function watchLosses(): { readonly signal: AbortSignal; readonly stop: () => void } {
  const lost = new AbortController();
  const stop = useTransport.subscribe((now, before) => {
    if (now.losses > before.losses) lost.abort();
  });
  return { signal: lost.signal, stop };
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
