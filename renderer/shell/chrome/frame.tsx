import { type ReactNode, useEffect } from 'react';
import { hearPushes } from '../api/pushes.ts';
import { KeyboardSheet } from '../commands/keyboard-sheet.tsx';
import { Palette } from '../palette/palette.tsx';
import { AnnouncementRegion } from './announcement-region.tsx';
import { Notices } from './notices.tsx';
import { PersonDialog } from './person-switcher.tsx';
import { Rail } from './rail.tsx';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { useNativeShell } from './native-shell.ts';
import { useSession } from '../session/session.ts';
import { useShellHandlers } from './shell-handlers.ts';

interface FrameProps {
  readonly children: ReactNode;
}

/** Rail, top bar and status bar around the open screen; the same on every screen. */
export function Frame({ children }: FrameProps): ReactNode {
  useEffect(() => {
    const stop = new AbortController();
    void hearPushes(stop.signal);
    return () => stop.abort();
  }, []);
  useShellHandlers();
  useNativeShell();
  const { sealed } = useSession();
  return (
    <div className={sealed === null ? 'app-frame' : 'app-frame is-sealed'}>
      <a href="#main" className="skip-link" onClick={skipToMain}>
        Skip to the screen
      </a>
      <TopBar />
      <Rail />
      <main id="main" tabIndex={-1} className="app-main" data-pane="main">
        <Notices />
        {children}
      </main>
      <StatusBar />
      <Palette />
      <KeyboardSheet />
      {sealed === null && <PersonDialog />}
      <AnnouncementRegion />
    </div>
  );
}

/** The fragment is the address here, so that an ordinary link to `#main` would leave the screen. */
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
