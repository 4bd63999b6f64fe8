import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  tiny = await startTinyWorld();
  cockpit = await openCockpit({ world: tiny.world, person: 'ada' });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

const failure = {
  message: 'x',
  code: -32603,
  data: {
    code: 'INTERNAL',
    kind: 'internal',
    message: 'Something broke inside Tieout.',
    fix: 'Try again.',
    reference: 'err_1',
  },
};

/** Has the host fail on a question; gives what lets it answer again. */
async function failOn(path: string): Promise<() => Promise<void>> {
  const glob = `**/api/${path}*`;
  const body = JSON.stringify({ error: failure });
  await cockpit.page.route(glob, (route) =>
    route.fulfill({ status: 500, contentType: 'application/json', body }),
  );
  return () => cockpit.page.unroute(glob);
}

const reads = [
  ['connections.runs', 'connections', 'The runs could not be read'],
  ['serviceLevels.breaches', 'service-levels', 'The breaches could not be read'],
  ['mappings.diff', 'mappings?view=difference', 'The difference could not be read'],
  ['mappings.test', 'mappings?pane=test', 'The test could not be made'],
] as const;

const exports = [
  ['settings.exportFile', 'settings?section=file', /Export settings/, 'The settings were not exported'],
  ['people.accessReview', 'people?tab=review', /Export/, 'The review was not exported'],
] as const;

describe('what could not be read', { timeout: 60_000 }, () => {
  it.each(exports)('is said where %s leaves no file', async (path, address, button, title) => {
    const { page } = cockpit;
    await cockpit.goTo(address);
    const answerAgain = await failOn(path);
    await page.getByRole('button', { name: button }).click();
    await page.getByText(title).first().waitFor();
    await page.getByText('Something broke inside Tieout. Try again.').first().waitFor();
    await answerAgain();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    await saved;
  });

  it.each(reads)('is said with a way to try again: %s', async (path, address, title) => {
    const { page } = cockpit;
    const answerAgain = await failOn(path);
    await cockpit.enter('maria', `/${address}`);
    const alert = page.getByRole('alert').filter({ hasText: title });
    await alert.getByText('Something broke inside Tieout.').waitFor();
    expect(await cockpit.axe()).toEqual([]);
    await answerAgain();
    await alert.getByRole('button', { name: 'Retry' }).click();
    await alert.waitFor({ state: 'detached' });
  });
});
