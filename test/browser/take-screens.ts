// Not a test: takes pictures of every screen, light and dark, into docs/screens. `npm run screens`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, it } from 'vitest';
import { clearForClose, playPostings } from '#test/support/ready-to-close.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';
import { screenAddresses, workedOn } from './support/screens.ts';

const folder = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const size = { width: 1_360, height: 850 };
const period = '2026-09';

let world: SampleWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  world = await startSampleWorld();
  await world.core.synchronise({ untilIdle: true });
  cockpit = await openCockpit({ world, viewport: size });
});

afterAll(async () => {
  await cockpit?.close();
  await world?.close();
});

async function shoot(screen: string, theme: 'light' | 'dark'): Promise<void> {
  await cockpit.page.evaluate((name) => {
    document.documentElement.dataset['theme'] = name;
  }, theme);
  await cockpit.settled();
  // Charts and late rows draw once more after their answers are there.
  await cockpit.page.waitForTimeout(400);
  const session = await cockpit.context.newCDPSession(cockpit.page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  writeFileSync(`${folder}${screen}-${theme}.webp`, Buffer.from(data, 'base64'));
  await session.detach();
}

const working = screenAddresses.filter((screen) => !['overview', 'reconciliation', 'close'].includes(screen));

it('takes the screens of a month that is being worked on', async () => {
  for (const screen of working) {
    await cockpit.goTo(workedOn(world, screen));
    await focusFirstRow();
    for (const theme of ['light', 'dark'] as const) await shoot(screen, theme);
  }
});

it('takes those of a month that is nearly closed', async () => {
  await playPostings(world);
  await clearForClose(world, 'NW-UK', period);
  for (const screen of ['overview', 'reconciliation', 'close']) {
    await cockpit.goTo(workedOn(world, screen));
    await focusFirstRow();
    for (const theme of ['light', 'dark'] as const) await shoot(screen, theme);
  }
});

async function focusFirstRow(): Promise<void> {
  const cell = cockpit.page.getByRole('gridcell').first();
  if ((await cell.count()) > 0) await cell.click();
  await cockpit.settled();
}
