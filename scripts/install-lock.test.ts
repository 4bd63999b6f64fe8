import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withInstallLock } from './install-lock.mjs';

/** No process has it: ids end well below. */
const NOBODY = 2 ** 30;

let path: string;
let said: string[];

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'tieout-lock-')), 'lock');
  said = [];
});

afterEach(() => rmSync(dirname(path), { recursive: true, force: true }));

function holdAs(owners: readonly number[], ageMs = 0): void {
  mkdirSync(path);
  writeFileSync(join(path, 'owners'), `${owners.join('\n')}\n`);
  const at = new Date(Date.now() - ageMs);
  utimesSync(path, at, at);
}

const say = (text: string): void => void said.push(text);

it('runs one piece of work at a time', async () => {
  let running = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
  };
  await Promise.all([1, 2, 3].map(() => withInstallLock(path, say, work)));
  expect(most).toBe(1);
  expect(said).toContain(`another start is installing (process ${process.pid}); waiting for it …`);
  expect(readdirSync(dirname(path))).toEqual([]);
});

it('gives the lock back when the work fails', async () => {
  const failing = withInstallLock(path, say, () => Promise.reject(new Error('no network')));
  await expect(failing).rejects.toThrow('no network');
  expect(existsSync(path)).toBe(false);
});

it('takes over from an owner that is gone', async () => {
  holdAs([NOBODY, NOBODY + 1]);
  let done = false;
  await withInstallLock(path, say, async () => {
    done = true;
  });
  expect(done).toBe(true);
  expect(said).toEqual([]);
});

it('takes over a lock that nobody renews, whoever has the id of its owner now', async () => {
  holdAs([process.ppid], 3_600_000);
  await withInstallLock(path, say, () => Promise.resolve());
  expect(readdirSync(dirname(path))).toEqual([]);
});

it('waits for a living owner, even when the start that took the lock is gone', async () => {
  holdAs([NOBODY, process.ppid]);
  const waiting = withInstallLock(path, say, () => Promise.resolve());
  await turn();
  expect(said).toEqual([
    `another start is installing (process ${NOBODY}, ${process.ppid}); waiting for it …`,
  ]);
  rmSync(path, { recursive: true });
  await waiting;
});

it('is held by the processes that the work adds', async () => {
  await withInstallLock(path, say, (holdToo) => {
    holdToo(NOBODY);
    expect(readFileSync(join(path, 'owners'), 'utf8')).toBe(`${process.pid}\n${NOBODY}\n`);
    return Promise.resolve();
  });
});
