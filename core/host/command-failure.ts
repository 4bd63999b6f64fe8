import type { Failure } from '../base/result.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';
import { printable } from './table-text.ts';

/** Ends a command with an expected failure: printed with its fix, or as the one JSON document. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly failures: readonly Failure[];

  constructor(...failures: readonly Failure[]) {
    super(failures[0]?.message ?? '');
    this.failures = failures;
  }

  get exitCode(): ExitCode {
    return exitCodeOf(this.failures[0]?.code ?? '');
  }
}

export function usageFailure(message: string, where: string, fix: string): CommandFailure {
  return new CommandFailure({ code: 'USAGE', message, where, fix });
}

/** How a failure goes into the JSON document: every member there, or null. */
export function errorDocument(failures: readonly Failure[]): object {
  const [first, ...others] = failures.map(({ code, message, where, fix }) => ({
    code,
    message,
    where: where ?? null,
    fix: fix ?? null,
  }));
  return others.length === 0 ? { error: first } : { error: { ...first, others } };
}

/** How people read it. What it quotes of files and arguments is shown, not obeyed by the terminal. */
export function errorText(failures: readonly Failure[]): string {
  return failures
    .map(({ code, message, where, fix }) => {
      const lines = [`tieout: ${printable(message)} (${code})`];
      if (where !== undefined && where !== '') lines.push(`  where: ${printable(where)}`);
      if (fix !== undefined && fix !== '') lines.push(`  fix:   ${printable(fix)}`);
      return lines.join('\n');
    })
    .join('\n');
}
