// `npm start`: the cockpit on the sample company, in a window of its own where that is possible, else in the browser.
import process from 'node:process';
import { runCommandLine } from './command-line.ts';
import { openDesktop } from './open-desktop.ts';
import { ensureRenderer } from './serve/build-renderer.ts';
import { watchSignals } from './signals.ts';

const args = process.argv.slice(2);
const say = (text: string): void => void process.stderr.write(`tieout: ${text}\n`);

/** The exit code of the desktop application, or null where there is none. */
async function desktop(): Promise<number | null> {
  // Whoever says how to serve wants the browser.
  if (args.length > 0) return null;
  const signals = watchSignals(true);
  try {
    await ensureRenderer(say);
    const opened = await openDesktop(process.env, [], signals.signal);
    if (typeof opened !== 'string') return await opened.ended;
    say(`no desktop window, ${opened}: opening the same cockpit in the browser.`);
    return signals.signal.aborted ? 130 : null;
  } finally {
    signals.stop();
  }
}

process.exitCode =
  (await desktop()) ??
  (await runCommandLine(['serve', '--sample', '--progress', ...args], {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    workingFolder: process.cwd(),
  }));
