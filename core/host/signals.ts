export interface WatchedSignals {
  readonly signal: AbortSignal;
  stop(): void;
}

const watched = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Turns the first signal to end into an abort; a second one ends the process as the system would. */
export function watchSignals(hears: boolean): WatchedSignals {
  const controller = new AbortController();
  const stop = (): void => {
    for (const name of watched) process.off(name, onSignal);
  };
  const onSignal = (): void => {
    stop();
    controller.abort(new Error('interrupted'));
  };
  if (hears) for (const name of watched) process.on(name, onSignal);
  return { signal: controller.signal, stop };
}
