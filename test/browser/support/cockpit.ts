import type { Browser, BrowserContext, Locator, Page, Request } from 'playwright-core';
import { expect, vi } from 'vitest';
import { type Log, silentLog } from '#core/base/log.ts';
import { type Cockpit, startCockpit } from '#core/host/serve/cockpit.ts';
import { ensureRenderer, rendererFolder } from '#core/host/serve/build-renderer.ts';
import { readRendererFiles } from '#core/host/serve/renderer-files.ts';
import { type SampleWorld, type SampleWorldOptions, startSampleWorld } from '#test/support/sample-world.ts';
import { axeProblems } from './axe.ts';
import { launchChromium } from './chromium.ts';
import { screenAddresses } from './screens.ts';
import { noTrouble, type Trouble, watchTrouble } from './trouble.ts';
import { worldKeystore } from './world-keystore.ts';

export interface CockpitTestOptions {
  /** A world that is there already, as a tiny one; it is closed by whoever opened it. Default: the sample company. */
  readonly world?: SampleWorld;
  /** How the sample company is made. */
  readonly sample?: SampleWorldOptions;
  /** False: not yet synced, nothing there. Default: the first sync is done, what needs people waits. */
  readonly synced?: boolean;
  /** Who is signed in. Default: maria, the controller. Null: nobody, the sign-in page shows. */
  readonly person?: string | null;
  readonly theme?: 'light' | 'dark';
  readonly locale?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly chromiumArgs?: readonly string[];
  readonly log?: Log;
}

/** The cockpit in a real browser, over a world in this process: what is on the screen and what is true can be compared. */
export class TestCockpit {
  readonly world: SampleWorld;
  readonly cockpit: Cockpit;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly trouble: Trouble;
  page: Page;
  readonly #ownsWorld: boolean;

  constructor(
    parts: Pick<TestCockpit, 'world' | 'cockpit' | 'browser' | 'context' | 'trouble' | 'page'> & {
      readonly ownsWorld: boolean;
    },
  ) {
    this.world = parts.world;
    this.cockpit = parts.cockpit;
    this.browser = parts.browser;
    this.context = parts.context;
    this.trouble = parts.trouble;
    this.page = parts.page;
    this.#ownsWorld = parts.ownsWorld;
  }

  get origin(): string {
    return this.cockpit.origin;
  }

  /** Opens the cockpit with a new link, as someone who starts it anew; null leaves the sign-in page. */
  async enter(person: string | null, address = '/overview'): Promise<void> {
    // Another fragment alone would not load the page again.
    await this.page.goto('about:blank');
    await this.page.goto(`${this.cockpit.newLink()}&to=${encodeURIComponent(address)}`);
    await this.page.getByRole('heading', { name: 'Who is working?' }).waitFor();
    if (person !== null) await this.choose(person);
  }

  /** On the sign-in page: becomes this person. */
  async choose(person: string): Promise<void> {
    const name = this.world.core.people.people().find(person)?.name ?? person;
    await this.page.getByRole('button', { name: new RegExp(name) }).click();
    await this.page.getByRole('navigation').first().waitFor();
  }

  /** Goes to a screen by its address, as `exceptions` or `trace?id=in_1`. */
  async goTo(address: string): Promise<void> {
    await this.page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#/${address}`);
    const screen = screenAddresses.find((id) => id === address.split('?')[0]);
    if (screen !== undefined)
      await this.page
        .locator(`nav a[aria-current="page"][href*="#/${screen}"]`)
        .waitFor({ state: 'attached' });
    await this.settled();
  }

  /** Presses keys one after another, as `g`, `e`, `Control+K`. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Where the focus is after a letter, by the beginning of the next frame: quick hands press the next key there. */
  focusAfter(letter: string): Promise<'dialog' | 'row' | 'elsewhere'> {
    return this.page.evaluate((key) => {
      // Asked for before the key, so that it comes before whatever the key asks of the same frame.
      const found = new Promise<'dialog' | 'row' | 'elsewhere'>((done) =>
        requestAnimationFrame(() => {
          const at = document.activeElement;
          done(at?.closest('[role=dialog]') ? 'dialog' : at?.closest('[role=row]') ? 'row' : 'elsewhere');
        }),
      );
      const facts = { key, code: `Key${key.toUpperCase()}`, bubbles: true, cancelable: true };
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', facts));
      return found;
    }, letter);
  }

