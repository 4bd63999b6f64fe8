import { createInterface } from 'node:readline/promises';
import type { CommandContext } from './command.ts';
import { CommandFailure } from './command-failure.ts';

/** Says what is about to happen and asks. Where nobody can be asked, `--yes` has to be said. */
export async function confirm(context: CommandContext, what: string): Promise<void> {
  const { args, terminal, signal } = context;
  if (args.flag('yes')) return;
  if (terminal.stdin.isTTY !== true || args.flag('json')) {
    throw new CommandFailure({
      code: 'NOT_CONFIRMED',
      message: `Nothing was done. It would ${what}.`,
      where: '--yes',
      fix: 'Say --yes to do it.',
    });
  }
  const prompt = createInterface({ input: terminal.stdin, output: terminal.stderr });
  try {
    const answer = await prompt.question(`This will ${what}. Go on? [y/N] `, { signal });
    if (/^y(?:es)?$/i.test(answer.trim())) return;
  } finally {
    prompt.close();
  }
  throw new CommandFailure({
    code: 'NOT_CONFIRMED',
    message: 'Nothing was done.',
    where: '',
    fix: '',
  });
}
