import { workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { usageFailure } from '../command-failure.ts';
import { decideHeld, listHeld } from '../decide-held.ts';
import { exitCodes } from '../exit-codes.ts';
import { moneyText } from '../money-text.ts';
import { withWorkspace } from '../with-workspace.ts';
import { printable } from '../table-text.ts';

export const choiceOptions = {
  list: { help: 'Only list what is held.' },
  all: { help: 'Everything that is held, within --period and --entity.' },
  period: { value: 'YYYY-MM', help: 'Only this period.' },
  entity: { value: 'CODE', help: 'Only this legal entity.' },
  reason: { value: 'TEXT', help: 'Kept with the decision.' },
  yes: { help: 'Do not ask; needed where nobody can be asked.' },
} as const;

export const approveCommand: Command = {
  name: 'approve',
  summary: 'List held postings, show the exact bytes of one, approve some or all',
  usage: [
    '--list [--period YYYY-MM] [--entity CODE]',
    '--show ID',
    '(ID… | --all [--period YYYY-MM] [--entity CODE]) --as PERSON [--reason TEXT] [--yes]',
  ],
  details: `A posting is named by its id or by its document's number. Count and sum per currency are shown before anything is
decided. Each approval is signed with the person's key over the exact bytes, the mapping version, the period and the
journal's head; whoever prepared a posting or proposed its mappings cannot approve it. Ends with 3 when any was refused.`,
  options: {
    ...workspaceOptions,
    show: { value: 'ID', help: 'Show one posting with the bytes that would be approved.' },
    ...choiceOptions,
  },
  run,
};

function run(context: CommandContext): Promise<Outcome> {
  const { args } = context;
  const shown = args.text('show');
  if (shown !== undefined) return show(context, shown);
  if (!args.flag('list')) return decideHeld(context, 'approve');
  args.atMost(0);
  if (args.flag('all')) throw usageFailure('--list and --all do not go together.', '--all', 'Leave one out.');
  return listHeld(context);
}

function show(context: CommandContext, id: string): Promise<Outcome> {
  context.args.atMost(0);
  return withWorkspace(context, { action: 'workspace.read', isDecision: false }, async ({ client }) => {
    const found = await client.postings.get.query({ id });
    const { posting, payload, approvals, lookUps } = found;
    const lines = [
      `${posting.commandType} of ${printable(posting.sourceReference)}: ${moneyText(posting.amount)}, ${posting.state}`,
      `  posting      ${posting.id}, revision ${posting.revision}, prepared by ${posting.preparedBy} at ${posting.preparedAt}`,
      `  external id  ${posting.externalId}`,
      `  for          ${posting.legalEntity}, period ${posting.period}, flow ${posting.flow}`,
      `  mappings     ${posting.mappingVersion || 'none'}`,
      ...posting.holdReasons.map(({ code, message }) => `  held         ${printable(message)} (${code})`),
      ...approvals.map(
        ({ decision, decidedBy, revision }) =>
          `  decided      ${decision} of revision ${revision} by ${decidedBy}`,
      ),
      ...lookUps.map(({ attempt, outcome }) => `  looked up    after attempt ${attempt}: ${outcome}`),
      `  sha-256      ${posting.payloadHash}`,
      '',
      printable(payload),
    ];
    return { exitCode: exitCodes.ok, document: found, text: lines.join('\n') };
  });
}
