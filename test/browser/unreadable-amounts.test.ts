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

/** As somebody writes it who is used to another locale than the one that is chosen here. */
const foreign = '25.000,00';

async function writeAmount(label: string, text: string): Promise<void> {
  await cockpit.dialog.getByLabel(label, { exact: true }).first().fill(text);
}

/** Asks for it from another field, and finds the reason at the amount, with the focus there. */
async function expectKeptBack(label: string): Promise<void> {
  await cockpit.dialog.getByRole('textbox').last().focus();
  await cockpit.press('Control+Enter');
  await cockpit.settled();
  expect(await cockpit.dialog.count()).toBe(1);
  const field = cockpit.dialog.getByLabel(label, { exact: true }).first();
  await field.and(cockpit.page.locator(':focus[aria-invalid=true]')).waitFor();
  await cockpit.dialog.getByText(/25\.000,00.*Write it as/).waitFor();
}

async function submit(): Promise<void> {
  await cockpit.press('Control+Enter');
  await cockpit.dialog.waitFor({ state: 'detached' });
}

describe('an amount that cannot be read', { timeout: 60_000 }, () => {
  it('is not saved as no limit of a person, and an empty one is', async () => {
    const limits = () => tiny.core.people.people().find('omar')?.limits.maxMinorByCurrency;
    const before = limits();
    await cockpit.goTo('people?id=omar');
    await cockpit.page.getByRole('button', { name: /^Change…/ }).click();
    const unlimited = cockpit.dialog.getByRole('switch', { name: 'No limit of amount' });
    if ((await unlimited.getAttribute('aria-checked')) === 'true') await unlimited.click();
    await cockpit.dialog.getByLabel('Reason').fill('new in the team');
    await writeAmount('Up to, in USD', foreign);
    await writeAmount('Up to, in EUR', '300.00');
    await expectKeptBack('Up to, in USD');
    expect(limits()).toEqual(before);
    expect(await cockpit.axe()).toEqual([]);
    await writeAmount('Up to, in USD', '');
    await submit();
    expect(limits()).toEqual({ EUR: 30_000n });
  });

  it('is not saved as no limit per hour', async () => {
    const limits = () => tiny.core.policy.policy().circuitLimits[0]?.maxMinorByCurrency;
    await cockpit.enter('maria', '/settings?section=rules');
    await cockpit.settled();
    await cockpit.page.getByRole('button', { name: /Change… Limits per hour/ }).click();
    if ((await cockpit.dialog.getByLabel('USD', { exact: true }).count()) === 0) {
      await cockpit.dialog.getByLabel('Another currency').first().fill('USD');
      await cockpit.dialog.getByRole('button', { name: 'Add', exact: true }).first().click();
    }
    const before = limits();
    await cockpit.dialog.getByLabel('Why is it changed?').fill('a quiet month');
    await writeAmount('USD', foreign);
    await expectKeptBack('USD');
    expect(limits()).toEqual(before);
    await writeAmount('USD', '25,000.00');
    await submit();
    expect(limits()?.['USD']).toBe(2_500_000n);
  });

  it('is not saved in a rule, and one that can be read follows its rule to another currency', async () => {
    const tolerances = () =>
      tiny.core.policy.policy().reconciliationTolerances.map(({ belowMinor }) => belowMinor);
    const before = tolerances();
    await cockpit.page.getByRole('button', { name: /Change… Tolerances of matching/ }).click();
    await cockpit.dialog.getByLabel('Currency', { exact: true }).first().fill('USD');
    await cockpit.dialog.getByLabel('Why is it changed?').fill('as agreed with the bank');
    await writeAmount('Below', foreign);
    await expectKeptBack('Below');
    expect(tolerances()).toEqual(before);
    await writeAmount('Below', '2.50');
    await cockpit.dialog.getByLabel('Currency', { exact: true }).first().fill('EUR');
    expect(await cockpit.dialog.getByLabel('Below', { exact: true }).first().inputValue()).toBe('2.50');
    await submit();
    expect(tolerances()[0]).toBe(250n);
    await cockpit.page.getByText(/currency EUR.*2\.50/).waitFor();
    cockpit.expectNoTrouble();
  });
});
