import type * as z from 'zod';
import type { verifyOutput } from '#core/contract/journal.ts';
import { workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { verifySealed } from '../verify-sealed.ts';
import { withWorkspace } from '../with-workspace.ts';

export type Verified = z.output<typeof verifyOutput>;

export const verifyCommand: Command = {
  name: 'verify',
  summary:
    "Prove the journal: its chain, every projection rebuilt and compared, the database's integrity, the anchor; or a sealed pack",
  usage: ['--workspace DIR', '--pack FILE [--fingerprint TEXT]'],
  details: `Changes nothing. Names the first bad record. Ends with 1 when anything does not agree.

A sealed pack is proved over its bytes first, before anything in it is read: signature, length, every 64 KiB; the place that was
altered is named. Then its database and its journal are proved like a workspace's. It takes no network, no workspace and no key.`,
  options: {
    ...workspaceOptions,
    pack: { value: 'FILE', help: 'Prove this sealed pack instead of a workspace.' },
    fingerprint: { value: 'TEXT', help: "Of a pack: what the fingerprint of the signer's key must be." },
  },
  hearsSignals: false,
  run: (context: CommandContext): Promise<Outcome> => {
    context.args.atMost(0);
    const pack = context.args.path('pack');
    if (pack !== undefined) return verifySealed(context, pack);
    return withWorkspace(context, { action: 'journal.verify', isDecision: false }, async ({ client }) => {
      const report = await client.journal.verify.mutate();
      const exitCode = report.isSound ? exitCodes.ok : exitCodes.found;
      return { exitCode, document: report, text: verifyText(report) };
    });
  },
};

export function verifyText({ events, headHash, anchoredSeq, problems }: Verified): string {
  const anchor =
    anchoredSeq === null ? 'no anchor yet' : `anchored at ${anchoredSeq.toLocaleString('en-US')}`;
  const head = `${events.toLocaleString('en-US')} events, head ${headHash}, ${anchor}`;
  if (problems.length === 0) return `The journal is sound: ${head}.`;
  return [
    `The journal does NOT verify: ${head}.`,
    ...problems.flatMap(({ code, message, where, fix }) => [
      `  ${where ?? ''}: ${message} (${code})`,
      ...(fix === undefined ? [] : [`    fix: ${fix}`]),
    ]),
  ].join('\n');
}
