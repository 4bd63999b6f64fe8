// `npm start`: the sample company's month at the terminal, from empty books to a tied-out period with a report.
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { CommandFailure, errorText } from './command-failure.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { Progress } from './progress.ts';
import { makeSampleWorkspace, playSampleMonth } from './sample-month.ts';
import { sampleMonthText } from './sample-month-text.ts';
import { startSandboxProcess } from './sandbox-process.ts';
import { watchSignals } from './signals.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

async function start(signal: AbortSignal): Promise<ExitCode> {
  const folder = join(projectRoot, '.tieout', 'sample');
  const places = { folder, keys: `${folder}.keys`, secrets: join(`${folder}.keys`, 'secrets') };
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  say('Starting Salesforce, Stripe and NetSuite with the sample company …');
  const sandbox = await startSandboxProcess();
  try {
    await makeSampleWorkspace(sandbox.access, places);
    const period = sandbox.access.sample.months.at(-1) ?? '';
    say(`Playing ${period} in ${folder}: pull, decide, approve, post, reconcile …\n`);
    const month = await playSampleMonth(places, period, new Progress(process.stderr, false), signal);
    say(sampleMonthText(month));
    say(
      `\nLook further with \`npm run -s tieout -- exceptions --workspace ${folder}\`, or any other command.`,
    );
    const isSound = month.verified.isSound && month.isStable && month.first.failures.length === 0;
    return isSound ? exitCodes.ok : exitCodes.found;
  } finally {
    await sandbox.stop();
  }
}

const signals = watchSignals(true);
try {
  process.exitCode = await start(signals.signal);
} catch (cause) {
  if (signals.signal.aborted) {
    process.stderr.write('\ntieout: interrupted; nothing is half-done.\n');
    process.exitCode = exitCodes.interrupted;
  } else if (cause instanceof CommandFailure) {
    process.stderr.write(`${errorText(cause.failures)}\n`);
    process.exitCode = cause.exitCode;
  } else throw cause;
} finally {
  signals.stop();
}