  /**
   * Waits until the screen is there and nothing follows any more: while the page was idle and drew twice, it asked the host nothing
   * but to be told of changes. An answer that is drawn may ask the next thing, and rows that are there take the keyboard.
   */
  async settled(): Promise<void> {
    const busy = this.page.locator('main > [aria-busy="true"]');
    const isStill = async () => {
      const before = this.#asked.length;
      expect({ asking: urlsOf(this.#asking), busy: await busy.count() }).toEqual({ asking: [], busy: 0 });
      await this.page.evaluate(
        () =>
          new Promise((done) =>
            requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(done)), {
              timeout: 250,
            }),
          ),
      );
      expect({ asking: urlsOf(this.#asking), asked: this.#asked.slice(before) }).toEqual({
        asking: [],
        asked: [],
      });
    };
    await vi.waitFor(isStill, { timeout: 30_000 });
  }

  /** The dialog that asks something. A toast is a dialog to screen readers too, but one that keeps nothing back. */
  get dialog(): Locator {
    return this.page.getByRole('dialog').and(this.page.locator(':not([aria-modal=false])'));
  }

  /** What axe says of the page as it is; empty is right. */
  axe(rules?: readonly string[]): Promise<readonly string[]> {
    return axeProblems(this.page, rules);
  }

  /** A picture of the page, for looking at. */
  async screenshot(path: string): Promise<void> {
    await this.settled();
    await this.page.screenshot({ path });
  }

  /** Nothing was complained of and nothing went elsewhere, since it was opened. */
  expectNoTrouble(): void {
    expect(this.trouble).toEqual(noTrouble());
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.cockpit.close();
    if (this.#ownsWorld) await this.world.close();
  }

  readonly #asking = new Set<Request>();
  /** Addresses: where a page does not come to rest, they say why. */
  readonly #asked: string[] = [];

  /** Follows what the page has asked and not been answered yet. */
  followRequests(): void {
    const isWaiting = (url: string): boolean => url.includes('/api/changes.since');
    this.context.on('request', (request) => {
      if (isWaiting(request.url())) return;
      this.#asking.add(request);
      this.#asked.push(request.url());
    });
    this.context.on('requestfinished', (request) => this.#asking.delete(request));
    this.context.on('requestfailed', (request) => this.#asking.delete(request));
  }
}

function urlsOf(requests: ReadonlySet<Request>): readonly string[] {
  return [...requests].map((request) => request.url());
}

/** Opens the cockpit for a test file: `beforeAll(async () => { cockpit = await openCockpit(); }, 120_000)`. Close it again. */
export async function openCockpit(options: CockpitTestOptions = {}): Promise<TestCockpit> {
  await ensureRenderer(() => {});
  const world = options.world ?? (await startSampleWorld(options.sample));
  if (!options.world && options.synced !== false) await world.core.synchronise({ untilIdle: true });
  const cockpit = await startCockpit({
    core: world.core,
    keystore: worldKeystore(world),
    files: readRendererFiles(rendererFolder),
    log: options.log ?? silentLog,
    port: 0,
    removeSample: null,
  });
  const browser = await launchChromium(options.chromiumArgs);
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1_440, height: 900 },
    colorScheme: options.theme ?? 'light',
    locale: options.locale ?? 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const trouble = noTrouble();
  await watchTrouble(context, trouble, cockpit.origin);
  const page = await context.newPage();
  const opened = new TestCockpit({
    world,
    cockpit,
    browser,
    context,
    trouble,
    page,
    ownsWorld: !options.world,
  });
  opened.followRequests();
  const { person = 'maria' } = options;
  await opened.enter(person);
  if (person !== null) await opened.settled();
  return opened;
}
