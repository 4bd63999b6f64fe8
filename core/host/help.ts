import { commonOptions, type OptionDefinition, type OptionDefinitions } from './arguments.ts';
import type { Command, Outcome } from './command.ts';
import { exitCodeMeanings, exitCodes } from './exit-codes.ts';

const exitCodeLines = exitCodeMeanings.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`);

export function overallHelp(commands: readonly Command[]): Outcome {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = [
    'tieout — finance operations of a subscription business: pull, decide, post once, tie out',
    '',
    'usage: tieout <command> [options]        tieout <command> --help',
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Options of every command:',
    ...optionLines(commonOptions),
    '',
    'Exit codes:',
    ...exitCodeLines,
    '',
    'A first month, with the sample company:',
    '  tieout sandbox --write access.json &',
    '  tieout init --workspace month --sample access.json',
    '  tieout sync --workspace month --until-idle',
    '  tieout approve --workspace month --list',
    '  tieout approve --workspace month --all --as maria --yes',
    '  tieout sync --workspace month --until-idle',
    '  tieout reconcile --workspace month --period 2026-09',
  ];
  return {
    exitCode: exitCodes.ok,
    document: {
      commands: commands.map(documentOf),
      exitCodes: exitCodeMeanings.map(([code, meaning]) => ({ code, meaning })),
    },
    text: lines.join('\n'),
  };
}

export function commandHelp(command: Command): Outcome {
  const lines = [
    `tieout ${command.name} — ${command.summary}`,
    '',
    ...command.usage.map((form, at) =>
      `${at === 0 ? 'usage:' : '      '} tieout ${command.name} ${form}`.trimEnd(),
    ),
    '',
    command.details.trim(),
    '',
    'Options:',
    ...optionLines({ ...command.options, ...commonOptions }),
    '',
    'Exit codes:',
    ...exitCodeLines,
  ];
  return { exitCode: exitCodes.ok, document: documentOf(command), text: lines.join('\n') };
}

function documentOf({ name, summary, usage, details, options }: Command): object {
  return {
    name,
    summary,
    usage: usage.map((form) => `tieout ${name} ${form}`.trimEnd()),
    details: details.trim(),
    options: Object.entries<OptionDefinition>({ ...options, ...commonOptions }).map(
      ([option, { value, help }]) => ({
        name: `--${option}`,
        value: value ?? null,
        help,
      }),
    ),
  };
}

function optionLines(options: OptionDefinitions): string[] {
  const named = Object.entries(options).map(([name, { value, help }]) => ({
    left: value === undefined ? `--${name}` : `--${name} ${value}`,
    help,
  }));
  const width = Math.max(...named.map(({ left }) => left.length));
  return named.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`);
}
