import type * as z from 'zod';
import type { statusOutput } from '#core/contract/sync.ts';
import { workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { moneyText } from '../money-text.ts';
import { withWorkspace } from '../with-workspace.ts';
import { printable, tableText } from '../table-text.ts';

type Status = z.output<typeof statusOutput>;

export const statusCommand: Command = {
  name: 'status',
  summary: 'Where the workspace stands: connections, streams, postings, exceptions, phases',
  usage: ['--workspace DIR'],
  details: `Asks no vendor; every figure is as of the last run.`,
  options: workspaceOptions,
  run: (context: CommandContext): Promise<Outcome> => {
    context.args.atMost(0);
    return withWorkspace(context, { action: 'workspace.read', isDecision: false }, async ({ client }) => {
      const status = await client.sync.status.query();
      return { exitCode: exitCodes.ok, document: status, text: statusText(status) };
    });
  },
};

function statusText(status: Status): string {
  const { name, workspaceId, asOf, headSeq, headHash, exceptionsOpen, pendingDecisions } = status;
  return [
    `${printable(name)} (${workspaceId}), as of ${asOf}`,
    `Journal: ${headSeq.toLocaleString('en-US')} events, head ${headHash}`,
    `Exceptions open: ${exceptionsOpen}. To be decided: ${pendingDecisions}.`,
    '',
    tableText(status.connections, [
      { title: 'connection', text: ({ id }) => id },
      { title: 'vendor', text: ({ vendor, apiVersion }) => `${vendor} ${apiVersion}` },
      { title: 'account', text: ({ accountId }) => accountId ?? 'not bound yet' },
      { title: 'environment', text: ({ environment }) => environment },
      { title: 'streams', align: 'right', text: caughtUp },
      { title: 'trouble', text: troubleOf, max: 100 },
    ]),
    '',
    postingsText(status),
    '',
    tableText(status.flows, [
      { title: 'flow', text: ({ flow }) => flow },
      { title: 'phase', text: ({ phase }) => phase },
    ]),
    ...incompleteLines(status),
  ].join('\n');
}

function caughtUp({ streams }: Status['connections'][number]): string {
  return `${streams.filter(({ isCaughtUp }) => isCaughtUp).length} of ${streams.length} caught up`;
}

function troubleOf({ streams }: Status['connections'][number]): string {
  const failed = streams.find(({ failure }) => failure !== null);
  return failed?.failure ? `${failed.name}: ${failed.failure.message} (${failed.failure.code})` : '';
}

function postingsText({ postings }: Status): string {
  if (postings.length === 0) return 'No postings yet.';
  return tableText(postings, [
    { title: 'postings', text: ({ state }) => state },
    { title: 'flow', text: ({ flow }) => flow },
    { title: 'count', align: 'right', text: ({ count }) => String(count) },
    { title: 'sum', align: 'right', text: ({ sum }) => moneyText(sum) },
  ]);
}

function incompleteLines({ completeness }: Status): string[] {
  if (completeness.length === 0) return [];
  const incomplete = completeness.filter(({ isComplete }) => !isComplete);
  if (incomplete.length === 0)
    return ['', `Complete against the sources: all ${completeness.length} streams.`];
  return ['', ...incomplete.map(({ connectionId, stream }) => `NOT complete: ${connectionId} ${stream}`)];
}
