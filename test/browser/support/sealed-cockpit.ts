import type { OpenPack } from '#core/app/packs/open-pack.ts';
import { silentLog } from '#core/base/log.ts';
import { ensureRenderer, rendererFolder } from '#core/host/serve/build-renderer.ts';
import { startCockpit } from '#core/host/serve/cockpit.ts';
import { readRendererFiles } from '#core/host/serve/renderer-files.ts';
import { noKeys } from '#core/host/terminal-session.ts';
import type { SampleWorld } from '#test/support/sample-world.ts';
import { launchChromium } from './chromium.ts';
import { TestCockpit } from './cockpit.ts';
import { noTrouble, watchTrouble } from './trouble.ts';

/** The cockpit in a real browser over a sealed pack. Nobody signs in: whoever has the file reads it. */
export async function openSealedCockpit({ core }: OpenPack, made: SampleWorld): Promise<TestCockpit> {
  await ensureRenderer(() => {});
  const cockpit = await startCockpit({
    core,
    keystore: noKeys,
    files: readRendererFiles(rendererFolder),
    log: silentLog,
    port: 0,
    removeSample: null,
  });
  const browser = await launchChromium();
  const context = await browser.newContext({
    viewport: { width: 1_440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const trouble = noTrouble();
  await watchTrouble(context, trouble, cockpit.origin);
  const page = await context.newPage();
  const opened = new TestCockpit({ world: made, cockpit, browser, context, trouble, page, ownsWorld: false });
  opened.followRequests();
  await page.goto(`${cockpit.newLink()}&to=${encodeURIComponent('/overview')}`);
  await page.getByRole('navigation').first().waitFor();
  await opened.settled();
  return opened;
}
