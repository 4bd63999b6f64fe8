// @ts-check
// Brings node_modules in line with the lock file, with nothing but what any Node from 20 on has. Everything it says goes to
// stderr: the standard output belongs to the command that is started afterwards.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withInstallLock } from './install-lock.mjs';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));
const modulesPath = join(projectRoot, 'node_modules');
const stampPath = join(modulesPath, '.tieout-installed');

/** The Node that the project is pinned to, whatever Node started this. */
export const pinnedNode = join(
  modulesPath,
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** An install that cannot be done: `message` says what failed, `fix` what to do. */
export class InstallError extends Error {
  /** @param {string} message @param {string} fix */
  constructor(message, fix) {
    super(message);
    this.fix = fix;
  }
}

/**
 * Installs what is missing; does and prints nothing when the lock file is the one last installed.
 * @returns {Promise<void>} rejects with InstallError when packages cannot be installed
 */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await withInstallLock(join(projectRoot, '.install-lock'), say, async (holdToo) => {
    if (isInstalled()) return;
    if (matchesLock()) {
      writeFileSync(stampPath, installKey());
      return;
    }
    await install(holdToo);
  });
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`tieout: ${text}\n`);
}

function isInstalled() {
  return existsSync(pinnedNode) && existsSync(stampPath) && readFileSync(stampPath, 'utf8') === installKey();
}

/** What an install depends on. The Node that runs this is not part of it: inside npm scripts that is the pinned one. */
function installKey() {
  const lock = readFileSync(join(projectRoot, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${hash} ${process.platform} ${process.arch}\n`;
}

/** Packages as the lock file has them, without this project itself. @param {string} path */
function lockedPackages(path) {
  /** @type {{ packages: Record<string, { version: string, integrity?: string, optional?: boolean }> }} */
  const { packages } = JSON.parse(readFileSync(path, 'utf8'));
  delete packages[''];
  return packages;
}

/** True when npm itself recorded an install equal to the lock file, as after a developer's `npm install <package>`. */
function matchesLock() {
  const recordPath = join(modulesPath, '.package-lock.json');
  if (!existsSync(recordPath) || !existsSync(pinnedNode)) return false;
  const wanted = lockedPackages(join(projectRoot, 'package-lock.json'));
  const found = lockedPackages(recordPath);
  for (const [path, entry] of Object.entries(wanted)) {
    const there = found[path];
    if (there === undefined && entry.optional === true) continue;
    if (there?.version !== entry.version || there.integrity !== entry.integrity) return false;
  }
  return Object.keys(found).every((path) => path in wanted);
}

/** @param {(pid: number) => void} holdToo @returns {Promise<void>} */
async function install(holdToo) {
  const startedAtMs = performance.now();
  say(`${whyInstall()}: installing packages with npm ci …`);
  rmSync(stampPath, { force: true });
  await npm(holdToo, ['ci', '--no-audit', '--no-fund', '--engine-strict=false', '--loglevel=error']);
  if (!existsSync(pinnedNode)) {
    say('install scripts are switched off on this machine; running the one that fetches the pinned Node …');
    await npm(holdToo, ['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error']);
  }
  if (!existsSync(pinnedNode)) {
    throw new InstallError(
      `the pinned Node is missing after the install (${pinnedNode})`,
      'check that npm may run install scripts (npm config get ignore-scripts), delete node_modules and start again',
    );
  }
  mkdirSync(modulesPath, { recursive: true });
  writeFileSync(stampPath, installKey());
  say(`installed in ${((performance.now() - startedAtMs) / 1000).toFixed(0)} s`);
}

function whyInstall() {
  if (!existsSync(modulesPath)) return 'first start';
  return existsSync(stampPath) ? 'the lock file changed' : 'the last install is not complete';
}

/**
 * Runs npm with its output on stderr; a signal to this process ends npm first.
 * @param {(pid: number) => void} holdToo
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function npm(holdToo, args) {
  const { command, leadingArgs } = npmCommand();
  return new Promise((done, failed) => {
    const child = spawn(command, [...leadingArgs, ...args], {
      cwd: projectRoot,
      env: environmentOutsideModules(),
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32' && leadingArgs.length === 0,
    });
    if (child.pid !== undefined) holdToo(child.pid);
    const hand = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, hand);
    child.on('error', (error) => {
      failed(
        new InstallError(
          `npm could not be started: ${error.message}`,
          'install Node 20 or later with npm, and see that npm is on PATH',
        ),
      );
    });
    child.on('close', (code, signal) => {
      for (const one of SIGNALS) process.removeListener(one, hand);
      if (code === 0) done();
      else failed(new InstallError(`npm ${args[0]} failed (${signal ?? `exit code ${code}`})`, NPM_FIX));
    });
  });
}

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

const NPM_FIX =
  'npm said why above; most often the package registry cannot be reached: check the network or the registry setting ' +
  '(npm config get registry) and start again';

/**
 * The npm that started this, else the one on PATH: running it by file avoids a Node that npm ci is about to delete.
 * @returns {{ command: string, leadingArgs: string[] }}
 */
function npmCommand() {
  const { npm_execpath: script = '', npm_node_execpath: node = '' } = process.env;
  const usable = script.endsWith('npm-cli.js') && existsSync(node) && !isInModules(node);
  return usable ? { command: node, leadingArgs: [script] } : { command: 'npm', leadingArgs: [] };
}

/** @param {string} path */
function isInModules(path) {
  return resolve(path).startsWith(modulesPath);
}

/** npm puts node_modules/.bin first on PATH; the install replaces that folder, so it must not find its Node there. */
function environmentOutsideModules() {
  const env = { ...process.env };
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const parts = (env[name] ?? '').split(delimiter);
  env[name] = parts.filter((part) => part !== '' && !isInModules(part)).join(delimiter);
  return env;
}
