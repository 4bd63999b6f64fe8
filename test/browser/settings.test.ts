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

  it('limit a role, and what leaves in an hour, by amounts as people write them', async () => {
    const { page } = cockpit;
    await cockpit.goTo('settings?section=rules');
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: /Change… Limits of roles/ }).click();
    await dialog.getByRole('combobox', { name: 'Limit another role' }).click();
    await page.getByRole('option', { name: 'Approver' }).click();
    await dialog.getByLabel('Up to, in USD').fill('5,000.00');
    expect(await cockpit.axe()).toEqual([]);
    await dialog.getByLabel('Why is it changed?').fill('as the approval matrix says');
    await cockpit.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(tiny.core.policy.policy().roleLimits).toEqual({
      approver: { legalEntities: 'all', maxMinorByCurrency: { USD: 500_000n } },
    });
    await page.getByText('Approver: every entity, up to').waitFor();

    await page.getByRole('button', { name: /Change… Limits per hour/ }).click();
    const count = dialog.getByLabel('Postings in an hour').first();
    await count.fill('many');
    await dialog.getByLabel('Why is it changed?').fill('a quiet month');
    await cockpit.press('Control+Enter');
    await dialog.getByText(/countMax/).waitFor();
    await count.fill('250');
    await cockpit.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(tiny.core.policy.policy().circuitLimits[0]?.countMax).toBe(250);
  });

  it('take a rule away and leave the next one as it was', async () => {
    const { page } = cockpit;
    await cockpit.goTo('settings?section=rules');
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: /Change… Tolerances of matching/ }).click();
    await dialog.getByRole('button', { name: 'Add rule' }).click();
    await dialog.getByLabel('Days apart').nth(1).fill('31');
    await dialog.getByRole('button', { name: 'Remove rule 1' }).click();
    expect(await dialog.getByLabel('Days apart').count()).toBe(1);
    expect(await dialog.getByLabel('Days apart').inputValue()).toBe('31');
    await dialog.getByLabel('Why is it changed?').fill('one rule is enough');
    await cockpit.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(tiny.core.policy.policy().reconciliationTolerances.map(({ days }) => days)).toEqual([31]);
  });

  it('keep an amount under the hand while it cannot be read yet', async () => {
    const { page } = cockpit;
    await cockpit.goTo('settings?section=rules');
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: /Change… Hold from this amount on/ }).click();
    const dollars = dialog.getByLabel('USD', { exact: true });
    await dollars.fill('');
    await dollars.pressSequentially('2,500.00');
    expect(await dollars.inputValue()).toBe('2,500.00');
    await dialog.getByLabel('Why is it changed?').fill('smaller amounts are looked at');
    await cockpit.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(tiny.core.policy.policy().holdThresholds['USD']).toBe(250_000n);
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
