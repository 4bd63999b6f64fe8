import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { silentLog } from '#core/base/log.ts';
import { allowedExternalUrl } from '#electron/main/external-links.ts';
import { guardNavigation, refuseDownloads } from '#electron/main/navigation-guard.ts';
import { refusePermissions } from '#electron/main/permissions.ts';
import { declaredPermissions } from '#test/support/electron-stand-in/declared-options.ts';

const hostile = [
  'https://dashboard.stripe.com.evil.example/',
  'https://evil.example/dashboard.stripe.com',
  'https://evil.example?dashboard.stripe.com',
  'https://evil.example#dashboard.stripe.com',
  'https://dashboard.stripe.com@evil.example/',
  'https://user:pass@dashboard.stripe.com/',
  'https://@dashboard.stripe.com/',
  'https://dashboard.stripe.com:8443/',
  'https://dashboard.stripe.com./',
  'https://DASHBOARD.stripe.com/',
  'https://dashboard%2estripe.com/',
  'https://dashboard。stripe.com/',
  'https://dаshboard.stripe.com/',
  'https:\\\\dashboard.stripe.com/',
  'https:/dashboard.stripe.com/',
  'https:dashboard.stripe.com',
  ' https://dashboard.stripe.com/',
  'https://dashboard.stripe.com/\n',
  'https://dashboard.stripe.com/\u202e',
  'https://dashboard.stripe.com/\\evil',
  'http://dashboard.stripe.com/',
  'HTTPS://evil.example/',
  '//dashboard.stripe.com/',
  '/dashboard.stripe.com',
  'https://xdashboard.stripe.com/',
  'https://stripe.com/',
  'https://dashboard.stripe.co/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://localhost/',
  'https://0x7f000001/',
  'https://2130706433/',
  'https://my.salesforce.com/',
  'https://evil.my.salesforce.com.evil.example/',
  'https://a.b.my.salesforce.com/',
  'https://-x.my.salesforce.com/',
  'https://northwind.my.salesforce.com:443.evil.example/',
  'https://northwind.lightning.force.com.evil.example/',
  'https://app.netsuite.com/',
  'https://evil.com/.app.netsuite.com',
  'https://a.b.app.netsuite.com/',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'javascript://dashboard.stripe.com/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'file://server/share',
  'FILE:///C:/Windows/System32/calc.exe',
  '\\\\server\\share\\evil.exe',
  'smb://server/share',
  'ftp://dashboard.stripe.com/',
  'ms-msdt:/id PCWDiagnostic',
  'ms-officecmd:{}',
  'ms-word:ofe|u|https://evil.example/x.docx',
  'ms-settings:',
  'search-ms:query=x',
  'mailto:a@b.example',
  'tel:123',
  'ssh://host',
  'cockpit://exception/EX-1',
  'tieout://app/index.html',
  'tieout://evil/',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'view-source:https://dashboard.stripe.com/',
  'blob:https://dashboard.stripe.com/1',
  'filesystem:https://dashboard.stripe.com/x',
  'about:blank',
  'about:srcdoc',
  'intent://x#Intent;scheme=https;end',
  'ws://dashboard.stripe.com/',
  'wss://dashboard.stripe.com/',
  'https://',
  'https://?',
  'https:///dashboard.stripe.com',
  'https://dashboard.stripe.com%00.evil.example/',
  'https://dashboard.stripe.com%20.evil.example/',
  'https://dashboard.stripe.com\t.evil.example/',
  '',
  'null',
  'undefined',
];

const friendly = [
  'https://dashboard.stripe.com/invoices/in_123',
  'https://northwind.my.salesforce.com/0068d00000AbCdE',
  'https://northwind--uat.sandbox.my.salesforce.com/0068d00000AbCdE',
  'https://northwind.lightning.force.com/lightning/r/Opportunity/006/view',
  'https://1234567.app.netsuite.com/app/accounting/transactions/custinvc.nl?id=9',
  'https://1234567-sb1.app.netsuite.com/app/center/card.nl',
];

