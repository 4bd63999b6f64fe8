import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { present } from '#core/base/assert.ts';
import { createFormat, type Format } from '#renderer/format/format.ts';
import type { FormatPreferences } from '#renderer/format/preferences.ts';

const FormatContext = createContext<Format | null>(null);
/** Apart from the formatters, so that only ages are drawn again when time passes. */
const NowContext = createContext<number | null>(null);

/** Ages are shown to the minute, so that they are drawn anew twice a minute and not more often. */
const ageTickMs = 30_000;

interface FormatProviderProps {
  readonly preferences: FormatPreferences;
  /** What time it is for ages: the core's clock where it is not this machine's. */
  readonly now?: () => number;
  readonly children: ReactNode;
}

/** Puts one person's preferences behind every figure and date below it. */
export function FormatProvider({ preferences, now = Date.now, children }: FormatProviderProps): ReactNode {
  const { locale, timeZone, negativeStyle } = preferences;
  const format = useMemo(
    () => createFormat({ locale, timeZone, negativeStyle }),
    [locale, timeZone, negativeStyle],
  );
  return (
    <FormatContext value={format}>
      <Clock now={now}>{children}</Clock>
    </FormatContext>
  );
}

function Clock({ now, children }: { readonly now: () => number; readonly children: ReactNode }): ReactNode {
  const [tick, setTick] = useState(() => ({ now, nowMs: now() }));
  // Another clock counts from at once, not from its first tick.
  if (tick.now !== now) setTick({ now, nowMs: now() });
  useEffect(() => {
    const timer = setInterval(() => setTick({ now, nowMs: now() }), ageTickMs);
    return () => clearInterval(timer);
  }, [now]);
  return <NowContext value={tick.nowMs}>{children}</NowContext>;
}

/** The formatters with the reader's preferences. */
export function useFormat(): Format {
  return present(useContext(FormatContext), 'useFormat needs a FormatProvider above it');
}

/** The time that ages are counted to, in milliseconds; moves twice a minute. */
export function useNowMs(): number {
  return present(useContext(NowContext), 'useNowMs needs a FormatProvider above it');
}
