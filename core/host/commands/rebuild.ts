import { workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { withWorkspace } from '../with-workspace.ts';

export const rebuildCommand: Command = {
  name: 'rebuild',
  summary: 'Empty every projection and fill it again from the journal',
  usage: ['--workspace DIR'],
  details: `One transaction: interrupted, everything is as before. The journal itself is never changed.`,
  options: workspaceOptions,
  hearsSignals: false,
  run: (context: CommandContext): Promise<Outcome> => {
    context.args.atMost(0);
    return withWorkspace(context, { action: 'journal.rebuild', isDecision: false }, async ({ client }) => {
      const rebuilt = await client.journal.rebuild.mutate();
      const text = `Rebuilt from ${rebuilt.events.toLocaleString('en-US')} events.`;
      return { exitCode: exitCodes.ok, document: rebuilt, text };
    });
  },
};
