import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { FormatProvider } from '#renderer/ui/format-context.tsx';
import { api } from '../api/api.ts';
import type { ApiFailure } from '../api/api-failure.ts';
import { reading } from '../api/reading.ts';
import { useTransport } from '../api/transport.ts';
import { leaveOutChanges } from '../commands/registry.ts';
import { formatPreferencesOf } from '../preferences/format-preferences.ts';
import { loadPreferences, preferHereOnly, usePreferences } from '../preferences/preferences.ts';
import { useAppearance } from '../preferences/appearance.ts';
import { ClosedWindow } from './closed-window.tsx';
import { desktopBridge } from './desktop.ts';
import { openSession } from './open-session.ts';
import { SessionContext, sessionOf } from './session.ts';
import { SignIn } from './sign-in.tsx';

interface SessionGateProps {
  readonly children: ReactNode;
}

type Entry = 'opening' | 'open' | 'no-code' | 'refused' | 'unreachable';

/** Lets the window in once, however often it is drawn. */
let entering: Promise<Entry> | null = null;

function enter(): Promise<Entry> {
  entering ??= openSession(desktopBridge()).catch((): Entry => 'unreachable');
  return entering;
}

/** Nothing of the workspace is shown before the window is let in and a person is signed in. */
export function SessionGate({ children }: SessionGateProps): ReactNode {
  useAppearance();
  const [entry, setEntry] = useState<Entry>('opening');
  const ended = useTransport((transport) => transport.ended);
  useEffect(() => {
    void enter().then(setEntry);
  }, []);
  if (ended !== null) return <ClosedWindow why={ended} />;
  if (entry === 'opening') return null;
  if (entry !== 'open') return <ClosedWindow why={entry} />;
  return <SignedIn>{children}</SignedIn>;
}

function SignedIn({ children }: SessionGateProps): ReactNode {
  const { data, dataUpdatedAt, error } = useQuery<Awaited<ReturnType<typeof api.session.get>>, ApiFailure>(
    reading(api.session.get, undefined),
  );
  const person = data?.you?.id;
  const isSealed = (data?.sealed ?? null) !== null;
  const [ready, setReady] = useState<string | null>(null);
  const preferences = usePreferences();
  useEffect(() => {
    if (person === undefined) return;
    if (isSealed) {
      leaveOutChanges();
      preferHereOnly();
    }
    void loadPreferences().finally(() => setReady(person));
  }, [person, isSealed]);
  const session = useMemo(() => (data?.you ? sessionOf(data, data.you) : null), [data]);
  const format = useMemo(() => formatPreferencesOf(preferences), [preferences]);
  const now = useWorkspaceNow(data?.nowAt, dataUpdatedAt, isSealed);
  if (error && !data) return <ClosedWindow why="unreachable" detail={error.failure.message} />;
  if (!data) return null;
  return (
    <FormatProvider preferences={format} now={now}>
      {session === null || ready !== person ? (
        data.you === null ? (
          <SignIn facts={data} />
        ) : null
      ) : (
        <SessionContext key={person} value={session}>
          {children}
        </SessionContext>
      )}
    </FormatProvider>
  );
}

/** The workspace's clock: it may be ahead of this machine's or behind it, and runs as fast; in a sealed pack it stands still. */
function useWorkspaceNow(nowAt: string | undefined, heardAtMs: number, isSealed: boolean): () => number {
  return useMemo(() => {
    if (isSealed && nowAt !== undefined) {
      const sealedAtMs = Date.parse(nowAt);
      return () => sealedAtMs;
    }
    const aheadMs = nowAt === undefined ? 0 : Date.parse(nowAt) - heardAtMs;
    return () => Date.now() + aheadMs;
  }, [nowAt, heardAtMs, isSealed]);
}
