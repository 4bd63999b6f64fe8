import { type ReactNode, useEffect, useState } from 'react';

const tickMs = 250;

/**
 * Seconds that are left, counted on this machine from what the host said: the workspace may live on another day.
 * 0 when it is over; the posting then is on its way and nothing more is claimed.
 */
export function useSecondsLeft(untilAt: string | null, nowAt: string): number {
  const leftMs = untilAt === null || nowAt === '' ? 0 : Date.parse(untilAt) - Date.parse(nowAt);
  const [ends, setEnds] = useState({ untilAt, nowAt, atMs: performance.now() + leftMs });
  const [nowMs, setNowMs] = useState(() => performance.now());
  if (ends.untilAt !== untilAt) setEnds({ untilAt, nowAt, atMs: performance.now() + leftMs });
  const isRunning = untilAt !== null && nowMs < ends.atMs;
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => setNowMs(performance.now()), tickMs);
    return () => clearInterval(timer);
  }, [isRunning]);
  return untilAt === null ? 0 : Math.max(0, Math.ceil((ends.atMs - nowMs) / 1_000));
}

/** How long an approval may still be undone. */
export function GraceChip({
  untilAt,
  nowAt,
}: {
  readonly untilAt: string;
  readonly nowAt: string;
}): ReactNode {
  const seconds = useSecondsLeft(untilAt, nowAt);
  return (
    <span className="font-medium text-info tabular-nums">
      {seconds > 0 ? `Leaves in ${seconds} s` : 'On its way'}
    </span>
  );
}
