import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  tiny = await startTinyWorld();
  tiny.issueInvoice(tiny.addCustomer(), { netMinor: 20_000 });
  await tiny.sync();
  cockpit = await openCockpit({ world: tiny.world, person: 'audrey' });
  await cockpit.goTo('journal');
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

describe('the journal', () => {
  it('lists every entry, newest first', async () => {
    const head = tiny.core.journal.head().seq;
    const grid = cockpit.page.getByRole('grid', { name: 'Journal entries' });
    await grid.getByText(head.toLocaleString('en')).first().waitFor();
    expect(await cockpit.page.getByText(`${head.toLocaleString('en')} entries, newest first`).count()).toBe(
      1,
    );
  }, 120_000);

  it('shows an entry at once, and of those that are passed quickly only the one where it ends', async () => {
    const { page } = cockpit;
    const head = tiny.core.journal.head().seq;
    const title = (seq: number) =>
      page.getByRole('heading', { name: `Entry ${seq.toLocaleString('en')}`, exact: true });
    await title(head).waitFor();
    await page.locator('[role=gridcell]:focus').waitFor();
    await cockpit.press('ArrowDown');
    await title(head - 1).waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.postData() ?? request.url()));
    // As fast as the browser takes them: no time passes between them that anyone could read in.
    await page.evaluate(async () => {
      for (let press = 0; press < 20; press += 1) {
        const key = new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true });
        document.activeElement?.dispatchEvent(key);
        await new Promise((resolve) => setTimeout(resolve));
      }
    });
    await title(head - 21).waitFor();
    expect(asked.filter((text) => text.includes('journal.get')).length).toBeLessThan(10);
  }, 120_000);

  it('narrows to what one pasted id is about, and shows it before and after', async () => {
    const [posting] = tiny.core.desk.postings.inState('POSTED');
    await cockpit.press('/');
    await cockpit.page.keyboard.insertText(posting?.sourceReference ?? '');
    await cockpit.press('Enter');
    await cockpit.settled();
    expect(cockpit.page.url()).toContain('about=');
    const detail = cockpit.page.getByRole('table', { name: 'Before and after' });
    await detail.waitFor();
    expect(await detail.locator('tbody tr').count()).toBeGreaterThan(0);
    await cockpit.page.getByText('from its bytes and the entry before').waitFor();
  }, 120_000);

  it('verifies on one chord, with progress, and says what it proved', async () => {
    await cockpit.goTo('journal');
    await cockpit.press('Control+Shift+V');
    await cockpit.page.getByText(/entries are proved, every projection agrees/).waitFor({ timeout: 40_000 });
    expect(tiny.core.jobs.all()[0]).toMatchObject({ kind: 'verify', state: 'done' });
  }, 120_000);

  it('exports what is listed, with what it is and where it ends', async () => {
    await cockpit.goTo('journal?area=posting');
    const [download] = await Promise.all([cockpit.page.waitForEvent('download'), cockpit.press('Control+E')]);
    expect(download.suggestedFilename()).toBe(`tieout-journal-${tiny.core.journal.head().seq}.csv`);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    expect(text).toContain(`# headHash,${tiny.core.journal.head().hash}`);
    expect(text).toContain('# filter,area=posting');
  }, 120_000);

  it('has nothing that axe complains of and gave no trouble', async () => {
    const problems = await cockpit.axe();
    expect(problems.filter((problem) => problem.includes('main'))).toEqual([]);
    cockpit.expectNoTrouble();
  }, 120_000);
});

describe('a journal that was changed behind our back', () => {
  it('is shown broken at the entry that was changed, and nowhere before', async () => {
    const seq = 5;
    // This world is this test's own copy; nobody else reads it.
    const database = new Database(join(tiny.world.folder, 'workspace.db'));
    database.exec('DROP TRIGGER events_are_never_updated');
    database
      .prepare(`UPDATE events SET body = replace(body, '"actor":"', '"actor":"x') WHERE seq = ?`)
      .run(seq);
    database.close();
    await cockpit.press('Control+Shift+V');
    await cockpit.page
      .getByText(`Event ${seq} was changed after it was written.`)
      .waitFor({ timeout: 40_000 });
    await cockpit.page.getByRole('link', { name: `Open entry ${seq}` }).click();
    await cockpit.page.getByText(/does not follow from its bytes/).waitFor();
  }, 120_000);
});
