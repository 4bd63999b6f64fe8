// @ts-check
// node scripts/bootstrap.mjs <script> [arguments]: installs what is missing, then runs the script under the pinned Node with
// the arguments, the standard streams and the exit code passed through. Runs on any Node from 20 on, with no packages.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, InstallError, pinnedNode, projectRoot } from './install.mjs';

const EXIT_CANNOT_INSTALL = 69;
const OLDEST_NODE_MAJOR = 20;

/**
 * Installs what is missing, runs `script` (a path inside the project) under the pinned Node and ends this process as it ended.
 * @param {string} script
 * @param {readonly string[]} args
 */
export async function start(script, args) {
  try {
    assertNodeIsRecent();
    await ensureInstalled();
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    process.stderr.write(`tieout: cannot start: ${error.message}\ntieout: fix: ${error.fix}\n`);
    process.exitCode = EXIT_CANNOT_INSTALL;
    return;
  }
  await runPinned(join(projectRoot, script), args);
}

function assertNodeIsRecent() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= OLDEST_NODE_MAJOR) return;
  throw new InstallError(
    `this is Node ${process.versions.node}`,
    `install Node ${OLDEST_NODE_MAJOR} or later`,
  );
}

/** @param {string} script @param {readonly string[]} args @returns {Promise<void>} */
function runPinned(script, args) {
  const bin = join(projectRoot, 'node_modules', '.bin');
  const child = spawn(pinnedNode, [script, ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  // At a terminal Ctrl-C reaches the whole group by itself; sent to this process alone, a signal has to be handed on.
  const handOn = (/** @type {NodeJS.Signals} */ signal) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, handOn);
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => {
      process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
      done();
    });
  });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [script, ...args] = process.argv.slice(2);
  if (script === undefined) {
    process.stderr.write('usage: node scripts/bootstrap.mjs <script> [arguments]\n');
    process.exitCode = 64;
  } else {
    await start(script, args);
  }
}
