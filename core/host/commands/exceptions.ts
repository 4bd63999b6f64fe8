import type * as z from 'zod';
import type { listCausesOutput, listExceptionsOutput } from '#core/contract/exceptions.ts';
import { workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { usageFailure } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { moneyText, totalsText } from '../money-text.ts';
import { withWorkspace } from '../with-workspace.ts';
import { tableText } from '../table-text.ts';

type Exceptions = z.output<typeof listExceptionsOutput> & Pick<z.output<typeof listCausesOutput>, 'causes'>;

const listMax = 10_000;

const states = ['open', 'resolved', 'dismissed'] as const;

export const exceptionsCommand: Command = {
  name: 'exceptions',
  summary: 'List what finance has to resolve, by root cause, most money first; dismiss one',
  usage: [
    '--workspace DIR [--state STATE] [--code CODE] [--cause KEY]',
    'dismiss ID --reason TEXT --as PERSON',
  ],
  details: `Each exception says what is wrong, who can fix it, what does not happen meanwhile and how to fix it. Exceptions of
one root cause are released together with \`tieout release\`. They resolve by themselves when their cause is gone;
dismissing is for those that the facts never end.`,
  options: {
    ...workspaceOptions,
    state: { value: 'STATE', help: 'open (default), resolved or dismissed.' },
    code: { value: 'CODE', help: 'Only this code.' },
    cause: { value: 'KEY', help: 'Only this root cause.' },
    reason: { value: 'TEXT', help: 'Why it is dismissed.' },
  },
  run,
};

function run(context: CommandContext): Promise<Outcome> {
  return context.args.positionals[0] === 'dismiss' ? dismiss(context) : list(context);
}

function list(context: CommandContext): Promise<Outcome> {
  const { args } = context;
  args.atMost(0);
  const wanted = args.text('state') ?? 'open';
  const state = states.find((one) => one === wanted);
  if (!state) throw usageFailure(`--state is "${wanted}".`, '--state', `Use one of ${states.join(', ')}.`);
  const code = args.text('code');
  const causeKey = args.text('cause');
  return withWorkspace(context, { action: 'workspace.read', isDecision: false }, async ({ client }) => {
    const filter = {
      // What someone snoozed in the cockpit is open all the same.
      state: state === 'open' ? ('unresolved' as const) : state,
      ...(code === undefined ? {} : { code }),
      ...(causeKey === undefined ? {} : { causeKey }),
    };
    const listed = await client.exceptions.list.query({ ...filter, limit: listMax });
    const { causes } = await client.exceptions.causes.query({ ...filter, limit: 1_000 });
    const found = { ...listed, causes };
    return { exitCode: exitCodes.ok, document: found, text: exceptionsText(found) };
  });
}

function dismiss(context: CommandContext): Promise<Outcome> {
  const { args } = context;
  const [, id = ''] = args.exactly('dismiss', 'the id of an exception');
  const reason = args.required('reason', 'why it is dismissed');
  return withWorkspace(context, { action: 'exception.dismiss', isDecision: true }, async ({ client }) => {
    const dismissed = await client.exceptions.dismiss.mutate({ id, reason });
    return { exitCode: exitCodes.ok, document: dismissed, text: `Dismissed ${id}.` };
  });
}

function exceptionsText({ exceptions, causes, totals }: Exceptions): string {
  if (exceptions.length === 0) return 'No exceptions.';
  const byCause = tableText(causes, [
    { title: 'code', text: ({ code }) => code },
    { title: 'owner', text: ({ ownerRole }) => ownerRole },
    { title: 'money at risk', text: (cause) => totalsText(cause.totals) },
    { title: 'cause', text: ({ causeKey }) => causeKey },
  ]);
  const each = tableText(exceptions, [
    { title: 'exception', text: ({ id }) => id },
    { title: 'code', text: ({ code }) => code },
    { title: 'entity', text: ({ legalEntity }) => legalEntity ?? '' },
    { title: 'amount', align: 'right', text: ({ amount }) => (amount ? moneyText(amount) : '') },
    { title: 'what is wrong', text: ({ message }) => message, max: 110 },
    { title: 'fix', text: ({ fix }) => fix, max: 80 },
  ]);
  return `${totalsText(totals)}\n\nBy root cause\n${byCause}\n\nEach\n${each}`;
}
