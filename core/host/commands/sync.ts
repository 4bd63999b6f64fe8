import type * as z from 'zod';
import type { runSyncOutput } from '#core/contract/sync.ts';
import { workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { moneyText } from '../money-text.ts';
import { withWorkspace } from '../with-workspace.ts';
import { printable, tableText } from '../table-text.ts';

export type SyncResult = z.output<typeof runSyncOutput>;

export const syncCommand: Command = {
  name: 'sync',
  summary: 'Pull from every system, decide what follows, send what is approved',
  usage: ['--workspace DIR [--until-idle]'],
  details: `One round reads what changed, decides what must be posted where, and sends what is approved. With --until-idle it
goes on until a round changes nothing. It may be interrupted at any moment; the next run goes on where it stopped.
Ends with 1 when a stream is not complete and with 4 when a vendor left work undone.`,
  options: {
    ...workspaceOptions,
    'until-idle': { help: 'Go on until nothing changes any more and nothing waits for its time.' },
  },
  run,
};

function run(context: CommandContext): Promise<Outcome> {
  context.args.atMost(0);
  return withWorkspace(context, { action: 'sync.run', isDecision: false }, async ({ client }) => {
    const result = await client.sync.run.mutate(
      { untilIdle: context.args.flag('until-idle') },
      { signal: context.signal },
    );
    return {
      exitCode: exitCodeFor(result, context.args.flag('until-idle')),
      document: result,
      text: syncText(result),
    };
  });
}

function exitCodeFor(result: SyncResult, untilIdle: boolean): ExitCode {
  if (result.failures.length > 0 || (untilIdle && !result.isIdle)) return exitCodes.undone;
  return result.completeness.every(({ isComplete }) => isComplete) ? exitCodes.ok : exitCodes.found;
}

function syncText(result: SyncResult): string {
  const { sent } = result;
  const parts = [
    `${result.rounds} ${result.rounds === 1 ? 'round' : 'rounds'}, ${result.isIdle ? 'idle' : 'not idle yet'}; journal at ${result.headSeq.toLocaleString('en-US')}.`,
    `Sent: ${sent.posted} posted, ${sent.rejected} refused by the vendor, ${sent.unknown} unknown, ${sent.deferred} put off, ${sent.returned} back on hold, ${sent.dead} dead.`,
  ];
  if (result.completeness.length > 0) parts.push('', completenessText(result));
  if (result.failures.length > 0) parts.push('', failuresText(result));
  return parts.join('\n');
}

export function completenessText({ completeness }: SyncResult): string {
  const sums = (side: SyncResult['completeness'][number]['source']): string =>
    side.sums.map(moneyText).join(', ');
  return tableText(completeness, [
    { title: 'stream', text: ({ connectionId, stream }) => `${connectionId} ${stream}` },
    { title: 'source', align: 'right', text: ({ source }) => String(source.count) },
    { title: 'journal', align: 'right', text: ({ journal }) => String(journal.count) },
    { title: 'complete', text: ({ isComplete }) => (isComplete ? 'yes' : 'NO') },
    { title: 'sum at the source', text: ({ source }) => sums(source) },
  ]);
}

function failuresText({ failures }: SyncResult): string {
  return [
    'Left undone:',
    ...failures.map(
      ({ connectionId, stream, failure, retryAt }) =>
        `  ${connectionId}${stream === null ? '' : ` ${stream}`}: ${printable(failure.message)} (${failure.code})${retryAt === null ? '' : `; not before ${retryAt}`}`,
    ),
  ].join('\n');
}
