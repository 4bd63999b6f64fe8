import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Arguments, workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { placesOf, type WorkspacePlaces } from '../workspace-places.ts';

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));
const { as: _as, ...placeOptions } = workspaceOptions;

export const sampleMonthCommand: Command = {
  name: 'sample-month',
  summary:
    "Play the sample company's month at the terminal, from empty books to a tied-out period with a report",
  usage: ['[--workspace DIR]'],
  details: `Starts the simulated organisations, makes a workspace on them, pulls, approves everything as the second person, posts,
reconciles and verifies. Ends with 1 when anything is not as it should be: the planted breaks are. The workspace stays
for looking at; the organisations end with the command.`,
  options: placeOptions,
  run,
};

async function run(context: CommandContext): Promise<Outcome> {
  const { args, terminal, progress, signal } = context;
  args.atMost(0);
  const { makeSampleWorkspace, playSampleMonth } = await import('../sample-month.ts');
  const { sampleMonthText } = await import('../sample-month-text.ts');
  const { startSandboxProcess } = await import('../sandbox-process.ts');
  const places = placesFor(args, context);
  const say = (text: string): void => void terminal.stderr.write(`tieout: ${text}\n`);
  say('starting Salesforce, Stripe and NetSuite with the sample company …');
  const sandbox = await startSandboxProcess();
  try {
    await makeSampleWorkspace(sandbox.access, places);
    const period = sandbox.access.sample.months.at(-1) ?? '';
    say(`playing ${period} in ${places.folder}: pull, decide, approve, post, reconcile …`);
    const month = await playSampleMonth(places, period, progress, signal);
    const isSound = month.verified.isSound && month.isStable && month.first.failures.length === 0;
    return {
      exitCode: isSound ? exitCodes.ok : exitCodes.found,
      document: month,
      text: sampleMonthText(month),
    };
  } finally {
    await sandbox.stop();
  }
}

function placesFor(args: Arguments, { terminal }: CommandContext): WorkspacePlaces {
  if (args.text('workspace') !== undefined) return placesOf(args, terminal);
  const folder = join(projectRoot, '.tieout', 'month');
  return { folder, keys: `${folder}.keys`, secrets: join(`${folder}.keys`, 'secrets') };
}
