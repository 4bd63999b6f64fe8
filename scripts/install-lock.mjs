// @ts-check
// One install at a time in one folder. The lock is a directory that appears whole (renamed into place with its owners inside)
// and whose time is renewed while its first owner lives, so a killed install never blocks the next start for good. The package
// manager is an owner too: it outlives a start that is killed, and two of them in one folder destroy each other's work.
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const RENEW_EVERY_MS = 2_000;
/** Long after any install ends by itself: by then the ids of its processes may belong to others. */
const STALE_AFTER_MS = 600_000;
const LOOK_EVERY_MS = 250;
const OWNERS = 'owners';

/**
 * Runs `work` while holding the lock at `path`; waits, saying so, while another process holds it.
 * @param {string} path
 * @param {(text: string) => void} say
 * @param {(holdToo: (pid: number) => void) => Promise<void>} work told how to add a process that must end before the lock is free
 */
export async function withInstallLock(path, say, work) {
  let saidSo = false;
  while (!take(path)) {
    if (dropIfStale(path)) continue;
    if (!saidSo) say(`another start is installing (process ${ownersOf(path).join(', ')}); waiting for it …`);
    saidSo = true;
    await sleep(LOOK_EVERY_MS);
  }
  const renewing = setInterval(() => utimesSync(path, new Date(), new Date()), RENEW_EVERY_MS);
  const giveBack = () => rmSync(path, { recursive: true, force: true });
  process.once('exit', giveBack);
  try {
    await work((pid) => appendFileSync(join(path, OWNERS), `${pid}\n`));
  } finally {
    clearInterval(renewing);
    giveBack();
    process.removeListener('exit', giveBack);
  }
}

/** @param {string} path @returns {boolean} whether this process now holds the lock */
function take(path) {
  const prepared = `${path}.${process.pid}`;
  rmSync(prepared, { recursive: true, force: true });
  mkdirSync(prepared);
  writeFileSync(join(prepared, OWNERS), `${process.pid}\n`);
  try {
    renameSync(prepared, path);
    return true;
  } catch (error) {
    rmSync(prepared, { recursive: true, force: true });
    const code = /** @type {NodeJS.ErrnoException} */ (error).code ?? '';
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(code)) return false;
    throw error;
  }
}

/** @param {string} path @returns {number[]} the processes that hold the lock; none when it is gone */
function ownersOf(path) {
  try {
    return readFileSync(join(path, OWNERS), 'utf8').trim().split('\n').map(Number);
  } catch {
    return [];
  }
}

/** Removes the lock of owners that are gone. @param {string} path @returns {boolean} whether it is worth trying again at once */
function dropIfStale(path) {
  const owners = ownersOf(path);
  let ageMs = 0;
  try {
    ageMs = Date.now() - statSync(path).mtimeMs;
  } catch {
    return true;
  }
  if (ageMs < STALE_AFTER_MS && owners.some(isAlive)) return false;
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  // Between looking and renaming another start may have dropped the same lock and taken it: hand that one back.
  if (ownersOf(aside)[0] !== owners[0]) renameSync(aside, path);
  else rmSync(aside, { recursive: true, force: true });
  return true;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
