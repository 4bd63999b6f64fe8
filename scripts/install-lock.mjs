// @ts-check
// One install at a time in one folder. The lock is a directory that appears whole (renamed into place with its owner inside)
// and whose time is renewed while its owner lives, so a killed install never blocks the next start.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const RENEW_EVERY_MS = 2_000;
const STALE_AFTER_MS = 30_000;
const LOOK_EVERY_MS = 250;

/**
 * Runs `work` while holding the lock at `path`; waits, saying so, while another process holds it.
 * @param {string} path
 * @param {(text: string) => void} say
 * @param {() => Promise<void>} work
 */
export async function withInstallLock(path, say, work) {
  let saidSo = false;
  while (!take(path)) {
    if (dropIfStale(path)) continue;
    if (!saidSo) say(`another start is installing (process ${ownerOf(path) ?? 'unknown'}); waiting for it …`);
    saidSo = true;
    await sleep(LOOK_EVERY_MS);
  }
  const renewing = setInterval(() => utimesSync(path, new Date(), new Date()), RENEW_EVERY_MS);
  const giveBack = () => rmSync(path, { recursive: true, force: true });
  process.once('exit', giveBack);
  try {
    await work();
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
  writeFileSync(join(prepared, 'owner'), String(process.pid));
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

/** @param {string} path @returns {number | undefined} */
function ownerOf(path) {
  try {
    return Number(readFileSync(join(path, 'owner'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Removes the lock of an owner that is gone. @param {string} path @returns {boolean} whether it is worth trying again at once */
function dropIfStale(path) {
  const owner = ownerOf(path);
  let ageMs = 0;
  try {
    ageMs = Date.now() - statSync(path).mtimeMs;
  } catch {
    return true;
  }
  if (ageMs < STALE_AFTER_MS && (owner === undefined || isAlive(owner))) return false;
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  // Between looking and renaming another start may have dropped the same lock and taken it: hand that one back.
  if (ownerOf(aside) !== owner) renameSync(aside, path);
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
