import type * as z from 'zod';
import type {
  changePhaseInput,
  changePolicyInput,
  getPolicyOutput,
  movePeriodInput,
} from '#core/contract/policy.ts';
import { workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { usageFailure } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import type { OpenWorkspace } from '../open-workspace.ts';
import { withWorkspace } from '../with-workspace.ts';
import { tableText } from '../table-text.ts';

type Policy = z.output<typeof getPolicyOutput>;
type Client = OpenWorkspace['client'];

export const policyCommand: Command = {
  name: 'policy',
  summary: 'Show the policy; change a setting, a phase, a period; reset a tripped limit',
  usage: [
    '',
    'set NAME JSON --reason TEXT --as PERSON',
    'phase FLOW PHASE --reason TEXT --as PERSON',
    'period MOVE YYYY-MM [--entity CODE] --reason TEXT --as PERSON',
    'reset FLOW --entity CODE --reason TEXT --as PERSON',
  ],
  details: `Settings are JSON as \`tieout policy --json\` shows them; amounts are digits of minor units. Phases: observe, shadow,
hold-all, post. Moves of a period: soft-close, close, open, request-reopen, reopen (by a second person). Close
takes a sign-off in force. Without --entity a period moves for every legal entity.`,
  options: {
    ...workspaceOptions,
    entity: { value: 'CODE', help: 'Legal entity.' },
    reason: { value: 'TEXT', help: 'Why; kept with the change.' },
  },
  run,
};

function run(context: CommandContext): Promise<Outcome> {
  const { args } = context;
  switch (args.positionals[0]) {
    case undefined:
      return show(context);
    case 'set': {
      const [, name = '', json = ''] = args.exactly('set', 'the name of a setting', 'its value as JSON');
      const value = jsonOf(json);
      return change(context, 'policy.change', (client, reason) =>
        client.policy.change.mutate({ name, value, reason }),
      );
    }
    case 'phase': {
      const [, flow = '', phase = ''] = args.exactly('phase', 'a flow', 'a phase');
      const to = phase as z.input<typeof changePhaseInput>['to'];
      return change(context, 'flow.change-phase', (client, reason) =>
        client.policy.changePhase.mutate({ flow, to, reason }),
      );
    }
    case 'period': {
      const [, moveName = '', period = ''] = args.exactly('period', 'a move', 'a period');
      const move = moveName as z.input<typeof movePeriodInput>['move'];
      const legalEntity = args.text('entity') ?? '';
      return change(context, 'period.soft-close', (client, reason) =>
        client.policy.movePeriod.mutate({ move, legalEntity, period, reason }),
      );
    }
    case 'reset': {
      const [, flow = ''] = args.exactly('reset', 'a flow');
      const legalEntity = args.required('entity', 'the legal entity that the limit holds');
      return change(context, 'circuit.reset', (client, reason) =>
        client.policy.resetCircuit.mutate({ flow, legalEntity, reason }),
      );
    }
    default:
      throw usageFailure(
        `"${args.positionals[0]}" is not a part of policy.`,
        args.positionals[0] ?? '',
        'See `tieout policy --help`.',
      );
  }
}

function show(context: CommandContext): Promise<Outcome> {
  return withWorkspace(context, { action: 'workspace.read', isDecision: false }, async ({ client }) => {
    const policy = await client.policy.get.query();
    return { exitCode: exitCodes.ok, document: policy, text: policyText(policy) };
  });
}

type ChangeAction = 'policy.change' | 'flow.change-phase' | 'period.soft-close' | 'circuit.reset';

function change(
  context: CommandContext,
  action: ChangeAction,
  apply: (client: Client, reason: string) => Promise<{ readonly asOfSeq: number }>,
): Promise<Outcome> {
  const reason = context.args.required('reason', 'why');
  return withWorkspace(context, { action, isDecision: true }, async ({ client }) => {
    const changed = await apply(client, reason);
    return {
      exitCode: exitCodes.ok,
      document: changed,
      text: `Changed; the journal is at ${changed.asOfSeq}.`,
    };
  });
}

function jsonOf(text: string): z.input<typeof changePolicyInput>['value'] {
  try {
    return JSON.parse(text) as z.input<typeof changePolicyInput>['value'];
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw usageFailure(
      `The value is not JSON: ${cause.message}`,
      'JSON',
      'Quote it for your shell, such as \'"2026-09-13"\'.',
    );
  }
}

function policyText({ settings, phases, periods, circuits }: Policy): string {
  const parts = [
    tableText(phases, [
      { title: 'flow', text: ({ flow }) => flow },
      { title: 'phase', text: ({ phase }) => phase },
    ]),
    '',
    tableText(Object.entries(settings), [
      { title: 'setting', text: ([name]) => name },
      { title: 'value', text: ([, value]) => JSON.stringify(value) },
    ]),
  ];
  if (periods.length > 0) {
    parts.push(
      '',
      tableText(periods, [
        { title: 'period', text: ({ period }) => period },
        { title: 'entity', text: ({ legalEntity }) => legalEntity || 'every' },
        { title: 'state', text: ({ state }) => state },
        { title: 'changed by', text: ({ changedBy }) => changedBy },
        { title: 'reopening asked by', text: ({ reopenRequestedBy }) => reopenRequestedBy ?? '' },
      ]),
    );
  }
  for (const { flow, legalEntity, reason } of circuits)
    parts.push('', `Held by a limit: ${flow} of ${legalEntity}: ${reason}`);
  return parts.join('\n');
}
