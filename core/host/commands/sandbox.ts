import { chmodSync, writeFileSync } from 'node:fs';
import type { RunningSandbox, SandboxAccess, SandboxOptions } from '#core/sandbox/start-sandbox.ts';
import type { Arguments } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { CommandFailure } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { createSystemClock } from '../system-clock.ts';

const portsOf = ['salesforce', 'stripe', 'netsuite', 'control'] as const;

export const sandboxCommand: Command = {
  name: 'sandbox',
  summary: 'Start the simulated Salesforce, Stripe and NetSuite organisations with the sample company',
  usage: ['[--seed TEXT] [--months N] [--invoices N] [--ports PORT] [--write FILE]'],
  details: `Prints base URLs, credentials and the control URL as one JSON document, then runs until it is interrupted.
The organisations are what a vendor would be: they forget nothing that they committed while this command runs, and
everything when it ends.`,
  options: {
    seed: { value: 'TEXT', help: 'The same seed gives the same company. Default 1.' },
    months: { value: 'N', help: 'How many months, ending with the one being closed. Default 1.' },
    invoices: { value: 'N', help: 'Billing invoices a month, up to 100,000. Default about 120.' },
    ports: {
      value: 'PORT',
      help: 'First of four ports: Salesforce, Stripe, NetSuite, control. Default: free ones.',
    },
    write: { value: 'FILE', help: 'Also write the document to a file that only you can read.' },
    attached: { help: 'Also stop when standard input ends.' },
  },
  run,
};

async function run(context: CommandContext): Promise<Outcome> {
  const { args, signal, terminal } = context;
  args.atMost(0);
  const path = args.path('write');
  const sandbox = await started(optionsOf(args));
  try {
    if (path !== undefined) writeAccess(path, sandbox.access);
    const text = JSON.stringify(sandbox.access, null, 2);
    context.announce(sandbox.access, text);
    await stopped(signal, args.flag('attached') ? terminal.stdin : null);
  } finally {
    await sandbox.close();
  }
  return { exitCode: exitCodes.ok, document: {}, text: '' };
}

function optionsOf(args: Arguments): SandboxOptions {
  const months = args.integer('months', { min: 1, max: 36 });
  const invoices = args.integer('invoices', { min: 20, max: 100_000 });
  const firstPort = args.integer('ports', { min: 1_024, max: 65_532 });
  return {
    seed: args.text('seed') ?? '1',
    clock: createSystemClock(),
    ...(months === undefined ? {} : { months }),
    ...(invoices === undefined ? {} : { size: { invoices } }),
    ...(firstPort === undefined
      ? {}
      : { ports: Object.fromEntries(portsOf.map((name, at) => [name, firstPort + at])) }),
  };
}

async function started(options: SandboxOptions): Promise<RunningSandbox> {
  const { startSandbox } = await import('#core/sandbox/start-sandbox.ts');
  try {
    return await startSandbox(options);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new CommandFailure({
      code: 'PORT_IN_USE',
      message: `A port is taken: ${(cause as Error).message}.`,
      where: '--ports',
      fix: 'Leave --ports out, or give another first port.',
    });
  }
}

function writeAccess(path: string, access: SandboxAccess): void {
  try {
    writeFileSync(path, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
    chmodSync(path, 0o600);
  } catch (cause) {
    throw new CommandFailure({
      code: 'OUTPUT_UNWRITABLE',
      message: `The file cannot be written: ${(cause as Error).message}`,
      where: path,
      fix: 'Check the folder and its permissions.',
    });
  }
}

function stopped(signal: AbortSignal, stdin: NodeJS.ReadableStream | null): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
    if (stdin) {
      stdin.on('end', () => resolve());
      stdin.resume();
    }
  });
}
