import type { Arguments, OptionDefinitions } from './arguments.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** What a command says when it is done: one JSON document, or text made of the same facts. */
export interface Outcome {
  readonly exitCode: ExitCode;
  readonly document: object;
  readonly text: string;
}

export interface CommandContext {
  readonly args: Arguments;
  readonly terminal: Terminal;
  readonly progress: Progress;
  /** Aborted on Ctrl-C or when the process is asked to end. */
  readonly signal: AbortSignal;
  /** Prints before the command ends; the outcome is then not printed any more. */
  readonly announce: (document: object, text: string) => void;
  /** The same with a document that lies in a file, however large. */
  readonly announceFile: (path: string) => Promise<void>;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** One line per form, without `tieout <name>`. */
  readonly usage: readonly string[];
  readonly details: string;
  readonly options: OptionDefinitions;
  /** False where the work cannot hear a signal: the system ends the process then, which harms nothing. */
  readonly hearsSignals?: boolean;
  run(context: CommandContext): Promise<Outcome>;
}
