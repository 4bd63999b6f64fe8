import { afterAll, beforeAll, expect, it } from 'vitest';
import { money } from '#core/domain/money.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

const open = () =>
  tiny.core.exceptions.exceptions.inState('open').filter(({ message }) => message.startsWith('Document '));
const numberIn = (text: string): string => /chosen_(\d)/.exec(text)?.[1] ?? '';
const selected = () => cockpit.page.getByRole('tabpanel').getByText(/^\d+ selected$/);

/** Shows the four, with the first row chosen; tells which document that is. */
async function chooseFirst(): Promise<string> {
  await cockpit.goTo('exceptions?text=Document');
  const first = cockpit.page.locator('[role=row][aria-rowindex="2"]');
  await first.locator('[aria-label="Not chosen"]').waitFor();
  await cockpit.settled();
  await first.locator('[aria-label="Not chosen"]').click();
  await selected().waitFor();
  return numberIn(await first.innerText());
}

beforeAll(async () => {
  tiny = await startTinyWorld();
  // What the set-up left to decide is decided before, or it would settle ours as well.
  tiny.core.workflow.run();
  tiny.core.store.transact(() => {
    for (let at = 0; at < 4; at += 1)
      tiny.core.exceptions.settle(
        `chosen_${at}`,
        [
          {
            code: 'MANUAL_EDIT_IN_ERP',
            causeKey: 'chosen',
            legalEntity: 'NW-US',
            period: '2026-09',
            amount: money(100_000n * BigInt(4 - at), 'USD'),
            message: `Document ${at} is not posted.`,
          },
        ],
        () => true,
      );
  });
  cockpit = await openCockpit({ world: tiny.world });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

it('keeps what is chosen while the order changes, and lets it go with another queue', async () => {
  const { page } = cockpit;
  await chooseFirst();
  await page.getByRole('columnheader', { name: /Age/ }).click();
  await cockpit.settled();
  expect(await selected().innerText()).toBe('1 selected');
  await page.getByRole('tab', { name: /Dismissed/ }).click();
  await cockpit.settled();
  expect(await selected().count()).toBe(0);
  await page.getByRole('tab', { name: /Open/ }).click();
  await page.getByRole('gridcell').first().waitFor();
  await cockpit.settled();
  expect(await selected().count()).toBe(0);
}, 60_000);

it('acts on the row that is shown and names it, not on one that the filter took away', async () => {
  const { page } = cockpit;
  const chosen = await chooseFirst();
  const other = chosen === '2' ? '3' : '2';
  await page.getByRole('textbox', { name: 'Filter' }).fill(`Document ${other}`);
  await expect
    .poll(() =>
      page
        .getByRole('row')
        .filter({ hasText: `chosen_${chosen}` })
        .count(),
    )
    .toBe(0);
  await cockpit.settled();
  expect(await selected().count()).toBe(0);
  await page.getByRole('gridcell').nth(1).click();
  await cockpit.settled();
  await cockpit.press('x');
  await cockpit.dialog.getByText(`chosen_${other}`).waitFor();
  await page.keyboard.type('looked at it');
  await cockpit.press('Control+Enter');
  await expect.poll(() => open().length).toBe(3);
  expect(open().map(({ message }) => /\d/.exec(message)?.[0])).not.toContain(other);
}, 60_000);
