import type { ReactNode } from 'react';
import type { ExceptionDetails } from '#core/contract/exceptions.ts';
import { classes } from '#renderer/ui/classes.ts';
import { InstantText } from '#renderer/ui/time-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

const verbs: Readonly<Record<string, string>> = {
  'exception.raised': 'raised it',
  'exception.restated': 'stated it anew',
  'exception.resolved': 'resolved it',
  'exception.dismissed': 'dismissed it',
  'exception.reopened': 'took the dismissal back',
  'exception.assigned': 'assigned it',
  'exception.snoozed': 'snoozed it',
  'exception.noted': 'noted',
  'exception.note-withdrawn': 'withdrew a note',
  'cause.released': 'released its cause',
};

type Past = ExceptionDetails['history'][number];

/** Newest first; what was undone stays, crossed out. */
export function ExceptionHistory({ history }: { readonly history: readonly Past[] }): ReactNode {
  return (
    <ol className="flex flex-col gap-1.5">
      {[...history].reverse().map(({ seq, at, by, what, text, isUndone }) => (
        <li key={seq} className="grid grid-cols-[auto_1fr] gap-x-3">
          <span className="text-muted tabular-nums">
            <InstantText at={at} />
          </span>
          <span className={classes('min-w-0 break-words', isUndone && 'line-through')}>
            <span className="font-medium">{by.name.startsWith('tieout:') ? 'Tieout' : by.name}</span>{' '}
            {verbs[what] ?? what}
            {text !== null && what !== 'exception.raised' && <Words what={what} text={text} />}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Words({ what, text }: { readonly what: string; readonly text: string }): ReactNode {
  if (what === 'exception.assigned') return <> to {text}</>;
  if (what === 'exception.snoozed')
    return (
      <>
        {' '}
        until <InstantText at={text} />
      </>
    );
  return (
    <>
      : <VendorText text={text} />
    </>
  );
}
