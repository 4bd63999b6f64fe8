import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { UtilityProcess } from '#test/support/electron-stand-in/utility-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'tieout-crash-'));
const idle = join(folder, 'idle.mjs');
writeFileSync(idle, 'setInterval(() => {}, 1000);');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('what is posted to a core process that has just died goes nowhere and harms nobody', async () => {
  const utility = new UtilityProcess(idle, [], 'Tieout core');
  await once(utility, 'spawn');
  const ended = once(utility, 'exit');
  utility.crash();
  let posted = 0;
  while (utility.pid !== undefined) {
    utility.postMessage({ posted }, []);
    posted += 1;
    await new Promise((done) => setImmediate(done));
  }
  expect(posted).toBeGreaterThan(0);
  expect(await ended).toEqual([128]);
});
