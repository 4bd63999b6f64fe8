import { afterAll, beforeAll, expect, it } from 'vitest';
import { money } from '#core/domain/money.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

const open = () =>
  tiny.core.exceptions.exceptions
    .inState('open')
    .filter(({ message }) => message.startsWith('Document held '));
const focusedCell = () => cockpit.page.locator('[role=gridcell][tabindex="0"]').first();

/** What a keyboard sends while a key stays down: the press, then the same again and again. */
async function hold(key: string, isThere: () => Promise<unknown>): Promise<void> {
  const { keyboard } = cockpit.page;
  await keyboard.down(key);
  await isThere();
  for (let at = 0; at < 4; at += 1) await keyboard.down(key);
  await keyboard.up(key);
  await cockpit.settled();
}

async function leaveDialog(): Promise<void> {
  if (await cockpit.dialog.isVisible()) await cockpit.press('Escape');
  await cockpit.dialog.waitFor({ state: 'detached' });
  await cockpit.settled();
}

beforeAll(async () => {
  tiny = await startTinyWorld();
  // What the set-up left to decide is decided before, or it would settle ours as well.
  tiny.core.workflow.run();
  tiny.core.store.transact(() => {
    for (let at = 0; at < 6; at += 1)
      tiny.core.exceptions.settle(
        `held_${at}`,
        [
          {
            code: 'MANUAL_EDIT_IN_ERP',
            causeKey: 'held',
            legalEntity: 'NW-US',
            period: '2026-09',
            amount: money(100_000n * BigInt(6 - at), 'USD'),
            message: `Document held ${at} is not posted.`,
          },
        ],
        () => true,
      );
  });
  cockpit = await openCockpit({ world: tiny.world });
  await cockpit.goTo('exceptions?text=Document%20held');
  await cockpit.page.getByRole('gridcell').first().waitFor();
  await cockpit.settled();
  await focusedCell().focus();
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

it('Enter that stays down opens the fix and does not take it', async () => {
  await hold('Enter', () => cockpit.dialog.waitFor());
  const left = open().length;
  await leaveDialog();
  expect(left).toBe(6);
}, 60_000);

it('a letter that stays down changes one exception, not one after the other', async () => {
  const mine = () => open().filter(({ assignee }) => assignee === 'maria').length;
  await cockpit.page.keyboard.down('Shift');
  await hold('A', async () => {
    await expect.poll(mine).toBe(1);
  });
  await cockpit.page.keyboard.up('Shift');
  expect(mine()).toBe(1);
}, 60_000);

it('an arrow and a letter that move go on while they stay down', async () => {
  const row = () => cockpit.page.evaluate(() => document.activeElement?.closest('[role=row]')?.ariaRowIndex);
  await focusedCell().focus();
  await cockpit.press('Control+Home');
  await hold('ArrowDown', async () => {});
  expect(await row()).toBe('7');
  await hold('k', async () => {});
  expect(await row()).toBe('2');
}, 60_000);

it('Space that stays down does not press a button that it did not find there', async () => {
  await focusedCell().focus();
  await cockpit.press('e');
  await cockpit.dialog.waitFor();
  const isTaken = await cockpit.page.evaluate(() => {
    const facts = { key: ' ', code: 'Space', repeat: true, bubbles: true, cancelable: true };
    return document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', facts)) === false;
  });
  await leaveDialog();
  expect(isTaken).toBe(true);
}, 60_000);

it('the key that asks for new keys is not the new key while it stays down', async () => {
  const { page } = cockpit;
  await cockpit.goTo('settings?section=keys');
  await page.getByRole('button', { name: /the keys of Dismiss…/ }).focus();
  await hold('Enter', async () => {});
  const shipped = page
    .getByRole('row')
    .filter({ hasText: 'Dismiss…' })
    .getByRole('button', { name: 'As shipped' });
  expect(await shipped.count()).toBe(0);
  await cockpit.press('q');
  await shipped.waitFor();
  await shipped.click();
  await shipped.waitFor({ state: 'detached' });
}, 60_000);
