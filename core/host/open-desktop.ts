import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const electronFolder = join(projectRoot, 'node_modules', 'electron');
const desktopFolder = join(projectRoot, 'dist', 'desktop');

const fetchMaxMs = 120_000;
const buildMaxMs = 120_000;
/** A runtime that ends sooner than this did not start. */
const startedAfterMs = 5_000;

export interface OpenDesktop {
  /** The exit code, when the last window is closed. */
  readonly ended: Promise<number>;
}

/**
 * Opens the desktop application; or says in one sentence why that is not possible here, and the cockpit is opened in the
 * browser instead. Fetches the Electron runtime where it is not there yet.
 */
export async function openDesktop(
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
  signal: AbortSignal,
): Promise<OpenDesktop | string> {
  if (process.platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) {
    return 'there is no display for a window';
  }
  if (!(await hasRuntime(signal))) return 'the Electron runtime cannot be fetched';
  if (!(await isBuilt(signal))) return 'the desktop application cannot be built';
  const child = spawn(runtimePath() ?? '', [desktopFolder, ...args], { stdio: 'inherit' });
  signal.addEventListener('abort', () => child.kill());
  const ended = endOf(child);
  const early = await Promise.race([ended, pause(startedAfterMs)]);
  if (early === null || early === 0) return { ended };
  return 'the Electron runtime does not start here';
}

function runtimePath(): string | null {
  const note = join(electronFolder, 'path.txt');
  if (!existsSync(note)) return null;
  const path = join(electronFolder, 'dist', readFileSync(note, 'utf8'));
  return existsSync(path) ? path : null;
}

async function hasRuntime(signal: AbortSignal): Promise<boolean> {
  if (runtimePath() !== null) return true;
  const installer = join(electronFolder, 'install.js');
  if (!existsSync(installer)) return false;
  const code = await endOf(spawnQuietly([installer], fetchMaxMs, signal));
  return code === 0 && runtimePath() !== null;
}

/** Builds the desktop application when anything that it is made from changed. */
async function isBuilt(signal: AbortSignal): Promise<boolean> {
  const stamp = join(desktopFolder, 'sources.txt');
  const sources = hashOfSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return true;
  const script = join(projectRoot, 'scripts', 'build-desktop.ts');
  if ((await endOf(spawnQuietly([script], buildMaxMs, signal))) !== 0) return false;
  writeFileSync(stamp, sources);
  return true;
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = ['core', 'electron', 'resources', 'dist/renderer'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(?:test|testing)\.ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files, join(projectRoot, 'package-lock.json')].sort()) {
    hash.update(`${file.slice(projectRoot.length)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function spawnQuietly(args: readonly string[], maxMs: number, signal: AbortSignal): ChildProcess {
  return spawn(process.execPath, args, { cwd: projectRoot, stdio: 'ignore', timeout: maxMs, signal });
}

/** The exit code; 1 for what could not be started or was ended. */
function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function pause(forMs: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), forMs).unref();
  });
}
