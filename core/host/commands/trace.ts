import type * as z from 'zod';
import type { hopSchema, traceOutput } from '#core/contract/trace.ts';
import { workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { moneyText } from '../money-text.ts';
import { withWorkspace } from '../with-workspace.ts';
import { printable } from '../table-text.ts';

type Trace = z.output<typeof traceOutput>;
type Hop = z.output<typeof hopSchema>;

export const traceCommand: Command = {
  name: 'trace',
  summary: 'Follow any id of any system through its whole chain, with amounts and where it is stuck',
  usage: ['ID --workspace DIR'],
  details: `ID is whatever a system shows: an opportunity, order, contract, subscription, invoice number, payment, ERP document,
posting, external id or exception. At each hop: in = out + tax + rounding + named differences.`,
  options: workspaceOptions,
  run: (context: CommandContext): Promise<Outcome> => {
    const [id = ''] = context.args.exactly('an id');
    return withWorkspace(context, { action: 'workspace.read', isDecision: false }, async ({ client }) => {
      const found = await client.trace.find.query({ id });
      return { exitCode: exitCodes.ok, document: found, text: traceText(found) };
    });
  },
};

function traceText({ hops, stuck }: Trace): string {
  const ids = new Set(hops.map(({ id }) => id));
  const roots = hops.filter(({ fromId }) => fromId === null || !ids.has(fromId));
  const lines: string[] = [];
  const shown = new Set<string>();
  const show = (hop: Hop, depth: number): void => {
    // A chain is a tree; a circle in wrong data is shown once, not for ever.
    if (shown.has(hop.id)) return;
    shown.add(hop.id);
    lines.push(...hopLines(hop, depth));
    for (const next of hops) if (next.fromId === hop.id) show(next, depth + 1);
  };
  for (const root of roots) show(root, 0);
  if (stuck.length === 0) return lines.join('\n');
  return [
    ...lines,
    '',
    'Stuck:',
    ...stuck.flatMap(({ hopId, code, message, fix, sinceAt }) => [
      `  ${hopId}: ${printable(message)} (${code})${sinceAt === null ? '' : `, since ${sinceAt}`}`,
      `    fix: ${printable(fix)}`,
    ]),
  ].join('\n');
}

function hopLines(hop: Hop, depth: number): string[] {
  const indent = '  '.repeat(depth);
  const facts = [
    hop.system,
    hop.state,
    hop.on,
    hop.legalEntity,
    hop.amount === null ? null : moneyText(hop.amount),
  ].filter((fact) => fact !== null && fact !== '');
  const first = `${indent}${hop.isGhost ? '? ' : ''}${printable(hop.label)}  ${printable(facts.join(' · '))}`;
  return hop.conservation === null ? [first] : [first, `${indent}    ${conservationText(hop.conservation)}`];
}

function conservationText(of: NonNullable<Hop['conservation']>): string {
  const parts = [`out ${moneyText(of.out)}`];
  if (of.tax.minor !== '0') parts.push(`tax ${moneyText(of.tax)}`);
  if (of.rounding.minor !== '0') parts.push(`rounding ${moneyText(of.rounding)}`);
  for (const { name, amount } of of.differences) parts.push(`${name} ${moneyText(amount)}`);
  return `in ${moneyText(of.in)} = ${parts.join(' + ')}`;
}
