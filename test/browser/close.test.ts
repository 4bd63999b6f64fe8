import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearForClose, clientOf, postLate, reconciled } from '#test/support/ready-to-close.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

const place = { legalEntity: 'NW-UK', period: '2026-09' } as const;
const address = `/close?entity=${place.legalEntity}&period=${place.period}`;
let tiny: TinyWorld;
let cockpit: TestCockpit;

const close = () => clientOf(tiny.world, 'audrey').close.get.query(place);
const state = async (): Promise<string> => (await close()).signOff?.state ?? 'none';

/** Whoever signs looks at the close, presses S and confirms what is shown. */
async function signAs(person: string): Promise<void> {
  await cockpit.enter(person, address);
  await cockpit.page.getByRole('grid', { name: 'Checklist' }).waitFor();
  await cockpit.settled();
  await cockpit.press('s');
  const dialog = cockpit.page.getByRole('dialog', { name: /Prepare the sign-off|Sign off/ });
  await dialog.waitFor();
  await cockpit.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

beforeAll(async () => {
  tiny = await startTinyWorld();
  tiny.issueInvoice(tiny.addCustomer({ entity: 'NW-UK' }), { netMinor: 20_000 });
  await tiny.sync();
  await clearForClose(tiny.world, place.legalEntity, place.period);
  cockpit = await openCockpit({ world: tiny.world, person: 'rita' });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

describe('closing by two people', () => {
  it('marks a task prepared with P and has another person review it', async () => {
    await clientOf(tiny.world, 'rita').close.prepareTask.mutate({ ...place, taskId: 'movement-explained' });
    await clientOf(tiny.world, 'maria').close.reviewTask.mutate({ ...place, taskId: 'movement-explained' });
    for (const person of ['rita', 'maria']) {
      await cockpit.enter(person, `${address}&task=cut-off-review&side=task`);
      await cockpit.page.getByRole('grid', { name: 'Checklist' }).waitFor();
      await cockpit.settled();
      await cockpit.press('p');
      const dialog = cockpit.page.getByRole('dialog', { name: /Cut-off reviewed/ });
      await dialog.waitFor();
      await cockpit.press('Enter');
      await dialog.waitFor({ state: 'detached' });
    }
    const { progress } = await close();
    expect(progress.done).toBe(progress.of);
  }, 120_000);

  it('is signed off, suspended by a late posting with what moved, and signed again', async () => {
    await signAs('rita');
    await expect.poll(state, { timeout: 30_000 }).toBe('prepared');
    await signAs('maria');
    await expect.poll(state, { timeout: 30_000 }).toBe('signed');
    postLate(tiny.world, place.legalEntity, '2026-09-29', 12_345);
    await tiny.sync();
    expect(await state()).toBe('suspended');
    await cockpit.page.getByRole('heading', { name: 'What moved' }).waitFor();
    const moved = cockpit.page.getByRole('row', { name: /Receivables GBP, ERP/ }).first();
    expect(await moved.textContent()).toContain('363.45');
    await reconciled(tiny.world, place.legalEntity, place.period);
    await clientOf(tiny.world, 'maria').close.verifyJournal.mutate();
    await signAs('maria');
    await expect.poll(state, { timeout: 30_000 }).toBe('prepared');
    await signAs('rita');
    await expect.poll(state, { timeout: 30_000 }).toBe('signed');
    const { rows } = await clientOf(tiny.world, 'audrey').close.history.query(place);
    expect(rows.filter(({ type }) => type.includes('sign')).length).toBe(5);
  }, 120_000);

  it('is in order for assistive technology, and complained of nothing', async () => {
    expect(await cockpit.axe()).toEqual([]);
    cockpit.expectNoTrouble();
  }, 120_000);
});
