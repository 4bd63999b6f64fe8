import { type ReactNode, useEffect } from 'react';
import { desktopBridge } from './desktop.ts';
import { offerWayBack } from './way-back.ts';

interface ClosedWindowProps {
  readonly why: 'ended' | 'removed' | 'no-code' | 'refused' | 'unreachable';
  readonly detail?: string;
}

const words: Readonly<Record<ClosedWindowProps['why'], readonly [title: string, text: string]>> = {
  ended: [
    'This session has ended',
    'Nothing is lost: what was decided is in the journal. Sessions end after a while without use, and when they are closed.',
  ],
  removed: [
    'The sample company is being removed',
    'Its workspace, the keys of its people and its organisations leave this machine now, and Tieout ends. This window can be closed.',
  ],
  'no-code': [
    'This window has no session',
    'The address alone opens nothing: a session is let in by a code that works once.',
  ],
  refused: [
    'The code was not accepted',
    'A code works once, within a minute of being made. Another window may have used it.',
  ],
  unreachable: [
    'The core does not answer',
    'The process that holds the workspace is not running, or not reachable.',
  ],
};

/** Says why there is nothing here, and how to get back to the same place. */
export function ClosedWindow({ why, detail }: ClosedWindowProps): ReactNode {
  const [title, text] = words[why];
  const isDesktop = desktopBridge() !== undefined;
  const knowsPlace = !isDesktop && (why === 'ended' || why === 'no-code');
  useEffect(() => (knowsPlace ? offerWayBack() : undefined), [knowsPlace]);
  return (
    <main className="mx-auto mt-24 max-w-lg p-6">
      <h1 className="text-lg">{title}</h1>
      <p className="mt-2 text-muted">{text}</p>
      {detail !== undefined && <p className="mt-2 text-muted">{detail}</p>}
      {why === 'removed' ? null : isDesktop ? <NewSession /> : <NewWindow keepsPlace={knowsPlace} />}
    </main>
  );
}

function NewWindow({ keepsPlace }: { readonly keepsPlace: boolean }): ReactNode {
  return (
    <p className="mt-4">
      Press Enter in the terminal where Tieout runs: it opens a new window at once
      {keepsPlace && ', at this place as long as this window stays open'}.
    </p>
  );
}

function NewSession(): ReactNode {
  return (
    <>
      <p className="mt-4">Open the window again to start a new session.</p>
      <button
        type="button"
        className="mt-4 h-control rounded-md bg-accent-fill px-3 text-on-accent hover:bg-accent-fill-hover"
        onClick={() => window.location.reload()}
      >
        Start a new session
      </button>
    </>
  );
}
