import type { Session, WebContents } from 'electron';
import type { Log } from '#core/base/log.ts';
import { isAppDocument } from '../bridge/app-address.ts';
import { allowedExternalUrl } from './external-links.ts';

export interface GuardPorts {
  readonly openExternal: (url: string) => Promise<void>;
  readonly log: Log;
}

/**
 * Keeps a window on its one document. Links that were meant for the browser and are on the list open there; everything else that
 * would leave the document, open a window, attach a webview or download something is refused.
 */
export function guardNavigation(contents: WebContents, { openExternal, log }: GuardPorts): void {
  const refuse = (what: string) => (event: { preventDefault(): void }) => {
    event.preventDefault();
    log.write('warn', 'window.refused', { what });
  };
  contents.on('will-navigate', (event) => {
    if (event.isSameDocument && isAppDocument(event.url)) return;
    event.preventDefault();
    log.write('warn', 'window.refused', { what: 'navigation' });
  });
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && event.isSameDocument && isAppDocument(event.url)) return;
    event.preventDefault();
  });
  contents.on('will-redirect', refuse('redirect'));
  contents.on('will-attach-webview', refuse('webview'));
  contents.setWindowOpenHandler(({ url }) => {
    const allowed = allowedExternalUrl(url);
    if (allowed === null) log.write('warn', 'window.refused', { what: 'window' });
    else void openExternal(allowed).catch(() => log.write('warn', 'window.external-failed'));
    return { action: 'deny' };
  });
}

/** Nothing is ever downloaded: files leave through a dialog in main. */
export function refuseDownloads(session: Session, log: Log): void {
  session.on('will-download', (event) => {
    event.preventDefault();
    log.write('warn', 'window.refused', { what: 'download' });
  });
}
