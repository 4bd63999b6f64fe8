import { startTransition, useEffect, useRef, useState } from 'react';

/** Longer than a held key takes to repeat, shorter than a pause to look. */
const quietMs = 120;

/**
 * A value that follows at once when it changes after a pause, and only when it has come to rest while it changes quickly: the
 * detail of a row that is only passed is never drawn. Drawing it never keeps a key waiting.
 */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  const changedAtMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const nowMs = performance.now();
    const wasAtRest = nowMs - changedAtMs.current >= quietMs;
    changedAtMs.current = nowMs;
    const timer = setTimeout(() => startTransition(() => setSettled(value)), wasAtRest ? 0 : quietMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
