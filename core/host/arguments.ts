import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { CommandFailure, usageFailure } from './command-failure.ts';

export interface OptionDefinition {
  /** What the value is, in capitals; absent for a flag. */
  readonly value?: string;
  readonly help: string;
}

export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>;

export const commonOptions = {
  json: { help: 'Print one JSON document on standard output and nothing else there.' },
  verbose: { help: 'Write a log, one JSON object a line, to standard error.' },
  progress: { help: 'Show progress on standard error even where that is no terminal.' },
  help: { help: 'Show this help.' },
} as const satisfies OptionDefinitions;

export const workspaceOptions = {
  workspace: { value: 'DIR', help: 'The workspace; else the variable TIEOUT_WORKSPACE.' },
  keys: {
    value: 'DIR',
    help: 'Private keys and secrets; else TIEOUT_KEYS, else beside the workspace, in DIR.keys.',
  },
  as: { value: 'PERSON', help: 'Who acts; else TIEOUT_AS. Takes the private key of that person.' },
} as const satisfies OptionDefinitions;

/** The arguments of a command, read and checked one by one. */
export class Arguments {
  readonly positionals: readonly string[];
  readonly #values: Readonly<Record<string, string | boolean | undefined>>;
  readonly #workingFolder: string;

  constructor(
    values: Readonly<Record<string, string | boolean | undefined>>,
    positionals: readonly string[],
    workingFolder: string,
  ) {
    this.#values = values;
    this.positionals = positionals;
    this.#workingFolder = workingFolder;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    if (typeof value !== 'string') return undefined;
    if (value.trim() === '') throw usageFailure(`--${name} is empty.`, `--${name}`, 'Give it a value.');
    return value;
  }

  required(name: string, what: string): string {
    const value = this.text(name);
    if (value !== undefined) return value;
    throw usageFailure(`--${name} is missing.`, `--${name}`, `Give ${what}.`);
  }

  /** A path, made absolute from where the command was started. */
  path(name: string): string | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : resolve(this.#workingFolder, value);
  }

  integer(name: string, range: { readonly min: number; readonly max: number }): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= range.min && number <= range.max) return number;
    throw usageFailure(
      `--${name} is "${value}".`,
      `--${name}`,
      `Give a whole number from ${range.min} to ${range.max}.`,
    );
  }

  /** Exactly these positionals, each with a name for the message. */
  exactly(...names: readonly string[]): readonly string[] {
    const missing = names[this.positionals.length];
    if (missing !== undefined)
      throw usageFailure(`${missing} is missing.`, missing, `Give ${names.join(' and ')}.`);
    this.atMost(names.length);
    return this.positionals;
  }

  atMost(count: number): void {
    const extra = this.positionals[count];
    if (extra === undefined) return;
    throw usageFailure(`"${extra}" is not expected here.`, extra, 'Leave it out; see --help.');
  }
}

/** Reads the arguments after the command's name. Unknown options and missing values are refused, not guessed. */
export function readArguments(
  args: readonly string[],
  definitions: OptionDefinitions,
  workingFolder: string,
): Arguments {
  const options = Object.fromEntries(
    Object.entries(definitions).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    const { values, positionals, tokens } = parseArgs({
      args: args.map((arg) => (arg === '-h' ? '--help' : arg)),
      options,
      allowPositionals: true,
      tokens: true,
    });
    const seen = new Set<string>();
    for (const token of tokens) {
      if (token.kind !== 'option') continue;
      if (seen.has(token.name)) {
        throw usageFailure(`${token.rawName} is given twice.`, token.rawName, 'Give it once.');
      }
      seen.add(token.name);
    }
    return new Arguments(values, positionals, workingFolder);
  } catch (cause) {
    if (cause instanceof CommandFailure || !isParseError(cause)) throw cause;
    const option = /'(-[^ '<]+)/.exec(cause.message)?.[1] ?? 'arguments';
    throw usageFailure(cause.message.split('. ')[0] ?? cause.message, option, 'See --help for the options.');
  }
}

function isParseError(cause: unknown): cause is Error & { readonly code: string } {
  return (
    cause instanceof TypeError && String((cause as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
  );
}
