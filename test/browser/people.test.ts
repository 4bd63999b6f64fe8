import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '#core/policy/permissions.ts';
import { wordedActions } from '#renderer/features/people/action-words.ts';
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

describe('people, roles and limits', { timeout: 120_000 }, () => {
  it('an administrator limits another person, and nobody themselves', async () => {
    const { page } = cockpit;
    await cockpit.goTo('people?id=ada');
    expect(await page.getByRole('button', { name: /^Change…/ }).getAttribute('aria-disabled')).toBe('true');
    await cockpit.goTo('people?id=ben');
    expect(await cockpit.axe()).toEqual([]);
    await page.getByRole('button', { name: /^Change…/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('switch', { name: 'No limit of amount' }).click();
    await dialog.getByLabel('Up to, in USD').fill('2500.00');
    expect(await cockpit.axe()).toEqual([]);
    await dialog.getByLabel('Reason').fill('new in the team');
    await cockpit.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(tiny.core.people.people().find('ben')?.limits.maxMinorByCurrency).toEqual({ USD: 250_000n });
  });

  it('shows the table of rights, what one person never holds together, and the review', async () => {
    const { page } = cockpit;
    await cockpit.goTo('people?tab=matrix');
    await page.getByText('Never held by one person').waitFor();
    expect([...wordedActions].sort()).toEqual([...actions].sort());
    expect(await cockpit.axe()).toEqual([]);
    await cockpit.goTo('people?tab=review');
    await page.getByText(/rights of 6 people/).waitFor();
    expect(await cockpit.axe()).toEqual([]);
  });

  it('a controller may look and lend, not change', async () => {
    const { page } = cockpit;
    await cockpit.enter('maria', '/people?id=ben');
    await cockpit.settled();
    const add = page.getByRole('button', { name: /Add person/ });
    expect(await add.getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: /Lend a role/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'To' }).click();
    await page.getByRole('option', { name: /Rita/ }).click();
    await dialog.getByLabel('Until, not included').fill('2026-10-20');
    await dialog.getByLabel('Reason').fill('away until then');
    await cockpit.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(tiny.core.people.people().delegationsTo('rita')).toMatchObject([
      { role: 'controller', fromPerson: 'maria' },
    ]);
    cockpit.expectNoTrouble();
  });
});
