import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is: `scripts/ensure-chromium.mjs` puts it there, `CHROMIUM` names another. */
function chromiumPath(): string {
  const named = process.env['CHROMIUM'];
  const found = named === undefined || named === '' ? places.find((path) => existsSync(path)) : named;
  if (found === undefined) throw new Error('no Chromium: run `node scripts/ensure-chromium.mjs`');
  return found;
}

/** Starts the system's Chromium without a window. One per test file is enough: contexts keep tests apart. */
export function launchChromium(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    // Tests run as root in containers, where Chromium's own sandbox cannot start.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', ...args],
  });
}
