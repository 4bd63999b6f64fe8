import { afterAll, beforeAll, expect, it } from 'vitest';
import { money } from '#core/domain/money.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { SendWindow } from '#core/policy/circuit-breaker.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

const flow = 'invoice-to-erp';
const legalEntity = 'NW-US';
let tiny: TinyWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  tiny = await startTinyWorld();
  const { core } = tiny;
  await createLocalClient(core, 'maria').policy.change.mutate({
    name: 'circuitLimits',
    value: [{ flow, legalEntity, countMax: 1, maxMinorByCurrency: {} }],
    reason: 'to see one trip',
  });
  const window = new SendWindow();
  const send = (postingId: string) =>
    core.policy.passCircuit(
      { postingId, flow, legalEntity, amount: money(100n, 'USD'), atMs: core.clock.now() },
      window,
    );
  core.store.transact(() => [send('first'), send('second')]);
  cockpit = await openCockpit({ world: tiny.world, person: 'rita' });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

const reset = () => cockpit.page.getByRole('button', { name: /Reset….* of NW-US/ });

async function showLimits(): Promise<void> {
  await cockpit.goTo('settings?section=rules');
  await cockpit.page.getByText(/of NW-US is stopped since/).waitFor();
  await cockpit.page.getByText('More than 1 postings an hour').first().waitFor();
}

it('a limit that tripped is shown to everyone, and refused to who may not reset it', async () => {
  await showLimits();
  await reset().focus();
  await cockpit.press('Enter');
  await cockpit.page.getByText('Takes the role controller').first().waitFor();
  expect(await cockpit.dialog.count()).toBe(0);
  expect(tiny.core.policy.circuits()).toHaveLength(1);
}, 60_000);

it('who may resets it with a reason', async () => {
  await cockpit.enter('maria', '/overview');
  await showLimits();
  expect(await cockpit.axe()).toEqual([]);
  await reset().click();
  await cockpit.dialog.waitFor();
  await cockpit.press('Control+Enter');
  await cockpit.dialog.getByText('Give a reason of at least 3 characters.').waitFor();
  await cockpit.page.keyboard.type('the invoices of the month, checked');
  await cockpit.press('Control+Enter');
  await cockpit.dialog.waitFor({ state: 'detached' });
  expect(tiny.core.policy.circuits()).toEqual([]);
  await reset().waitFor({ state: 'detached' });
}, 60_000);
