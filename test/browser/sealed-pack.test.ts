import { createHash } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenPack } from '#core/app/packs/open-pack.ts';
import { present } from '#core/base/assert.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { commandCatalogue } from '#renderer/app/command-catalogue.ts';
import { openingOf, startWorldToSeal } from '#test/support/sealed-pack.ts';
import type { TinyWorld } from '#test/support/tiny-world.ts';
import { axeProblemsInThemes } from './support/axe.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';
import { screenAddresses } from './support/screens.ts';
import { openSealedCockpit } from './support/sealed-cockpit.ts';

let tiny: TinyWorld;
let path: string;

beforeAll(async () => {
  tiny = await startWorldToSeal();
}, 120_000);
afterAll(() => tiny?.close());

it('is made on the close screen, which says where it lies', async () => {
  const cockpit = await openCockpit({ world: tiny.world, person: 'maria' });
  try {
    await cockpit.goTo('close?entity=NW-US&period=2026-09');
    await cockpit.page.getByRole('button', { name: 'Make a sealed pack…' }).click();
    await cockpit.dialog.getByText('No pack of September 2026 has been made').waitFor();
    await cockpit.dialog.getByRole('button', { name: 'Make a sealed pack' }).click();
    const made = cockpit.dialog.getByRole('listitem').filter({ hasText: 'by Maria Keller' });
    await made.getByRole('button', { name: /Copy the path/ }).waitFor();
    expect(await cockpit.axe()).toEqual([]);
    cockpit.expectNoTrouble();
  } finally {
    await cockpit.close();
  }
  const { rows } = await createLocalClient(tiny.core, 'maria').packs.list.query({ period: '2026-09' });
  path = present(rows[0]?.path, 'where the pack lies');
}, 120_000);

describe('read in the cockpit', () => {
  let pack: OpenPack;
  let cockpit: TestCockpit;
  let before: object;
  const changes: string[] = [];
  const reached: unknown[] = [];
  const connected = (message: unknown): void => void reached.push(message);

  beforeAll(async () => {
    before = standing();
    // Every socket that this process opens towards anything: the core runs in it.
    subscribe('net.client.socket', connected);
    const opened = openingOf(path);
    if (!opened.ok) throw new Error(opened.error.message);
    pack = opened.value;
    cockpit = await openSealedCockpit(pack, tiny.world);
    cockpit.context.on('request', (request) => {
      if (request.method() === 'POST') changes.push(request.url());
    });
  }, 120_000);
  afterAll(async () => {
    unsubscribe('net.client.socket', connected);
    await cockpit?.close();
    await pack?.close();
  });

  /** All but `g`, which begins the way to a screen, and `t`, which is the way to the trace. */
  const letters = 'abcdefhijklmnopqrsuvwxyz'.split('');
  const changing = new Set(commandCatalogue.filter(({ isChange }) => isChange).map(({ id }) => id));

  it.each(screenAddresses)(
    '%s: one banner, and no way to change anything',
    async (screen) => {
      const { page } = cockpit;
      const address = screen === 'trace' ? 'trace?id=TINY0001-0001' : screen;
      await cockpit.goTo(`${address}${address.includes('?') ? '&' : '?'}entity=NW-US&period=2026-09`);
      const banner = page.getByText(
        /Sealed pack of September 2026, made by Maria Keller, as of .*; verified/,
      );
      expect(await banner.count()).toBe(1);
      await cockpit.press('Control+k');
      await page.getByPlaceholder('Paste any id, or type a command').waitFor();
      const offered = await page
        .locator('[cmdk-item]')
        .evaluateAll((items) => items.map((item) => item.getAttribute('data-value') ?? ''));
      expect(offered).toContain('shell.openPalette');
      expect(offered.filter((id) => changing.has(id))).toEqual([]);
      await cockpit.press('Escape');
      // Whatever letter or button there is: it shows something else, or nothing happens.
      await page
        .locator('[role=grid] [role=row]')
        .first()
        .click({ trial: false, timeout: 500 })
        .catch(ignored);
      await cockpit.press(...letters, 'Escape');
      await cockpit.goTo(`${address}${address.includes('?') ? '&' : '?'}entity=NW-US&period=2026-09`);
      const buttons = page.locator('main button:visible:not([aria-disabled=true])');
      for (let at = 0; at < Math.min(await buttons.count(), 12); at += 1) {
        await buttons.nth(at).click({ timeout: 500 }).catch(ignored);
        await cockpit.press('Escape');
      }
      expect(changes).toEqual([]);
    },
    60_000,
  );

  it('asks nobody, writes nothing and complains of nothing', () => {
    cockpit.expectNoTrouble();
    expect(reached).toEqual([]);
    expect(standing()).toEqual(before);
    expect(readdirSync(dirname(pack.databasePath))).toEqual(['content.db']);
  });

  it('is in order for assistive technology, frame and banner included, in every theme', async () => {
    await cockpit.goTo('exceptions?entity=NW-US&period=2026-09');
    expect(await axeProblemsInThemes(cockpit.page)).toEqual([]);
  });

  it('keeps what its reader prefers for this window, and asks nobody to sign in', async () => {
    await cockpit.goTo('settings?section=appearance');
    await cockpit.page.getByRole('radio', { name: 'Dark' }).click();
    await expect
      .poll(() => cockpit.page.evaluate(() => document.documentElement.dataset['theme']))
      .toBe('dark');
    expect(await cockpit.page.getByRole('button', { name: /Switch person/ }).count()).toBe(0);
    expect(changes).toEqual([]);
  });

  /** The file to the byte and to its time, and what lies beside it. */
  function standing(): object {
    const { mtimeMs, size } = statSync(path);
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
    return { mtimeMs, size, sha256, beside: readdirSync(dirname(path)) };
  }
});

/** A button that went away before it was pressed, or lies under another: pressing it is not what is proved. */
function ignored(cause: unknown): void {
  if (!(cause instanceof Error && cause.name === 'TimeoutError')) throw cause;
}
