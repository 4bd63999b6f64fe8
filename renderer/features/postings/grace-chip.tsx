import { type ReactNode, useEffect, useState } from 'react';

const tickMs = 250;

/**
 * Seconds that are left, counted on this machine from what the host said: the workspace may live on another day.
 * 0 when it is over; the posting then is on its way and nothing more is claimed.
 */
export function useSecondsLeft(untilAt: string | null, nowAt: string): number {
  const wholeMs = untilAt === null || nowAt === '' ? 0 : Date.parse(untilAt) - Date.parse(nowAt);
  const [count, setCount] = useState({ untilAt, leftMs: wholeMs });
  if (count.untilAt !== untilAt) setCount({ untilAt, leftMs: wholeMs });
  const isRunning = untilAt !== null && count.leftMs > 0;
  useEffect(() => {
    if (!isRunning) return undefined;
    let countedMs = performance.now();
    const timer = setInterval(() => {
      const nowMs = performance.now();
      const passedMs = nowMs - countedMs;
      countedMs = nowMs;
      setCount((before) => ({ ...before, leftMs: before.leftMs - passedMs }));
    }, tickMs);
    return () => clearInterval(timer);
  }, [isRunning, untilAt]);
  return untilAt === null ? 0 : Math.max(0, Math.ceil(count.leftMs / 1_000));
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
