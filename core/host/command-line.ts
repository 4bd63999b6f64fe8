import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Failure } from '../base/result.ts';
import { answeredError } from './answered-error.ts';
import { type Arguments, commonOptions, readArguments } from './arguments.ts';
import type { Command, CommandContext, Outcome } from './command.ts';
import { CommandFailure, errorDocument, errorText, usageFailure } from './command-failure.ts';
import { commands } from './commands/all.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { commandHelp, overallHelp } from './help.ts';
import { Progress } from './progress.ts';
import { watchSignals } from './signals.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command and says how it ended. It never ends the process and prints at most one JSON document. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const isJson = args.includes('--json');
  const printer = new Printer(terminal, isJson);
  try {
    const outcome = await dispatch(args, terminal, printer);
    printer.print(outcome.document, outcome.text);
    return outcome.exitCode;
  } catch (cause) {
    const { failures, exitCode } = explain(cause, terminal, args.includes('--verbose'));
    if (isJson) printer.print(errorDocument(failures), '');
    else terminal.stderr.write(`${errorText(failures)}\n`);
    return exitCode;
  }
}

async function dispatch(args: readonly string[], terminal: Terminal, printer: Printer): Promise<Outcome> {
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  const name = at === -1 ? undefined : args[at];
  if (name === undefined || name === 'help') return overall(args, terminal);
  const command = commands.find((one) => one.name === name);
  if (!command) {
    throw usageFailure(
      `"${name}" is not a command.`,
      name,
      `Use one of ${commands.map((one) => one.name).join(', ')}, help.`,
    );
  }
  const rest = args.filter((_, index) => index !== at);
  // Whoever asks for help gets it, whatever else the line says.
  if (rest.includes('--help') || rest.includes('-h')) return commandHelp(command);
  const parsed = readArguments(rest, { ...commonOptions, ...command.options }, terminal.workingFolder);
  return run(command, parsed, terminal, printer);
}

function overall(args: readonly string[], terminal: Terminal): Outcome {
  const parsed = readArguments(args, commonOptions, terminal.workingFolder);
  const [first, topic] = parsed.positionals;
  const hasTopic = first === 'help' && topic !== undefined;
  if (!hasTopic) {
    if (first === undefined && !parsed.flag('help')) {
      throw usageFailure('No command is named.', 'arguments', 'See `tieout --help`.');
    }
    return overallHelp(commands);
  }
  const command = commands.find(({ name }) => name === topic);
  if (command) return commandHelp(command);
  throw usageFailure(`"${topic}" is not a command.`, topic, 'See `tieout --help`.');
}

async function run(
  command: Command,
  args: Arguments,
  terminal: Terminal,
  printer: Printer,
): Promise<Outcome> {
  const signals = watchSignals(command.hearsSignals ?? true);
  const context: CommandContext = {
    args,
    terminal,
    progress: new Progress(terminal.stderr, args.flag('progress')),
    signal: signals.signal,
    announce: (document, text) => printer.print(document, text),
    announceFile: (path) => printer.printFile(path),
  };
  try {
    return await command.run(context);
  } catch (cause) {
    if (signals.signal.aborted) throw new CommandFailure(interrupted);
    throw cause;
  } finally {
    signals.stop();
  }
}

const interrupted: Failure = {
  code: 'INTERRUPTED',
  message: 'Interrupted. What was done until then is kept, and nothing is half-done.',
  fix: 'Run the same command again; it goes on where it stopped.',
};

interface Explained {
  readonly failures: readonly Failure[];
  readonly exitCode: ExitCode;
}

function explain(cause: unknown, terminal: Terminal, isVerbose: boolean): Explained {
  if (cause instanceof CommandFailure) return { failures: cause.failures, exitCode: cause.exitCode };
  const answered = answeredError(cause);
  if (answered) {
    const { code, message, where, fix, reference } = answered;
    const place = reference === undefined ? where : `reference ${reference}`;
    return {
      failures: [
        {
          code,
          message,
          ...(place === undefined ? {} : { where: place }),
          ...(fix === undefined ? {} : { fix }),
        },
      ],
      exitCode: exitCodeOf(code),
    };
  }
  if (isVerbose && cause instanceof Error) terminal.stderr.write(`${cause.stack ?? cause.message}\n`);
  return {
    failures: [
      {
        code: 'INTERNAL',
        message: `Something broke inside Tieout: ${cause instanceof Error ? cause.message : String(cause)}`,
        fix: 'Run it again with --verbose and report what it says.',
      },
    ],
    exitCode: exitCodes.internal,
  };
}

/** Prints once: what was announced early is not printed again at the end. */
class Printer {
  readonly #terminal: Terminal;
  readonly #isJson: boolean;
  #isDone = false;

  constructor(terminal: Terminal, isJson: boolean) {
    this.#terminal = terminal;
    this.#isJson = isJson;
  }

  print(document: object, text: string): void {
    if (this.#isDone) return;
    this.#isDone = true;
    const shown = this.#isJson ? JSON.stringify(document) : text;
    if (shown !== '') this.#terminal.stdout.write(`${shown}\n`);
  }

  async printFile(path: string): Promise<void> {
    if (this.#isDone) return;
    this.#isDone = true;
    await pipeline(createReadStream(path), this.#terminal.stdout, { end: false });
  }
}
