import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '#test/support/ready-to-close.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  tiny = await startTinyWorld();
  cockpit = await openCockpit({ world: tiny.world, person: 'rita' });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

const items = async () =>
  (await clientOf(tiny.world, 'rita').mappings.list.query({ type: 'item', limit: 500 })).mappings;
const keysOf = async (state: 'live' | 'draft') =>
  (await items()).filter((row) => row.state === state).map(({ sourceKey }) => sourceKey);
const endingKeys = async () =>
  (await items()).filter(({ retirement }) => retirement !== null).map(({ sourceKey }) => sourceKey);

async function openAs(person: string): Promise<void> {
  await cockpit.enter(person, '/mappings?set=item&pane=row');
  await cockpit.page.getByRole('gridcell').first().waitFor();
  await cockpit.settled();
}

async function choose(keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const row = cockpit.page.getByRole('row').filter({ hasText: key }).first();
    await row.locator('[aria-label="Not chosen"]').click();
  }
  await cockpit.settled();
}

/** Gives the reason of the dialog that is open, and confirms. */
async function confirm(reason: string): Promise<void> {
  await cockpit.dialog.getByRole('textbox').last().fill(reason);
  await cockpit.press('Control+Enter');
  await cockpit.dialog.waitFor({ state: 'detached' });
  await cockpit.settled();
}

/** Rita proposes a new mapping, without the screen. */
async function propose(sourceKey: string): Promise<void> {
  const target = { itemId: tiny.mapped('item', 'NW-ONBOARD', 'itemId'), revenueRule: 'ratable-daily' };
  const draft = {
    type: 'item',
    legalEntity: '',
    sourceKey,
    target,
    validFromOn: '2026-10-01',
    validToOn: null,
  };
  await clientOf(tiny.world, 'rita').mappings.propose.mutate({
    drafts: [{ ...draft, type: 'item' }],
    replaces: [],
    reason: 'sold from October',
  });
}

describe('a decision about several mappings', { timeout: 60_000 }, () => {
  it('names every one that it proposes to end', async () => {
    const keys = (await keysOf('live')).slice(1, 4);
    await openAs('rita');
    await choose(keys);
    await cockpit.page.getByRole('gridcell', { name: keys[0] ?? '', exact: true }).click();
    await cockpit.settled();
    await cockpit.page.getByRole('button', { name: /Propose an end/ }).click();
    await cockpit.dialog.getByRole('heading', { name: 'Propose an end of 3 mappings' }).waitFor();
    const said = await cockpit.dialog.getByRole('listitem').allInnerTexts();
    expect(said.sort()).toEqual([...keys].sort());
    expect(await cockpit.axe()).toEqual([]);
    await cockpit.dialog.getByLabel('First day on which it no longer holds').fill('2026-12-31');
    await confirm('no longer sold');
    expect((await endingKeys()).sort()).toEqual([...keys].sort());
  });

  it('approves a new mapping and an end together', async () => {
    const [ending = ''] = await endingKeys();
    await propose('NW-NEW');
    await openAs('maria');
    await choose(['NW-NEW', ending]);
    await cockpit.press('Control+Shift+A');
    await cockpit.dialog.getByRole('heading', { name: 'Approve 2 mappings' }).waitFor();
    await cockpit.settled();
    await cockpit.dialog.getByRole('region', { name: 'To become live' }).getByText('NW-NEW').waitFor();
    await cockpit.dialog.getByRole('region', { name: 'To end' }).getByText(ending).waitFor();
    expect(await cockpit.axe()).toEqual([]);
    await confirm('both are right');
    expect(await endingKeys()).not.toContain(ending);
    expect((await items()).find(({ sourceKey }) => sourceKey === ending)).toMatchObject({
      validToOn: '2026-12-31',
    });
    expect(await keysOf('draft')).toEqual([]);
  });

  it('goes on with the ends where they were refused the first time', async () => {
    const [ending = ''] = await endingKeys();
    await propose('NW-NEWER');
    await openAs('maria');
    await choose(['NW-NEWER', ending]);
    await cockpit.page.route('**/api/mappings.approveRetirement*', (route) => route.abort(), { times: 1 });
    await cockpit.press('Control+Shift+A');
    await cockpit.dialog.getByLabel('Why is it right?').fill('both are right');
    await cockpit.press('Control+Enter');
    await cockpit.dialog.getByText(/^1 live now, nothing ended\./).waitFor();
    expect(await endingKeys()).toContain(ending);
    await confirm('both are right');
    expect(await endingKeys()).not.toContain(ending);
  });

  it('rejects a new mapping and an end together', async () => {
    const [ending = ''] = await endingKeys();
    await propose('NW-NEWEST');
    await openAs('maria');
    await choose(['NW-NEWEST', ending]);
    await cockpit.press('Control+Shift+X');
    await cockpit.dialog.getByRole('heading', { name: 'Reject 2 proposals' }).waitFor();
    await confirm('neither is right');
    expect(await endingKeys()).toEqual([]);
    expect(await keysOf('draft')).toEqual([]);
    expect((await items()).find(({ sourceKey }) => sourceKey === ending)).toMatchObject({ validToOn: null });
  });
});
