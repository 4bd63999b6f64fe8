import * as z from 'zod';
import { openTransport, requestHost } from '../api/transport.ts';
import { takeWayBack } from './way-back.ts';

const handedOut = z.object({ secret: z.string().min(1) });

/** What the desktop's bridge offers, where there is one. */
interface DesktopSession {
  readonly sessionSecret: () => Promise<string>;
}

/**
 * Lets this window in. The desktop hands the secret over; a browser brings a code in the fragment of its address, good once,
 * which is taken out of the address before anything else happens. The secret stays in memory: closing the window ends it.
 */
export async function openSession(
  desktop: DesktopSession | undefined,
): Promise<'open' | 'no-code' | 'refused'> {
  if (desktop !== undefined) {
    openTransport(await desktop.sessionSecret());
    return 'open';
  }
  const taken = takeCode();
  if (taken === null) return 'no-code';
  const response = await requestHost('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: taken.code }),
  });
  if (!response.ok) return 'refused';
  openTransport(handedOut.parse(await response.json()).secret);
  if (!taken.hasPlace) takeWayBack();
  return 'open';
}

function takeCode(): { readonly code: string; readonly hasPlace: boolean } | null {
  const found = new URLSearchParams(window.location.hash.slice(1));
  const code = found.get('code');
  if (code === null) return null;
  const to = found.get('to');
  const hasPlace = to?.startsWith('/') === true;
  window.history.replaceState(null, '', `#${hasPlace ? to : '/overview'}`);
  return { code, hasPlace };
}
