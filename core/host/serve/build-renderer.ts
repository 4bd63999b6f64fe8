import { spawn } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandFailure } from '../command-failure.ts';
import { hashOfSources, readRendererList } from './renderer-list.ts';

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));

export const rendererFolder = join(projectRoot, 'dist', 'renderer');

/** How much of what a failed build says is shown, in characters. */
const outputMax = 4_000;

/** Builds the interface when what it is made from is not what it was made from last time. Says so through `say`. */
export async function ensureRenderer(say: (text: string) => void): Promise<void> {
  const sources = hashOfSources();
  const built = readRendererList(rendererFolder);
  if (built?.sources === sources) return;
  say(built ? 'The interface changed; building it …' : 'Building the interface …');
  const part = `${rendererFolder}.${process.pid}`;
  try {
    const output = await runBuild(part);
    if (output !== null) throw buildFailed(output);
    replaceFolder(part, rendererFolder);
  } catch (cause) {
    if (!(cause instanceof CommandFailure) || built === null) throw cause;
    // An interface that works is better than none; which one it is, is said.
    say(`${cause.failures[0]?.message ?? ''}\nServing the interface as it was built before.`);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** Two starts at once both end with a whole build in place. */
function replaceFolder(part: string, folder: string): void {
  const old = `${part}.old`;
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(part, folder);
  rmSync(old, { recursive: true, force: true });
}

/** What the build said where it failed, or null. */
function runBuild(outDir: string): Promise<string | null> {
  const vite = join(projectRoot, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--logLevel', 'warn', '--outDir', outDir, '--emptyOutDir'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      // Whoever starts it, a test runner too, gets the interface that is shipped, not one that checks itself at every step.
      env: { ...process.env, NO_COLOR: '1', NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      const said = Buffer.concat(chunks).toString('utf8').trim().slice(0, outputMax);
      resolve(code === 0 ? null : said);
    });
  });
}

function buildFailed(output: string): CommandFailure {
  return new CommandFailure({
    code: 'INTERFACE_NOT_BUILT',
    message: `The interface could not be built.\n${output}`,
    where: 'renderer',
    fix: 'Correct what the build names.',
  });
}
