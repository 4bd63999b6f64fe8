// @ts-check
// Sees to it that the browser tests have a Chromium: Debian's, installed with apt-get where that is possible. Downloads nothing
// from anywhere else.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const aptGet = '/usr/bin/apt-get';
const installMaxMs = 300_000;

/** Where a Chromium is, or null. @returns {string | null} */
function chromium() {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : null;
  return places.find((path) => existsSync(path)) ?? null;
}

/** Installs Chromium where it is missing. Null when there is one now; else what to do about it. @returns {string | null} */
function ensureChromium() {
  if (chromium() !== null) return null;
  const fix = 'Install Chromium (Debian: apt-get install chromium), or name one in the variable CHROMIUM.';
  if (process.env['CHROMIUM']) return `CHROMIUM names a file that is not there. ${fix}`;
  if (process.getuid?.() !== 0 || !existsSync(aptGet)) return `There is no Chromium. ${fix}`;
  process.stderr.write('tieout: installing Chromium for the browser tests with apt-get …\n');
  const options = {
    stdio: /** @type {import('node:child_process').StdioOptions} */ (['ignore', 2, 2]),
    timeout: installMaxMs,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]) {
    if (spawnSync(aptGet, args, options).status !== 0) return `apt-get ${args[0]} failed. ${fix}`;
  }
  return chromium() === null ? `apt-get installed no Chromium. ${fix}` : null;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const problem = ensureChromium();
  if (problem !== null) {
    process.stderr.write(`tieout: ${problem}\n`);
    process.exitCode = 1;
  }
}
