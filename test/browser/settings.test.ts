import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalClient } from '#core/host/local-client.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  tiny = await startTinyWorld();
  cockpit = await openCockpit({ world: tiny.world, person: 'maria' });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

const kept = () => createLocalClient(tiny.core, 'maria').settings.preferences.query();

describe('settings', { timeout: 120_000 }, () => {
  it('of one person take effect at once and are kept', async () => {
    const { page } = cockpit;
    await cockpit.goTo('settings');
    await page.getByRole('radio', { name: 'Dark' }).click();
    await page.getByRole('radio', { name: 'Compact' }).click();
    await cockpit.settled();
    expect(await kept()).toMatchObject({ theme: 'dark', density: 'compact' });
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    expect(await cockpit.axe()).toEqual([]);
  });

  it('are found by what they are about, and a rule is changed with a reason', async () => {
    const { page } = cockpit;
    await page.getByRole('textbox', { name: 'Search settings' }).fill('first of its kind');
    await page.getByRole('button', { name: /Change… Hold the first of its kind/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('switch').click();
    await dialog.getByLabel('Why is it changed?').fill('a careful start');
    await cockpit.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(tiny.core.policy.policy().holdFirstOfKind).toBe(true);
    await page.getByText(/changed by Maria Keller/).waitFor();
  });

  it.each(['keys', 'notifications', 'rules', 'flows', 'storage', 'file', 'about'])(
    '%s can be read by everyone',
    async (section) => {
      await cockpit.goTo(`settings?section=${section}`);
      expect(await cockpit.axe()).toEqual([]);
    },
  );

  it('remap a key by pressing the new one', async () => {
    const { page } = cockpit;
    await cockpit.goTo('settings?section=keys');
    await page.getByRole('button', { name: 'Change the keys of Sync now' }).click();
    await cockpit.press('Control+Alt+s');
    await cockpit.settled();
    expect((await kept()).keyRemaps).toEqual({ 'shell.runSync': ['$mod+Alt+s'] });
    cockpit.expectNoTrouble();
  });
});
