import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExceptionCode } from '#core/exceptions/catalogue.ts';
import { money } from '#core/domain/money.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

function raise(count: number, name: string, code: ExceptionCode = 'MANUAL_EDIT_IN_ERP'): void {
  tiny.core.store.transact(() => {
    for (let at = 0; at < count; at += 1)
      tiny.core.exceptions.settle(
        `${name}_${at}`,
        [
          {
            code,
            causeKey: `${name}:${code}`,
            legalEntity: 'NW-US',
            period: '2026-09',
            amount: money(100_000n * BigInt(count - at), 'USD'),
            message: `Document ${name} ${at} is not posted.`,
          },
        ],
        () => true,
      );
  });
}

const open = (name: string) =>
  tiny.core.exceptions.exceptions
    .inState('open')
    .filter(({ message }) => message.includes(`Document ${name} `));
const mine = (name: string) => open(name).filter(({ assignee }) => assignee === 'maria').length;
const snoozed = (name: string) => open(name).filter(({ snoozedUntil }) => snoozedUntil !== null);

async function show(address: string): Promise<void> {
  await cockpit.goTo(`exceptions?${address}`);
  await cockpit.page.getByRole('gridcell').first().waitFor();
  await cockpit.settled();
  await cockpit.page.locator('[role=gridcell][tabindex="0"]').first().focus();
}

beforeAll(async () => {
  tiny = await startTinyWorld();
  // What the set-up left to decide is decided before, or it would settle ours as well.
  tiny.core.workflow.run();
  cockpit = await openCockpit({ world: tiny.world });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

describe('undo', () => {
  it('in the filter takes back what was typed, not what was decided', async () => {
    raise(4, 'typed');
    await show('text=Document%20typed');
    await cockpit.press('Shift+A');
    await expect.poll(() => mine('typed')).toBe(1);
    await cockpit.settled();
    const field = cockpit.page.getByRole('textbox', { name: 'Filter' });
    await field.click();
    await cockpit.page.keyboard.type(' is');
    await cockpit.settled();
    await cockpit.press('Control+z');
    await expect.poll(() => field.inputValue()).not.toBe('Document typed is');
    await cockpit.settled();
    expect(mine('typed')).toBe(1);
  }, 60_000);

  it('on a toast takes back what that toast says, and leaves the rest to be taken back', async () => {
    const { page } = cockpit;
    raise(2, 'toast');
    await show('text=Document%20toast');
    await cockpit.press('Shift+A');
    await expect.poll(() => mine('toast')).toBe(1);
    await cockpit.settled();
    await cockpit.press('h', '3');
    await expect.poll(() => snoozed('toast').length).toBe(1);
    await cockpit.settled();
    const toast = page.getByRole('dialog').filter({ hasText: 'Assigned 1' }).first();
    await toast.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => mine('toast')).toBe(0);
    expect(snoozed('toast').length).toBe(1);
    await cockpit.settled();
    await page.locator('[role=gridcell][tabindex="0"]').first().focus();
    await cockpit.press('z');
    await expect.poll(() => snoozed('toast').length).toBe(0);
  }, 60_000);
});

describe('Enter', () => {
  it('does what E does: a limit that tripped opens the limits', async () => {
    raise(1, 'limit', 'LIMIT_TRIPPED');
    await show('text=Document%20limit');
    await cockpit.press('Enter');
    await cockpit.page.getByRole('heading', { name: 'Rules and thresholds' }).waitFor();
    await cockpit.page.getByRole('button', { name: /Limits per hour/ }).waitFor();
  }, 60_000);

  it('offers no fix of what has ended', async () => {
    raise(1, 'ended');
    await show('text=Document%20ended');
    await cockpit.press('x');
    await cockpit.dialog.waitFor();
    await cockpit.page.keyboard.type('looked at it');
    await cockpit.press('Control+Enter');
    await expect.poll(() => open('ended').length).toBe(0);
    await show('state=dismissed&text=Document%20ended');
    await cockpit.press('Enter');
    await cockpit.settled();
    expect(await cockpit.dialog.count()).toBe(0);
  }, 60_000);
});

it('selecting all of the same cause says when it cannot', async () => {
  raise(3, 'similar');
  await show('text=Document%20similar');
  const { page } = cockpit;
  const fails = page.waitForEvent('pageerror', { timeout: 3_000 }).then(String, () => 'none');
  await page.route('**/api/exceptions.list*', (route) => route.abort());
  await cockpit.press('Shift+S');
  await page.getByText('The cockpit cannot reach its core.').first().waitFor();
  await page.unroute('**/api/exceptions.list*');
  expect(await fails).toBe('none');
}, 60_000);

it('a snooze counts from now, however long ago the list was read', async () => {
  raise(1, 'snooze');
  await show('text=Document%20snooze');
  tiny.world.clock.skip(20 * 3_600_000);
  await cockpit.press('h', '1');
  await expect.poll(() => snoozed('snooze').length).toBe(1);
  const [until] = snoozed('snooze').map(({ snoozedUntil }) => Date.parse(snoozedUntil ?? ''));
  expect(((until ?? 0) - tiny.core.clock.now()) / 3_600_000).toBeGreaterThan(23);
}, 60_000);
