import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** How long the file with the link lies there at most: as long as the link works. */
const redirectLifeMs = 60_000;

export interface OpenedBrowser {
  /** Removes the file with the link, when the link was used or is of no use any more. */
  forget(): void;
}

/**
 * Opens a link in the person's browser through a file that only they can read, so that the code in it is in no process's
 * arguments. Null where there is no browser to be opened.
 */
export function openBrowser(
  link: string,
  env: Readonly<Record<string, string | undefined>>,
): OpenedBrowser | null {
  const opener = openerOf(process.platform, env);
  if (!opener) return null;
  const folder = mkdtempSync(join(tmpdir(), 'tieout-link-'));
  const file = join(folder, 'open.html');
  writeFileSync(file, redirectPage(link), { mode: 0o600, flag: 'wx' });
  const forget = (): void => {
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true });
  };
  const timer = setTimeout(forget, redirectLifeMs);
  timer.unref();
  process.once('exit', forget);
  const [command, ...args] = [...opener, pathToFileURL(file).href];
  const child = spawn(command ?? '', args, { env: { ...env }, stdio: 'ignore', detached: true });
  // A browser that does not start is no failure of ours: the address is on the terminal as well.
  child.once('error', () => {});
  child.unref();
  return { forget };
}

function openerOf(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] | null {
  if (platform === 'darwin') return ['/usr/bin/open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  const hasDisplay = Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
  return hasDisplay && isOnPath('xdg-open', env['PATH'] ?? '') ? ['xdg-open'] : null;
}

function isOnPath(name: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A page that leads on at once. The code goes nowhere but into the address's fragment. */
function redirectPage(link: string): string {
  const quoted = link.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html><meta charset="utf-8"><title>Tieout</title><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${quoted}"><p><a href="${quoted}">Open Tieout</a></p>\n`;
}
