import type { ReactNode } from 'react';
import type { Day, Period } from '#core/domain/day.ts';
import type { InstantStyle } from '#renderer/format/days.ts';
import { useFormat, useNowMs } from './format-context.tsx';

/** A calendar day, in no time zone. */
export function DayText({
  day,
  style = 'full',
}: {
  readonly day: Day;
  readonly style?: 'full' | 'short';
}): ReactNode {
  const format = useFormat();
  return (
    <time dateTime={day} className="whitespace-nowrap">
      {format.day(day, style)}
    </time>
  );
}

/** An accounting period, by the name of its month. */
export function PeriodText({ period }: { readonly period: Period }): ReactNode {
  return <time dateTime={period}>{useFormat().period(period)}</time>;
}

/** An instant in the reader's zone; to the second and with the zone as title. */
export function InstantText({
  at,
  style = 'short',
}: {
  readonly at: string;
  readonly style?: InstantStyle;
}): ReactNode {
  const format = useFormat();
  return (
    <time dateTime={at} title={format.instant(at, 'full')} className="whitespace-nowrap">
      {format.instant(at, style)}
    </time>
  );
}

/** How long ago, in one unit (`3h`) or in words; the instant as title. */
export function AgeText({
  at,
  isInWords = false,
}: {
  readonly at: string;
  readonly isInWords?: boolean;
}): ReactNode {
  const format = useFormat();
  const nowMs = useNowMs();
  return (
    <time dateTime={at} title={format.instant(at, 'full')} className="whitespace-nowrap">
      {isInWords ? format.relative(at, nowMs) : format.age(at, nowMs)}
    </time>
  );
}
