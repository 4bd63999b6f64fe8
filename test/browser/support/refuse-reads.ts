import type { Page } from 'playwright-core';

/** What the shell itself stands on; it must stay for a screen to show its error in. */
const ofTheShell = /^(?:session|changes|scope|nav)\.|^settings\.preferences$|^sync\.status$/;

/** Lets every question of a screen fail as a bug of the core would; gives what lets them through again. */
export async function refuseReads(page: Page): Promise<() => Promise<void>> {
  const told = {
    code: 'INTERNAL',
    kind: 'internal',
    message: 'Something broke inside Tieout; nothing was half-applied.',
    fix: 'Try again; if it stays, report it with the reference.',
    reference: 'err_test',
  };
  const body = JSON.stringify({ error: { message: told.message, code: -32603, data: told } });
  await page.route('**/api/**', async (route) => {
    const [path = ''] = new URL(route.request().url()).pathname.split('/').slice(-1);
    if (ofTheShell.test(path)) await route.continue();
    else await route.fulfill({ status: 500, contentType: 'application/json', body });
  });
  return () => page.unroute('**/api/**');
}