interface Decided {
  readonly isPrevented: boolean;
}

function guarded() {
  const opened: string[] = [];
  const contents = Object.assign(new EventEmitter(), {
    openHandler: null as ((details: { url: string }) => { action: string }) | null,
    setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
      this.openHandler = handler;
    },
  });
  guardNavigation(contents as unknown as WebContents, {
    openExternal: (url) => {
      opened.push(url);
      return Promise.resolve();
    },
    log: silentLog,
  });
  const decide = (name: string, facts: object): Decided => {
    const event = { ...facts, isPrevented: false, preventDefault: () => (event.isPrevented = true) };
    contents.emit(name, event);
    return event;
  };
  return { opened, decide, open: (url: string) => contents.openHandler?.({ url }).action };
}

describe('S-06: navigation', () => {
  it('refuses every navigation, redirect, frame, window and webview of 80 addresses, and opens none of them', () => {
    expect(hostile.length).toBeGreaterThanOrEqual(80);
    const { opened, decide, open } = guarded();
    for (const url of hostile) {
      for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
        const { isPrevented } = decide(name, { url, isMainFrame: true, isSameDocument: false });
        expect({ url, name, isPrevented }).toEqual({ url, name, isPrevented: true });
      }
      expect(open(url)).toBe('deny');
    }
    expect(opened).toEqual([]);
  });

  it('does not leave the document even for addresses on the list', () => {
    const { decide } = guarded();
    for (const url of [...friendly, 'tieout://app/index.html', 'tieout://app/index.html?x']) {
      expect(decide('will-navigate', { url, isMainFrame: true, isSameDocument: false }).isPrevented).toBe(
        true,
      );
    }
    const inside = { url: 'tieout://app/index.html#/trace?id=1', isMainFrame: true, isSameDocument: true };
    expect(decide('will-navigate', inside).isPrevented).toBe(false);
  });

  it('opens links to the vendors in the browser of the system, and no window', () => {
    const { opened, open } = guarded();
    for (const url of friendly) expect(open(url)).toBe('deny');
    expect(opened).toEqual(friendly);
    for (const url of hostile)
      expect({ url, allowed: allowedExternalUrl(url) }).toEqual({ url, allowed: null });
  });

  it('downloads nothing', () => {
    const session = new EventEmitter();
    refuseDownloads(session as unknown as Session, silentLog);
    let isPrevented = false;
    session.emit('will-download', { preventDefault: () => (isPrevented = true) });
    expect(isPrevented).toBe(true);
  });
});

describe('S-07: permissions', () => {
  it('refuses every permission that Electron declares, when asked and when checked, and every device', () => {
    const given: Record<string, (...args: unknown[]) => unknown> = {};
    const session = new Proxy({}, { get: (_, name) => (handler: never) => (given[String(name)] = handler) });
    refusePermissions(session as unknown as Session);
    const names = declaredPermissions('setPermissionRequestHandler');
    expect(names.length).toBeGreaterThan(40);
    for (const name of names) {
      let isGranted: unknown = 'not answered';
      given['setPermissionRequestHandler']?.(null, name, (one: boolean) => (isGranted = one), {});
      expect({ name, isGranted }).toEqual({ name, isGranted: false });
    }
    for (const name of declaredPermissions('setPermissionCheckHandler')) {
      expect(given['setPermissionCheckHandler']?.(null, name, 'tieout://app', {})).toBe(false);
    }
    for (const deviceType of ['hid', 'serial', 'usb']) {
      expect(given['setDevicePermissionHandler']?.({ deviceType, origin: 'tieout://app', device: {} })).toBe(
        false,
      );
    }
    let streams: unknown = 'not answered';
    given['setDisplayMediaRequestHandler']?.({}, (one: unknown) => (streams = one));
    expect(streams).toBeNull();
    let pairing: unknown;
    given['setBluetoothPairingHandler']?.({}, (one: unknown) => (pairing = one));
    expect(pairing).toEqual({ confirmed: false });
  });
});
