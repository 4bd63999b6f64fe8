import type * as z from 'zod';
import type { releaseCauseOutput } from '#core/contract/exceptions.ts';
import type { retryPostingsOutput } from '#core/contract/postings.ts';
import { workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { confirm } from '../confirmation.ts';
import { exitCodes } from '../exit-codes.ts';
import { totalsText } from '../money-text.ts';
import { withWorkspace } from '../with-workspace.ts';
import { printable } from '../table-text.ts';

export const releaseCommand: Command = {
  name: 'release',
  summary: 'Fix once, release all: decide anew what one root cause held up',
  usage: ['CAUSE --reason TEXT --as PERSON [--yes]', '--posting ID --reason TEXT --as PERSON'],
  details: `CAUSE is a cause key as \`tieout exceptions\` lists it. Count and sum per currency are shown first. What the facts still
hold up stays, with its reason. What a vendor refused for the cause goes back on hold with the same bytes, for a person
to approve again. Ends with 3 when something is still blocked.`,
  options: {
    ...workspaceOptions,
    posting: { value: 'ID', help: 'Put one posting that a vendor refused back on hold.' },
    reason: { value: 'TEXT', help: 'What was fixed.' },
    yes: { help: 'Do not ask; needed where nobody can be asked.' },
  },
  run,
};

function run(context: CommandContext): Promise<Outcome> {
  const posting = context.args.text('posting');
  return posting === undefined ? releaseCause(context) : retry(context, posting);
}

function releaseCause(context: CommandContext): Promise<Outcome> {
  const { args } = context;
  const [causeKey = ''] = args.exactly('the key of a cause');
  const reason = args.required('reason', 'what was fixed');
  return withWorkspace(context, { action: 'exception.resolve', isDecision: true }, async ({ client }) => {
    const preview = await client.exceptions.releaseCause.mutate({ causeKey, reason, confirm: false });
    await confirm(context, `decide anew ${totalsText(preview.totals)}`);
    const released = await client.exceptions.releaseCause.mutate({ causeKey, reason, confirm: true });
    return {
      exitCode: released.stillBlocked.length === 0 ? exitCodes.ok : exitCodes.refused,
      document: released,
      text: releasedText(released),
    };
  });
}

function releasedText({ totals, stillBlocked }: z.output<typeof releaseCauseOutput>): string {
  const lines = [`Released ${totalsText(totals)}.`];
  if (stillBlocked.length > 0) {
    lines.push(`Still blocked, ${stillBlocked.length}:`);
    for (const { subjectId, code, message } of stillBlocked)
      lines.push(`  ${subjectId}: ${printable(message)} (${code})`);
  }
  return lines.join('\n');
}

function retry(context: CommandContext, id: string): Promise<Outcome> {
  context.args.atMost(0);
  const reason = context.args.required('reason', 'what was fixed');
  return withWorkspace(context, { action: 'posting.replay', isDecision: true }, async ({ client }) => {
    const result = await client.postings.retry.mutate({ ids: [id], reason });
    return {
      exitCode: result.refused.length === 0 ? exitCodes.ok : exitCodes.refused,
      document: result,
      text: retriedText(result),
    };
  });
}

function retriedText({ retried, refused }: z.output<typeof retryPostingsOutput>): string {
  return [
    ...retried.map((id) => `${id} is back on hold.`),
    ...refused.map(
      ({ postingId, failure }) => `${postingId}: ${printable(failure.message)} (${failure.code})`,
    ),
  ].join('\n');
}
